/**
 * What did a row say that is computed again, and how is it kept? Values are
 * compared as they stand in the database: any other double is another value. Which job wrote a row, and
 * when, is no part of what it says. Pure but for compression.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { fromSql, toSql } from './edge.js';
import type { SqlValue } from './mysql.js';
import { columnNames, type Column, type Table } from './table.js';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

export type Stored = Readonly<Record<string, SqlValue>>;

const part = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
/** What names a row in the log. */
export const keyText = (t: Table, row: object): string => t.key.map((column) => part((row as Record<string, unknown>)[column])).join('|');

function isSame(a: SqlValue, b: SqlValue): boolean {
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (Buffer.isBuffer(a)) return Buffer.isBuffer(b) && a.equals(b);
  // MariaDB has one zero, whatever its sign was.
  return a === b;
}

interface Compared {
  /** What a row says. */
  said: [string, Column][];
  /** Who wrote it; when it was first written stays. */
  by: [string, Column][];
}
const compared = new WeakMap<Table, Compared>();

function comparedOf(t: Table): Compared {
  const of = (isOfWriting: boolean): [string, Column][] => columnNames(t).filter((name) => !t.key.includes(name) && name !== 'ingested_at' && (t.columns[name]?.ofWriting ?? false) === isOfWriting).map((name) => [name, t.columns[name] as Column]);
  const known = compared.get(t) ?? { said: of(false), by: of(true) };
  compared.set(t, known);
  return known;
}

/**
 * Columns in which a row says something else than what is stored; where there are
 * any, those that say who wrote it too. @throws StoreError permanent (ROW_REFUSED)
 */
export function changedIn(t: Table, stored: Stored, row: object): string[] {
  const { said, by } = comparedOf(t);
  const differing = (columns: [string, Column][]): string[] =>
    columns.flatMap(([name, column]) => (isSame(stored[name] ?? null, toSql(t, name, column, (row as Record<string, unknown>)[name])) ? [] : [name]));
  const changed = differing(said);
  return changed.length > 0 ? [...changed, ...differing(by)] : [];
}

/** JSON knows a negative zero, and its writer does not. */
const jsonOf = (value: SqlValue): string => (Object.is(value, -0) ? '-0' : JSON.stringify(value));

/** What is kept of a row: the columns that changed, as they were stored. */
export const packed = (stored: Stored, changed: readonly string[]): Promise<Buffer> => pack(`{${changed.map((name) => `${JSON.stringify(name)}:${jsonOf(stored[name] ?? null)}`).join(',')}}`);

/** The values as rows of the table have them. Columns that the table has no more are left out. */
export async function unpacked(t: Table, kept: Buffer): Promise<Record<string, unknown>> {
  const values = JSON.parse((await unpack(kept)).toString()) as Record<string, unknown>;
  const known = Object.entries(values).flatMap(([name, value]) => {
    const column = t.columns[name];
    return column ? [[name, column.kind === 'date' && typeof value === 'string' ? new Date(value) : value]] : [];
  });
  return fromSql<Record<string, unknown>>(t, [Object.fromEntries(known) as Record<string, unknown>])[0] as Record<string, unknown>;
}
