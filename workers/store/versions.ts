/** Computed rows as they stood at an instant: what has replaced their values since is undone. */
import type { Database } from './database.js';
import { keyText, unpacked } from './superseded.js';
import { inList } from './symbols.js';
import type { Table } from './table.js';
import { supersededRows, type SupersededRow } from './tables/superseded.js';

/** Rows asked for in one statement. */
const KEYS_AT_A_TIME = 512;

type Line = Pick<SupersededRow, 'row_key' | 'old_values'>;

/** What was superseded after an instant. Newest first, so that the oldest has the last word: what it replaced stood at the instant. */
async function laterLines(db: Database, t: Table, keys: readonly string[], atMs: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (let i = 0; i < keys.length; i += KEYS_AT_A_TIME) {
    const list = inList(keys.slice(i, i + KEYS_AT_A_TIME));
    const sql = `SELECT row_key, old_values FROM ${db.name(supersededRows)} WHERE table_name = ? AND row_key IN ${list.sql} AND known_until > ? ORDER BY known_until DESC`;
    lines.push(...(await db.select<Line>(supersededRows, { sql, values: [t.name, ...list.values, new Date(atMs)] })));
  }
  return lines;
}

/**
 * Rows with all columns of their key. Those that were not known yet, by their `available_at`, are left out.
 * @returns the rows, changed in place
 */
export async function asTheyStood<R extends { available_at: Date }>(db: Database, t: Table, rows: R[], atMs: number): Promise<R[]> {
  const byKey = new Map(rows.map((row) => [keyText(t, row), row]));
  for (const { row_key, old_values } of rows.length > 0 ? await laterLines(db, t, [...byKey.keys()], atMs) : []) {
    Object.assign(byKey.get(row_key) as R, await unpacked(t, old_values));
  }
  return rows.filter((row) => row.available_at.getTime() <= atMs);
}
