/**
 * What should be done to the partitions now, as statements that are not run yet:
 * the same list is printed by a dry run, applied by `npm run migrate`, and
 * applied in small doses by the farm itself.
 */
import { quoted } from '../ddl.js';
import type { Session } from '../mysql.js';
import { aheadOf, endsAhead, endsWithin, expired, firstParts, splitsFor, type Part, type Split } from './plan.js';
import { dropStatement, partitionStatement, splitStatement } from './statements.js';
import type { Surveyed } from './survey.js';

export interface Step {
  table: string;
  /** `cut` copies a whole table, `split` the rows of one partition, `drop` nothing. */
  kind: 'cut' | 'split' | 'drop';
  sql: string;
  /** For a person. */
  what: string;
}
export interface Steps {
  steps: Step[];
  /** What could not be planned, with the cure. */
  problems: string[];
}
export interface Wish {
  nowMs: number;
  /** Table → days, 0 for ever. */
  days: ReadonlyMap<string, number>;
  /** Rows that a split may copy while writers wait. */
  mostRows: number;
  /** Also cut what lies together in the lowest partition. */
  history?: boolean;
}

const joined = (all: readonly Steps[]): Steps => ({ steps: all.flatMap((a) => a.steps), problems: all.flatMap((a) => a.problems) });

const DAY_MS = 86_400_000;
/** A table nobody has written for this long loses nothing: a clock that is wrong, or a farm that stood still, must not empty it. */
const ALIVE_WITHIN_MS = 31 * DAY_MS;

async function oldest(session: Session, s: Surveyed, part?: Part): Promise<number | null> {
  const of = part ? ` PARTITION (${quoted(part.name)})` : '';
  const [row] = await session.rows<{ at: Date | null }>({ table: s.table.name, sql: `SELECT MIN(${quoted(s.table.partition.by)}) AS at FROM ${s.full}${of}`, withinMs: 0 });
  return row?.at?.getTime() ?? null;
}

/** Rows of a partition, counted no further than needed. */
async function rowsIn(session: Session, s: Surveyed, part: Part, most: number): Promise<number> {
  const [row] = await session.rows<{ n: number }>({ table: s.table.name, sql: `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${s.full} PARTITION (${quoted(part.name)}) LIMIT ${most + 1}) r` });
  return row?.n ?? 0;
}

async function isAlive(session: Session, s: Surveyed, nowMs: number): Promise<boolean> {
  const rows = await session.rows({ table: s.table.name, sql: `SELECT 1 FROM ${s.full} WHERE ${quoted(s.table.partition.by)} >= ? LIMIT 1`, values: [new Date(nowMs - ALIVE_WITHIN_MS)] });
  return rows.length > 0;
}

async function holdsAny(session: Session, s: Surveyed, parts: readonly Part[]): Promise<boolean> {
  for (const part of parts) if ((await rowsIn(session, s, part, 0)) > 0) return true;
  return false;
}

const NONE: Steps = { steps: [], problems: [] };
const standsStill = (table: string): Steps => ({ steps: [], problems: [`${table}: no row of the last 31 days, so nothing of it is rolled off`] });

async function splitting(session: Session, s: Surveyed, split: Split, mostRows: number): Promise<Steps> {
  const { name } = s.table;
  const rows = mostRows === Infinity ? 0 : await rowsIn(session, s, split.part, mostRows);
  if (rows > mostRows) return { steps: [], problems: [`${name}: the partition ${split.part.name} holds more than ${mostRows} rows, too many to be split while the farm writes; run \`npm run migrate -- --rearrange\` at a quiet time`] };
  const what = `split ${split.part.name} of ${name} at ${split.into.slice(0, -1).map((p) => new Date(p.end).toISOString().slice(0, 10)).join(', ')}`;
  return { steps: [{ table: name, kind: 'split', sql: splitStatement(s.full, split), what }], problems: [] };
}

/** Splits that make every one of the ends an end. @throws StoreError */
export async function splitsAt(session: Session, s: Surveyed, parts: readonly Part[], { ends, mostRows }: { ends: readonly number[]; mostRows: number }): Promise<Steps> {
  const all: Steps[] = [];
  for (const split of splitsFor(parts, ends)) all.push(await splitting(session, s, split, mostRows));
  return joined(all);
}

async function dropping(session: Session, s: Surveyed, parts: readonly Part[], wish: Wish): Promise<Steps> {
  const days = wish.days.get(s.table.name) ?? 0;
  const old = expired(parts, days, wish.nowMs);
  if (old.length === 0) return NONE;
  if (!(await isAlive(session, s, wish.nowMs))) return (await holdsAny(session, s, old)) ? standsStill(s.table.name) : NONE;
  return { steps: old.map((part) => ({ table: s.table.name, kind: 'drop', sql: dropStatement(s.full, part), what: `drop ${part.name} of ${s.table.name}: every row in it is older than ${days} days` })), problems: [] };
}

/** Ends that should be there. */
async function wantedEnds(session: Session, s: Surveyed, parts: readonly Part[], wish: Wish): Promise<number[]> {
  const ahead = endsAhead(s.table.partition, wish.nowMs);
  const [lowest] = parts;
  if (!wish.history || !lowest || lowest.end === Infinity) return ahead;
  const from = await oldest(session, s, lowest);
  return from === null ? ahead : [...new Set([...endsWithin(s.table.partition, from, lowest.end - 1), ...ahead])].sort((a, b) => a - b);
}

/** One table. @throws StoreError */
export async function stepsFor(session: Session, s: Surveyed, wish: Wish): Promise<Steps> {
  const { name, partition } = s.table;
  if (s.parts === null) {
    const parts = firstParts(partition, await oldest(session, s), wish.nowMs);
    return { steps: [{ table: name, kind: 'cut', sql: partitionStatement(s.full, partition.by, parts), what: `cut ${name} by ${partition.by}, a ${partition.every} each, into ${parts.length} partitions` }], problems: [] };
  }
  if (s.by !== partition.by) return { steps: [], problems: [`${name}: it is cut by ${s.by}, expected ${partition.by}`] };
  const ends = await wantedEnds(session, s, s.parts, wish);
  return joined([await splitsAt(session, s, s.parts, { ends, mostRows: wish.mostRows }), await dropping(session, s, s.parts, wish)]);
}

/** How a table stands, in a line. */
export function stateLine(s: Surveyed, wish: Wish): string {
  if (s.parts === null) return `${s.table.name}: in one piece`;
  const days = wish.days.get(s.table.name) ?? 0;
  return `${s.table.name}: ${s.parts.length} partitions, ${aheadOf(s.parts, s.table.partition, wish.nowMs)} ahead; ${days === 0 ? 'kept for ever' : `kept ${days} days`}`;
}
