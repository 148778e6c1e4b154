/**
 * Many rows that are most likely not there yet: sent as the text of a file (LOAD DATA
 * LOCAL), which takes the server half of what a statement takes it. A server that
 * loads finds fault in warnings and goes on; then the same rows are upserted in the
 * same transaction, so that the outcome is always that of `upsert`. So it is where the
 * server loads no files at all.
 */
import { quoted } from './ddl.js';
import { toSql } from './edge.js';
import type { Session, SqlValue } from './mysql.js';
import { columnNames } from './table.js';
import { inKeyOrder, upsert, type Target } from './write.js';

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

type Values = Readonly<Record<string, unknown>>;

function linesOf({ table: t }: Target, names: readonly string[], rows: readonly Values[]): string {
  const columns = names.map((name) => t.columns[name] as NonNullable<(typeof t.columns)[string]>);
  let text = '';
  for (const row of rows) {
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      text += (i === 0 ? '' : '\t') + fieldOf(toSql(t, name, columns[i] as (typeof columns)[number], row[name]));
    }
    text += '\n';
  }
  return text;
}

/** Columns that are unknown in every row are not sent: left out, they are NULL. */
function namesOf({ table: t }: Target, rows: readonly Values[]): string[] {
  return columnNames(t).filter((name) => !t.columns[name]?.nullable || rows.some((row) => row[name] !== null && row[name] !== undefined));
}

/**
 * Inside a transaction of the caller.
 * @returns rows accepted: inserted, changed, or found already equal.
 * @throws StoreError permanent (ROW_REFUSED) when a value must not be stored.
 */
export async function fill<R extends object>(session: Session, target: Target, rows: readonly R[]): Promise<number> {
  const sorted = inKeyOrder(target.table, rows) as unknown as Values[];
  const names = namesOf(target, sorted);
  const text: Buffer[] = [];
  for (let i = 0; i < sorted.length; i += ROWS_A_PIECE) text.push(Buffer.from(linesOf(target, names, sorted.slice(i, i + ROWS_A_PIECE))));
  const sql = `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${target.into} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${names.map(quoted).join(', ')})`;
  const loaded = await session.load({ table: target.table.name, sql, text });
  if (loaded?.rows === rows.length && loaded.warnings === 0) return rows.length;
  return upsert(session, target, rows);
}
