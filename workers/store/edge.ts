/**
 * The edge between rows and SQL values, in both directions, by column kind.
 * Refuses what must never be stored: NaN, Infinity, dates that are another unit
 * in disguise, a missing value in a column that has none.
 */
import { StoreError } from '#queues/errors.js';
import type { Column, Table } from './table.js';
import type { SqlValue } from './mysql.js';

/** Bitcoin's first block. Seconds or microseconds taken for milliseconds fall far outside. */
const FIRST_MS = Date.UTC(2009, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);

const refuse = (t: Table, column: string, why: string): StoreError => new StoreError('permanent', `${t.name}.${column}: ${why}`, 'ROW_REFUSED');

function dateValue(value: unknown): Date | string {
  if (!(value instanceof Date)) return `a Date was expected, got ${typeof value}`;
  const ms = value.getTime();
  return ms >= FIRST_MS && ms <= LAST_MS ? value : `${Number.isNaN(ms) ? 'an invalid date' : value.toISOString()} is not an instant between 2009 and 2100; was another unit taken for milliseconds?`;
}

function numberValue(value: unknown): number | string {
  if (typeof value !== 'number') return `a number was expected, got ${typeof value}`;
  if (!Number.isFinite(value)) return `${value} is not a number that can be stored; unknown is null`;
  return value;
}

/** Texts of what says the same for ever: frozen, with nothing inside that is not. */
const written = new WeakMap<object, string>();
const isPlain = (value: unknown): boolean => value === null || typeof value !== 'object';

function jsonOf(value: unknown): string {
  if (isPlain(value) || !Object.isFrozen(value)) return JSON.stringify(value);
  const known = written.get(value as object);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  if (Object.values(value as object).every(isPlain)) written.set(value as object, text);
  return text;
}

/** @returns the value to bind. @throws StoreError permanent, code ROW_REFUSED, naming table and column, never the value of a text. */
export function toSql(t: Table, name: string, column: Column, value: unknown): SqlValue {
  // Nearly every value is this one: features and indicators by the ten thousand.
  if (column.sql === 'DOUBLE' && Number.isFinite(value)) return value as number;
  if (value === null || value === undefined) {
    if (column.nullable) return null;
    throw refuse(t, name, `${value} where a value is required`);
  }
  switch (column.kind) {
    case 'number': {
      const n = numberValue(value);
      if (typeof n === 'string') throw refuse(t, name, n);
      if (column.sql !== 'DOUBLE' && !Number.isSafeInteger(n)) throw refuse(t, name, `${n} is not a whole number within ±2^53`);
      return n;
    }
    case 'date': {
      const d = dateValue(value);
      if (typeof d === 'string') throw refuse(t, name, d);
      return d;
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw refuse(t, name, `true or false was expected, got ${typeof value}`);
      return value ? 1 : 0;
    case 'json':
      return jsonOf(value);
    case 'bytes':
      if (!Buffer.isBuffer(value)) throw refuse(t, name, `a Buffer was expected, got ${typeof value}`);
      return value;
    case 'string':
      if (typeof value !== 'string') throw refuse(t, name, `a text was expected, got ${typeof value}`);
      return value;
  }
}

type RawRow = Record<string, unknown>;
type Decode = (rows: RawRow[]) => RawRow[];
const decoders = new WeakMap<Table, Decode>();

function decoderOf(t: Table): Decode {
  const booleans = Object.keys(t.columns).filter((c) => t.columns[c]?.kind === 'boolean');
  const jsons = Object.keys(t.columns).filter((c) => t.columns[c]?.kind === 'json');
  return (rows) => {
    for (const row of rows) {
      for (const c of booleans) if (row[c] !== undefined && row[c] !== null) row[c] = row[c] === 1;
      for (const c of jsons) if (typeof row[c] === 'string') row[c] = JSON.parse(row[c]);
    }
    return rows;
  };
}

/** Turns what the driver returned into rows of the table, in place. */
export function fromSql<R>(t: Table, rows: RawRow[]): R[] {
  let decode = decoders.get(t);
  if (!decode) decoders.set(t, (decode = decoderOf(t)));
  return decode(rows) as R[];
}
