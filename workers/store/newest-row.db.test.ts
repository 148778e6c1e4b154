/** The newest row of each symbol is found without reading the others, however many there are. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newestOfEach } from './symbols.js';
import { testStore, type TestStore } from './testing.js';

const ROWS = 1_000;
let t: TestStore;
let table: string;
beforeAll(async () => {
  t = await testStore();
  table = `\`${t.databases.prices}\`.ml_features_materialized`;
  const digits = Array.from({ length: 10 }, (_, d) => `SELECT ${d} AS d`).join(' UNION ALL ');
  const numbers = `SELECT a.d + 10 * b.d + 100 * c.d AS n FROM (${digits}) a, (${digits}) b, (${digits}) c`;
  for (const [i, symbol] of ['AAA', 'BBB', 'CCC'].entries()) {
    const at = 'TIMESTAMPADD(MINUTE, 5 * n, ?)';
    const sql = `INSERT INTO ${table} (symbol, timestamp, feature_version, fill_ratio, lineage, job_id, available_at, ingested_at, data_source, price) SELECT ?, ${at}, 1, 0, '{}', 'test', ${at}, ${at}, 'sim:test', n FROM (${numbers}) x`;
    const from = new Date(Date.UTC(2026, 0, 1 + i));
    await t.mysql.run({ table: 'test', sql, values: [symbol, from, from, from] });
  }
});
afterAll(() => t.cleanup());

it('one row each, the newest; none of a symbol without any, and none twice', async () => {
  const rows = await t.store.features.latest(['AAA', 'NONE', 'CCC']);
  const newest = (day: number): number => Date.UTC(2026, 0, day) + (ROWS - 1) * 300_000;
  expect(rows.map((r) => [r.symbol, r.timestamp.getTime(), r.price]).sort()).toEqual([['AAA', newest(1), ROWS - 1], ['CCC', newest(3), ROWS - 1]]);
});

it.each([[['AAA']], [['AAA', 'BBB', 'CCC']]])('of %j with a jump or two for each partition', async (symbols) => {
  await t.mysql.alone(async (s) => {
    const { sql, values } = newestOfEach(table, 'timestamp', symbols);
    const read = async (): Promise<number> => {
      const counts = await s.rows<{ Value: string }>({ table: 'test', sql: "SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_key', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_first', 'Handler_read_last', 'Handler_read_rnd', 'Handler_read_rnd_next')" });
      return counts.reduce((sum, c) => sum + Number(c.Value), 0);
    };
    const before = await read();
    await s.rows({ table: 'test', sql, values, prepared: true });
    // What the status itself reads is some of it; the rows of one symbol alone would be a thousand.
    expect((await read()) - before).toBeLessThan(ROWS / 2);
  });
});
