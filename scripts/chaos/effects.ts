/** What the jobs of a burst have done, as rows without a key: a job that ran twice is there twice, one that was lost is not there. */
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { StoreConfig } from '#workers/store/config.js';
import { openMysql } from '#workers/store/mysql.js';

export const EFFECTS = 'burst_effects';

export interface Count {
  /** Jobs whose effect is there. */
  done: number;
  /** Of them, those whose effect is there more than once. */
  doubled: number;
}

export interface Effects {
  count(): Promise<Count>;
  close(): Promise<void>;
}

/** Makes the table anew; `close()` drops it. */
export async function openEffects(config: StoreConfig): Promise<Effects> {
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 1 }, createMetrics(false), silentLog());
  const table = `\`${config.MYSQL_DATABASE_PRICES}\`.${EFFECTS}`;
  const run = (sql: string): Promise<number> => mysql.run({ table: EFFECTS, sql });
  await run(`DROP TABLE IF EXISTS ${table}`);
  await run(`CREATE TABLE ${table} (job VARCHAR(64) NOT NULL, INDEX (job)) ENGINE=InnoDB`);
  return {
    count: async () => {
      const [row] = await mysql.rows<{ done: number; doubled: number }>({ table: EFFECTS, sql: `SELECT COUNT(*) AS done, COALESCE(SUM(n > 1), 0) AS doubled FROM (SELECT COUNT(*) AS n FROM ${table} GROUP BY job) AS jobs` });
      return { done: Number(row?.done ?? 0), doubled: Number(row?.doubled ?? 0) };
    },
    close: async () => {
      await run(`DROP TABLE IF EXISTS ${table}`);
      await mysql.close();
    },
  };
}
