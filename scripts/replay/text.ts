/** A replay's plan, its way and its report, as lines for a person. Pure. */
import type { Plan, Replay } from '#workers/replay/replay.js';
import type { Difference, TableReport } from '#workers/replay/compare.js';
import { barText } from '../backfill/progress.js';

const grouped = (n: number): string => n.toLocaleString('en-US');
const instant = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const span = ({ from, to }: Plan['window']): string => `${instant(from)} to ${instant(to)}`;

export function planText(p: Plan): string {
  const swept = p.swept.length > 0 ? `\nDropped what ${p.swept.length === 1 ? 'a replay that was killed' : `${p.swept.length} replays that were killed`} had left.` : '';
  return `Replaying ${span(p.window)} (UTC): ${p.slots} slots, ${grouped(p.collectRuns)} runs of collectors with ${grouped(p.answers)} answers, ${grouped(p.processRuns)} runs that made rows of rows.${p.start < p.window.from ? ` It begins at ${instant(p.start)}, so that processes remember what they did then.` : ''}${p.coverage ? ` The archive holds ${span(p.coverage)}.` : ''}${swept}`;
}

export const runsText = (done: number, all: number): string => `${barText(all === 0 ? 1 : done / all)}  ${grouped(done)} of ${grouped(all)} runs`;

const COLUMNS = ['stored', 'replayed', 'equal', 'differing', 'onlyStored', 'onlyReplayed'] as const;
const HEADS = ['stored', 'replayed', 'equal', 'differ', 'only stored', 'only replayed'];

const tableLine = (t: TableReport): string => `  ${t.table.padEnd(25)}${COLUMNS.map((c, i) => grouped(t[c]).padStart((HEADS[i] as string).length + 3)).join('')}`;
const differenceLine = (t: TableReport, { key, column, stored, replayed }: Difference): string => `  ${t.table} ${key}  ${column}: stored ${stored ?? 'nothing'}, replayed ${replayed ?? 'nothing'}`;

function differencesOf(tables: readonly TableReport[]): string[] {
  const lines = tables.flatMap((t) => t.first.map((d) => differenceLine(t, d)));
  return lines.length > 0 ? ['', 'The first of each table that differ:', ...lines] : [];
}

function leftLines({ notReplayed, tables }: Replay): string[] {
  const since = tables.filter((t) => t.changedSince > 0).map((t) => `  ${t.table}, ${grouped(t.changedSince)} rows: ${t.why}`);
  return ['', 'Not replayed:', ...since, ...notReplayed.map(({ what, rows, reason }) => `  ${what}${rows === null ? '' : `, ${grouped(rows)} rows`}: ${reason}`)];
}

const verdict = ({ identical, tables }: Replay): string => {
  const equal = tables.reduce((sum, t) => sum + t.equal, 0);
  return identical ? `Bit-identical: ${grouped(equal)} rows.` : `Not identical: ${grouped(tables.reduce((sum, t) => sum + t.differing, 0))} rows differ, ${grouped(tables.reduce((sum, t) => sum + t.onlyStored, 0))} are only stored, ${grouped(tables.reduce((sum, t) => sum + t.onlyReplayed, 0))} only replayed; ${grouped(equal)} are equal.`;
};

export function reportText(r: Replay): string {
  return [
    `  ${'table'.padEnd(25)}${HEADS.map((h) => h.padStart(h.length + 3)).join('')}`,
    ...r.tables.map(tableLine),
    ...differencesOf(r.tables),
    ...leftLines(r),
    ...(r.strayed.length > 0 ? ['', 'Runs that went another way than they did then:', ...r.strayed.map((s) => `  ${s}`)] : []),
    '',
    `Compared: every column but ${r.leftOut.length > 0 ? [...new Set(r.leftOut.map((c) => c.split('.')[1]))].join(', ') : 'none'}.`,
    ...(r.kept ? [`The replay's databases stay: ${r.kept} and those beside it. Drop them when you are done.`] : []),
    verdict(r),
  ].join('\n');
}
