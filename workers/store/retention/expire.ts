/** Rows of small tables go one by one: oldest first, in short statements, so that no writer waits. */
import { databaseNames, type StoreConfig } from '../config.js';
import { quoted } from '../ddl.js';
import type { Session } from '../mysql.js';
import { cutoffMs } from './plan.js';
import { keptTables, type Kept } from './policy.js';
import { fullName } from './survey.js';

/** Rows a statement deletes, and statements a table gets at a time; what is left waits for the next time. */
const BATCH = 500;
const MOST_BATCHES = 40;

export const smallTables: readonly Kept[] = keptTables.filter((t) => t.partition === null);

/** The order of the index, so that the rows are found and locked in one pass. */
const orderOf = (t: Kept): string => [...new Set([t.keep.by, ...t.key])].map(quoted).join(', ');

/** @returns rows deleted. @throws StoreError */
export async function expireRows(session: Session, config: StoreConfig, t: Kept, before: Date): Promise<number> {
  const full = fullName(databaseNames(config), t);
  let deleted = 0;
  for (let i = 0; i < MOST_BATCHES; i++) {
    const now = await session.run({ table: t.name, sql: `DELETE FROM ${full} WHERE ${quoted(t.keep.by)} < ? ORDER BY ${orderOf(t)} LIMIT ${BATCH}`, values: [before] });
    deleted += now;
    if (now < BATCH) break;
  }
  return deleted;
}

/** Where the rows of a table end that may stay; null for a table that is kept for ever. */
export function boundOf(t: Kept, days: ReadonlyMap<string, number>, nowMs: number): Date | null {
  const kept = days.get(t.name) ?? 0;
  return kept === 0 ? null : new Date(cutoffMs(kept, nowMs));
}
