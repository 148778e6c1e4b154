/**
 * Multi-row upserts, written from a table's declaration. Rows go in primary-key
 * order, so that two writers take their locks in the same order and never wait
 * for each other in a circle. Never INSERT IGNORE: what does not fit is an error.
 */
import { columnNames, type Table } from './table.js';
import { each } from './binary.js';
import { toSql } from './edge.js';
import { quoted } from './ddl.js';
import type { Bound, Session, SqlValue } from './mysql.js';

/** Well under the protocol's 65,535 placeholders. */
const MOST_PLACEHOLDERS = 16_000;
const MOST_ROWS = 512;
/** The smallest default `max_allowed_packet` in use is 4 MB. */
const MOST_BYTES = 3_000_000;

export interface Target<T extends Table = Table> {
  table: T;
  /** Name with database, quoted. */
  into: string;
  /** What to do with a row that is there; the table's own rule when omitted. */
  onRepeat?: string;
  /** Where what rows said before is kept; null where the table keeps no versions. */
  versions?: Target | null;
}

const newest = (column: string): string => `${quoted(column)} = VALUES(${quoted(column)})`;

function repeatRule(t: Table): string {
  const first = quoted(t.key[0] as string);
  const changing = columnNames(t).filter((c) => !t.key.includes(c) && c !== 'ingested_at');
  // Assigning a column to itself leaves the row as it is.
  return t.onRepeat === 'keep' || changing.length === 0 ? `${first} = ${first}` : changing.map(newest).join(', ');
}

const sortable = (value: unknown): string | number => (value instanceof Date ? value.getTime() : (value as string | number));

type Keyed = Readonly<Record<string, unknown>>;

/** Each part of the key is a list, one value for each row; rows by their place in it: what comes first is less. */
function compareKeys(parts: readonly (readonly (string | number)[])[], a: number, b: number): number {
  for (const part of parts) {
    const x = part[a] as string;
    const y = part[b] as string;
    if (x !== y) return x > y ? 1 : -1;
  }
  return 0;
}

/**
 * A copy in primary-key order: the order in which InnoDB keeps them (binary collation).
 * @param keyed where the columns of the key are, when not in the row itself
 */
export function inKeyOrder<R extends object>(t: Table, rows: readonly R[], keyed: (row: R) => object = (row) => row): R[] {
  // The columns of a wide row are found by a search: once for each row, not in every comparison.
  const parts = t.key.map((column) => rows.map((row) => sortable((keyed(row) as Keyed)[column])));
  return Array.from(rows.keys())
    .sort((a, b) => compareKeys(parts, a, b))
    .map((i) => rows[i] as R);
}

/** A power of two, so that a table has few different texts and each stays prepared on the server. */
const floorPower = (n: number): number => 2 ** Math.floor(Math.log2(n));
const mostRows = (columns: number): number => Math.min(MOST_ROWS, floorPower(MOST_PLACEHOLDERS / columns));

/** Bytes a value takes in a packet, or somewhat more. */
function size(value: SqlValue): number {
  if (typeof value === 'string') return value.length * 3;
  return Buffer.isBuffer(value) ? value.length : 12;
}

/** Splits rows, given the bytes of each, into runs of 2^n, largest first, none above the limits. */
export function* runs(sizes: readonly number[], columns: number): Generator<{ from: number; count: number }> {
  for (let from = 0; from < sizes.length; ) {
    let count = Math.min(mostRows(columns), floorPower(sizes.length - from));
    while (count > 1 && sizes.slice(from, from + count).reduce((sum, n) => sum + n, 0) > MOST_BYTES) count /= 2;
    yield { from, count };
    from += count;
  }
}

/** Rows on their way, each with the bytes it takes at most, and the text for so many of them. */
export interface Sending {
  table: string;
  rows: readonly (readonly Bound[])[];
  sizes: readonly number[];
  /** Columns. */
  width: number;
  textOf(count: number): string;
}

/** Splits rows, given the bytes of each, into runs below the limits. */
function* bulks(sizes: readonly number[]): Generator<{ from: number; to: number }> {
  for (let from = 0; from < sizes.length; ) {
    let [to, bytes] = [from, 0];
    while (to < sizes.length && to - from < MOST_ROWS && (to === from || bytes + (sizes[to] as number) <= MOST_BYTES)) bytes += sizes[to++] as number;
    yield { from, to };
    from = to;
  }
}

/** In bulk where the server takes rows so: it then holds one row's placeholders, and takes half the time. @throws StoreError */
export async function sendRows(session: Session, { table, rows, sizes, width, textOf }: Sending): Promise<void> {
  let sent = 0;
  for (const { from, to } of rows.length > 1 ? bulks(sizes) : []) {
    if (!(await session.bulk({ table, sql: textOf(1), rows: rows.slice(from, to) }))) break;
    sent = to;
  }
  for (const { from, count } of runs(sizes.slice(sent), width)) {
    await session.run({ table, sql: textOf(count), values: each(rows.slice(sent + from, sent + from + count).flat()), prepared: true });
  }
}

/** The values of every row, checked; and the bytes of each. */
function encode<R extends object>(t: Table, rows: readonly R[]): Pick<Sending, 'rows' | 'sizes'> {
  const columns = Object.entries(t.columns);
  const values = rows.map((row) => columns.map(([name, column]) => toSql(t, name, column, (row as Record<string, unknown>)[name])));
  return { rows: values, sizes: values.map((row) => row.reduce<number>((sum, value) => sum + size(value), 0)) };
}

const texts = new WeakMap<Table, Map<string, string>>();

/** The same text is the same string each time: some are 40 KB, and the driver looks its prepared statements up by them. */
function statementText({ table: t, into }: Target, count: number, onRepeat: string | null): string {
  const known = texts.get(t) ?? new Map<string, string>();
  texts.set(t, known);
  const key = `${count} ${into} ${onRepeat ?? 'refuse'}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const names = columnNames(t);
  const one = `(${names.map(() => '?').join(',')})`;
  const text = `INSERT INTO ${into} (${names.map(quoted).join(', ')}) VALUES ${Array<string>(count).fill(one).join(',')}${onRepeat === null ? '' : ` ON DUPLICATE KEY UPDATE ${onRepeat}`}`;
  known.set(key, text);
  return text;
}

async function send<R extends object>(session: Session, target: Target, rows: readonly R[], onRepeat: string | null): Promise<number> {
  const { table: t } = target;
  await sendRows(session, { table: t.name, ...encode(t, inKeyOrder(t, rows)), width: columnNames(t).length, textOf: (count) => statementText(target, count, onRepeat) });
  return rows.length;
}

/**
 * Writes the rows, checked value by value before the first statement is sent.
 * @returns rows accepted: inserted, changed, or found already equal.
 * @throws StoreError permanent (ROW_REFUSED) when a value must not be stored; then nothing was written.
 */
export const upsert = <R extends object>(session: Session, target: Target, rows: readonly R[]): Promise<number> => send(session, target, rows, target.onRepeat ?? repeatRule(target.table));

/** The same for rows that are not there. @throws StoreError permanent (ER_DUP_ENTRY) at the first that is; those of earlier statements stay in the transaction. */
export const insert = <R extends object>(session: Session, target: Target, rows: readonly R[]): Promise<number> => send(session, target, rows, null);
