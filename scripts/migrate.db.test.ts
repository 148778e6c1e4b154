/** The word as a deploy uses it: one process migrates while others wait for the tables. */
import { afterAll, describe, expect, it } from 'vitest';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { openMysql } from '#workers/store/mysql.js';
import { dropDatabases, testConfig } from '#workers/store/testing.js';
import { runs, type Ended } from './testing/commands.js';

const config = testConfig();
const env = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
const migrate = (...flags: string[]): Promise<Ended> => runs('node', ['dist/scripts/migrate.js', ...flags], env);

afterAll(async () => {
  const mysql = openMysql(config, createMetrics(false), silentLog());
  await dropDatabases(config, mysql);
  await mysql.close();
});

describe('migrate --check', () => {
  it('says what is missing at once, waits for it where it is told to, and changes nothing itself', async () => {
    const impatient = await migrate('--check', '--json');
    expect([impatient.code, (JSON.parse(impatient.stdout) as { ok: boolean }).ok]).toEqual([1, false]);
    expect((await migrate('--check', '--wait', '1')).output).toMatch(/pending .+\n\d+ migrations are not applied/s);
    const waiting = migrate('--check', '--wait', '120');
    expect((await migrate()).code).toBe(0);
    const waited = await waiting;
    expect([waited.code, waited.stdout]).toEqual([0, expect.stringMatching(/^ml_features_materialized: 6 partitions, 3 ahead; kept 1826 days$.*^The databases are up to date\.\n$/ms)]);
    const dry = await runs('node', ['dist/scripts/migrate.js', '--dry-run'], { ...env, KEEP_DAYS: 'ohlc_data=9' });
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/^ohlc_data: 6 partitions, 3 ahead; kept 9 days$/m)]);
    expect((await runs('node', ['dist/scripts/migrate.js', '--dry-run'], { ...env, KEEP_DAYS: 'trades=9' })).code).toBe(2);
  }, 170_000);

  it('does not wait for a MySQL that refuses its password', async () => {
    const refused = await runs('node', ['dist/scripts/migrate.js', '--check', '--wait', '600'], { ...env, MYSQL_PASSWORD: 'not-the-password' });
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('the server refused the user name or password') as string]);
  }, 60_000);
});
