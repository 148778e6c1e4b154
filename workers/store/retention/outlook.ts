/** What would happen to partitions and old rows now; changes nothing. */
import { createMetrics } from '#queues/runtime/metrics.js';
import type { Log } from '#queues/runtime/log.js';
import { databaseNames, type StoreConfig } from '../config.js';
import { quoted } from '../ddl.js';
import { openMysql, type Session } from '../mysql.js';
import { boundOf, smallTables } from './expire.js';
import { stateLine, stepsFor, type Wish } from './steps.js';
import { fullName, survey } from './survey.js';

export interface Outlook {
  /** Tables that `migrate` has yet to cut: the schema is not the declared one. */
  uncut: string[];
  /** What `migrate` would do. */
  migrate: string[];
  /** What the farm will do by itself within the hour. */
  farm: string[];
  problems: string[];
  /** How each table stands. */
  state: string[];
}

async function oldRows(session: Session, config: StoreConfig, wish: Wish): Promise<string[]> {
  const lines: string[] = [];
  for (const t of smallTables) {
    const before = boundOf(t, wish.days, wish.nowMs);
    if (before === null) continue;
    const sql = `SELECT COUNT(*) AS n FROM ${fullName(databaseNames(config), t)} WHERE ${quoted(t.keep.by)} < ?`;
    const [row] = await session.rows<{ n: number }>({ table: t.name, sql, values: [before] });
    if (row && row.n > 0) lines.push(`delete ${row.n} rows of ${t.name} from before ${before.toISOString()}, in small batches`);
  }
  return lines;
}

/** @param schemaIsThere false leaves out the small tables, which a pending migration may have yet to make. @throws StoreError */
export async function outlook(config: StoreConfig, log: Log, wish: Wish, schemaIsThere: boolean): Promise<Outlook> {
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 1 }, createMetrics(false), log);
  const found: Outlook = { uncut: [], migrate: [], farm: [], problems: [], state: [] };
  try {
    for (const s of await survey(mysql, config)) {
      const { steps, problems } = await stepsFor(mysql, s, wish);
      found.uncut.push(...steps.filter((step) => step.kind === 'cut').map((step) => step.table));
      found.migrate.push(...steps.filter((step) => step.kind !== 'drop').map((step) => step.what));
      found.farm.push(...steps.filter((step) => step.kind === 'drop').map((step) => step.what));
      found.problems.push(...problems);
      found.state.push(stateLine(s, wish));
    }
    if (schemaIsThere) found.farm.push(...(await oldRows(mysql, config, wish)));
    return found;
  } finally {
    await mysql.close();
  }
}
