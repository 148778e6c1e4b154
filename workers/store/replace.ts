/**
 * Rows of a table that keeps what they said before. Rows that are not there are
 * inserted, and nothing is read for it: only where the server finds one that is
 * there, what is stored is locked, read and compared. A row that says the same stays
 * as it is; of one that does not, the former values are kept in the transaction of
 * the change. A twin that inserts at the same instant is waited for, not overwritten.
 */
import { StoreError } from '#queues/errors.js';
import type { Session, SqlValue } from './mysql.js';
import { changedIn, keyText, packed, type Stored } from './superseded.js';
import { inList } from './symbols.js';
import type { SupersededRow } from './tables/superseded.js';
import { inKeyOrder, insert, upsert, type Target } from './write.js';

/** Wide rows in memory at a time, and conditions in a statement. */
const ROWS_AT_A_TIME = 256;

type AnyRow = Readonly<Record<string, unknown>>;
type Versions = Target & { versions: Target };

export const isThere = (error: unknown): boolean => error instanceof StoreError && error.code === 'ER_DUP_ENTRY';

/** A series of the batch: the key but for its last column, and the first and last row. Rows come in key order. */
function seriesOf(key: readonly string[], rows: readonly AnyRow[]): { of: SqlValue[]; first: SqlValue; last: SqlValue }[] {
  const [prefix, end] = [key.slice(0, -1), key.at(-1) as string];
  const series = new Map<string, { of: SqlValue[]; first: SqlValue; last: SqlValue }>();
  for (const row of rows) {
    const [of, at] = [prefix.map((c) => row[c] as SqlValue), row[end] as SqlValue];
    const known = series.get(of.join('|'));
    if (known) known.last = at;
    else series.set(of.join('|'), { of, first: at, last: at });
  }
  return [...series.values()];
}

/** What is stored under the keys of the batch, by name, locked until the transaction ends. */
async function locked(session: Session, { table: t, into }: Target, rows: readonly AnyRow[]): Promise<Map<string, Stored>> {
  const one = `(${t.key.slice(0, -1).map((c) => `\`${c}\` = ? AND `).join('')}\`${t.key.at(-1)}\` BETWEEN ? AND ?)`;
  const series = seriesOf(t.key, rows);
  const order = t.key.map((c) => `\`${c}\``).join(', ');
  const sql = `SELECT * FROM ${into} WHERE ${series.map(() => one).join(' OR ')} ORDER BY ${order} FOR UPDATE`;
  const found = await session.rows<Stored>({ table: t.name, sql, values: series.flatMap(({ of, first, last }) => [...of, first, last]), prepared: true });
  return new Map(found.map((row) => [keyText(t, row), row]));
}

/** Until when each of the rows was known otherwise last. */
async function knownSince(session: Session, { table: t, versions }: Versions, keys: readonly string[]): Promise<Map<string, Date>> {
  const list = inList(keys);
  const sql = `SELECT row_key, MAX(known_until) AS since FROM ${versions.into} WHERE table_name = ? AND row_key IN ${list.sql} GROUP BY row_key`;
  const found = await session.rows<{ row_key: string; since: Date }>({ table: versions.table.name, sql, values: [t.name, ...list.values], prepared: true });
  return new Map(found.map((row) => [row.row_key, row.since]));
}

interface Change {
  key: string;
  row: AnyRow;
  stored: Stored;
  columns: string[];
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);

async function keep(session: Session, target: Versions, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const since = await knownSince(session, target, changes.map(({ key }) => key));
  const lines = await Promise.all(
    changes.map(async ({ key, row, stored, columns }): Promise<SupersededRow> => {
      const from = since.get(key) ?? ((stored['available_at'] ?? stored['ingested_at']) as Date);
      const jobId = row['job_id'];
      // Who began earlier may commit later; what is known at an instant is one thing all the same.
      return { table_name: target.table.name, row_key: key, known_from: from, known_until: later(row['ingested_at'] as Date, from), old_values: await packed(stored, columns), job_id: typeof jobId === 'string' ? jobId : null };
    }),
  );
  await upsert(session, target.versions, lines);
}

/** Replaces those that are there and say something else. @returns the rows that are not there. */
async function replaceSome(session: Session, target: Versions, rows: readonly AnyRow[]): Promise<AnyRow[]> {
  const { table: t } = target;
  const stored = await locked(session, target, rows);
  const absent: AnyRow[] = [];
  const changes: Change[] = [];
  for (const row of rows) {
    const key = keyText(t, row);
    const there = stored.get(key);
    const columns = there ? changedIn(t, there, row) : [];
    if (!there) absent.push(row);
    else if (columns.length > 0) changes.push({ key, row, stored: there, columns });
  }
  await keep(session, target, changes);
  await upsert(session, target, changes.map(({ row }) => row));
  return absent;
}

/** As `save`, where most of the rows are there. Inside a transaction of the caller. */
export async function replace(session: Session, target: Target, rows: readonly object[]): Promise<number> {
  if (!target.versions) return upsert(session, target, rows);
  // Of a row that comes twice the last one counts, as in an upsert.
  const sorted = inKeyOrder(target.table, [...new Map(rows.map((row) => [keyText(target.table, row), row as AnyRow])).values()]);
  const absent: AnyRow[] = [];
  for (let i = 0; i < sorted.length; i += ROWS_AT_A_TIME) absent.push(...(await replaceSome(session, target as Versions, sorted.slice(i, i + ROWS_AT_A_TIME))));
  if (absent.length > 0) await save(session, target, absent);
  return rows.length;
}

/**
 * Writes rows by their table's rule. Of a table that keeps versions inside a
 * transaction of the caller.
 * @returns rows accepted: inserted, changed, or found already equal.
 * @throws StoreError permanent (ROW_REFUSED) when a value must not be stored.
 */
export async function save(session: Session, target: Target, rows: readonly object[]): Promise<number> {
  if (!target.versions || rows.length === 0) return upsert(session, target, rows);
  try {
    return await insert(session, target, rows);
  } catch (error) {
    if (!isThere(error)) throw error;
    return replace(session, target, rows);
  }
}
