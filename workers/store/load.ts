/**
 * Many rows that are most likely not there yet: sent as the text of a file (LOAD DATA
 * LOCAL), which takes the server half of what a statement takes it. A server that
 * loads finds fault in warnings and goes on; then the same rows are upserted in the
 * same transaction, so that the outcome is always that of `upsert`, what they replace
 * kept where the table keeps versions. So it is where the server loads no files at all.
 */
import { quoted } from './ddl.js';
import { toSql } from './edge.js';
import type { Session, SqlValue } from './mysql.js';
import { columnNames, type Column, type Computed, type Table } from './table.js';
import { replace, save } from './replace.js';
import { inKeyOrder, type Target } from './write.js';

/** Rows of one piece of text: some hundred kilobytes. */
const ROWS_A_PIECE = 128;

const special = /[\\\t\n\r\0]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' };

/** JavaScript prints the shortest text that reads as the same double, but loses the sign of zero. */
const numberText = (n: number): string => (Object.is(n, -0) ? '-0' : String(n));

/** A value as it stands in the file. @throws RangeError for bytes: no table that is filled has any. */
export function fieldOf(value: SqlValue): string {
  if (typeof value === 'number') return numberText(value);
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.replace(special, (c) => escapes[c] as string);
  if (value instanceof Date) return value.toISOString().slice(0, 23).replace('T', ' ');
  throw new RangeError('bytes cannot be loaded as text');
}

type Known = Computed<object>;
const isUnknown = (n: number): boolean => Number.isNaN(n);

/** Rows in key order, and the columns to send: numbers that are unknown in every row are left out, and so are NULL. */
interface Plan {
  table: Table;
  rows: readonly Known[];
  fixed: string[];
  /** Places in `numbers`, and the columns they are of. */
  places: number[];
  names: string[];
}

function planOf(t: Table, given: readonly Known[]): Plan {
  const byFixed = new Map(given.map((row) => [row.fixed, row]));
  const rows = inKeyOrder(t, [...byFixed.keys()]).map((fixed) => byFixed.get(fixed) as Known);
  const width = rows[0]?.numbers.length ?? 0;
  const all = columnNames(t);
  const names = all.slice(all.length - width);
  const places = names.flatMap((_, i) => (rows.some(({ numbers }) => !isUnknown(numbers[i] as number)) ? [i] : []));
  return { table: t, rows, fixed: all.slice(0, all.length - width), places, names };
}

function lineOf({ table: t, fixed, places, names }: Plan, row: Known): string {
  let line = '';
  for (const name of fixed) line += `${line === '' ? '' : '\t'}${fieldOf(toSql(t, name, t.columns[name] as Column, (row.fixed as Record<string, unknown>)[name]))}`;
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    const n = row.numbers[place] as number;
    // What is no number that can be stored is refused there, by its column's name.
    line += isUnknown(n) ? '\t\\N' : `\t${numberText(Number.isFinite(n) ? n : (toSql(t, names[place] as string, t.columns[names[place] as string] as Column, n) as number))}`;
  }
  return line;
}

function textOf(plan: Plan): Buffer[] {
  const pieces: Buffer[] = [];
  for (let i = 0; i < plan.rows.length; i += ROWS_A_PIECE) {
    let text = '';
    for (const row of plan.rows.slice(i, i + ROWS_A_PIECE)) text += `${lineOf(plan, row)}\n`;
    pieces.push(Buffer.from(text));
  }
  return pieces;
}

/** The rows as an upsert wants them. */
const wholeRows = ({ rows, names }: Plan): object[] => rows.map(({ fixed, numbers }) => Object.assign(Object.fromEntries(names.map((name, i) => [name, isUnknown(numbers[i] as number) ? null : numbers[i]])), fixed));

/**
 * Inside a transaction of the caller.
 * @returns rows accepted: inserted, changed, or found already equal.
 * @throws StoreError permanent (ROW_REFUSED) when a value must not be stored.
 */
export async function fill(session: Session, target: Target, rows: readonly Known[]): Promise<number> {
  const plan = planOf(target.table, rows);
  const columns = [...plan.fixed, ...plan.places.map((i) => plan.names[i] as string)];
  const sql = `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${target.into} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${columns.map(quoted).join(', ')})`;
  const loaded = await session.load({ table: target.table.name, sql, text: textOf(plan) });
  if (loaded?.rows === rows.length && loaded.warnings === 0) return rows.length;
  // What could not be loaded is there, and in most cases all of it.
  return loaded === null ? save(session, target, wholeRows(plan)) : replace(session, target, wholeRows(plan));
}
