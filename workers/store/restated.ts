/** When is a value that came again another one, and what does the log say of it? Pure. */
import type { Restated } from './table.js';
import type { RestatementRow } from './tables/restatements.js';

/** Values apart by more than the tolerance, relative to the larger of them. */
export const differs = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) > tolerance * Math.max(Math.abs(a), Math.abs(b));

/** (after − before) / |before|; null where it has no meaning. */
export const relativeChange = (before: number | null, after: number | null): number | null => (before === null || after === null || before === 0 ? null : (after - before) / Math.abs(before));

const part = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
/** What names a row in the log. */
export const nameIn = <K extends string>({ named }: Pick<Restated<K>, 'named'>, row: Readonly<Record<K, unknown>>): string => named.map((column) => part(row[column])).join('|');

type Values<K extends string> = Readonly<Record<K, number | null>>;

/** Columns whose known value came as another one, or was withdrawn. One that was unknown is no restatement when it becomes known. */
export const changedColumns = <K extends string>({ columns, tolerance }: { columns: readonly K[]; tolerance: number }, before: Values<K>, after: Values<K>): K[] =>
  columns.filter((c) => before[c] !== null && (after[c] === null || differs(before[c], after[c], tolerance)));

/** When and by whom a change was seen, and since when the value before was known. */
export interface Seen {
  seenAt: Date;
  ingestedAt: Date;
  knownAt: Date;
  dataSource: string;
  jobId: string | null;
}

/** A line of the log for each changed column. */
export function linesOf<K extends string>(r: Restated & { columns: readonly K[] }, before: Values<K>, after: Values<K> & Readonly<Record<string, unknown>>, { seenAt, ingestedAt, knownAt, dataSource, jobId }: Seen): RestatementRow[] {
  return changedColumns<K>(r, before, after).map((column) => ({
    dataset: r.dataset,
    row_key: nameIn(r, after),
    column_name: column,
    seen_at: seenAt,
    old_value: before[column],
    new_value: after[column],
    relative_change: relativeChange(before[column], after[column]),
    known_at: knownAt,
    data_source: dataSource,
    job_id: jobId,
    ingested_at: ingestedAt,
  }));
}
