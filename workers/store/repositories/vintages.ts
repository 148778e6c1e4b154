/**
 * Macro figures going in. A revision is a row of its own, so nothing stored is
 * ever replaced; what it revises is logged in the same transaction. A publisher
 * that does not say when a figure was published (a close, an index) can only send
 * another value under the same period and instant: that is a vintage too, known
 * from its receipt on. What differs by less than the tolerance is no news.
 */
import type { Database } from '../database.js';
import { changedColumns, linesOf } from '../restated.js';
import type { Session, SqlValue } from '../mysql.js';
import { macroIndicators, restatedMacro, type MacroRow } from '../tables/signals.js';
import { restatements, type RestatementRow } from '../tables/restatements.js';
import { inKeyOrder } from '../write.js';

type Stored = Pick<MacroRow, 'series' | 'period' | 'available_at' | 'data_source' | 'value'>;

/** One figure of one publisher: its vintages revise each other. */
const figureOf = (row: Stored): string => `${row.series}|${row.period.getTime()}|${row.data_source}`;

/** Vintages of the figures of the batch, by figure, oldest first. */
async function storedVintages(db: Database, session: Session, rows: readonly MacroRow[]): Promise<Map<string, Stored[]>> {
  const spans = new Map<string, { from: Date; to: Date }>();
  for (const { series, period } of rows) {
    const span = spans.get(series) ?? spans.set(series, { from: period, to: period }).get(series);
    if (span && period < span.from) span.from = period;
    if (span && period > span.to) span.to = period;
  }
  const one = `(SELECT series, period, available_at, data_source, value FROM ${db.name(macroIndicators)} WHERE series = ? AND period >= ? AND period <= ?)`;
  const values: SqlValue[] = [...spans].flatMap(([series, { from, to }]) => [series, from, to]);
  const found = await session.rows<Stored>({ table: macroIndicators.name, sql: `${[...spans].map(() => one).join(' UNION ALL ')} ORDER BY available_at`, values, prepared: true });
  const figures = new Map<string, Stored[]>();
  for (const vintage of found) figures.set(figureOf(vintage), [...(figures.get(figureOf(vintage)) ?? []), vintage]);
  return figures;
}

const isOther = (before: Stored, after: Stored): boolean => changedColumns(restatedMacro, before, after).length > 0;

/** The vintage the row is; none where it is stored, or differs from what is known by noise alone. */
function vintageOf(row: MacroRow, known: readonly Stored[]): MacroRow | undefined {
  const twin = known.find((v) => v.available_at.getTime() === row.available_at.getTime());
  if (!twin) return row;
  // Whoever read it before has seen the other value: it holds from now on, not from the instant both name.
  const newest = known.at(-1) as Stored;
  return isOther(twin, row) && isOther(newest, row) ? { ...row, available_at: row.ingested_at } : undefined;
}

/** What to write and what to log of it. Adds to `figures` as it goes: the batch may hold several vintages of a figure. */
function decide(rows: readonly MacroRow[], figures: Map<string, Stored[]>, jobId: string | null): { write: MacroRow[]; log: RestatementRow[] } {
  const [write, log]: [MacroRow[], RestatementRow[]] = [[], []];
  for (const row of inKeyOrder(macroIndicators, rows)) {
    const known = figures.get(figureOf(row)) ?? [];
    const vintage = vintageOf(row, known);
    if (!vintage) continue;
    write.push(vintage);
    const before = known.findLast((v) => v.available_at < vintage.available_at);
    if (before) log.push(...linesOf(restatedMacro, before, vintage, { seenAt: vintage.available_at, ingestedAt: vintage.ingested_at, knownAt: before.available_at, dataSource: vintage.data_source, jobId }));
    figures.set(figureOf(row), [...known, vintage].sort((a, b) => a.available_at.getTime() - b.available_at.getTime()));
  }
  return { write, log };
}

/** @returns rows accepted: written, or found as known as they were before. @throws StoreError */
export async function addVintages(db: Database, rows: readonly MacroRow[], jobId: string | null): Promise<number> {
  if (rows.length === 0) return 0;
  const log = await db.mysql.transaction(macroIndicators.name, async (session) => {
    const decision = decide(rows, await storedVintages(db, session, rows), jobId);
    await db.saveIn(session, macroIndicators, decision.write);
    await db.saveIn(session, restatements, decision.log);
    return decision.log;
  });
  db.count(macroIndicators, rows.length);
  db.countRestated(restatedMacro, log);
  return rows.length;
}
