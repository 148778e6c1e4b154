import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '#queues/runtime/metrics.js';
import { openMysql, type Mysql } from './mysql.js';
import type { SentimentRow } from './tables/signals.js';
import { sentimentData } from './tables/signals.js';
import { testStore, type TestStore } from './testing.js';
import { upsert } from './write.js';

const at = new Date(Date.UTC(2026, 0, 1));

const sentiment = (i: number, score: number): SentimentRow => ({
  symbol: `S${String(i % 40).padStart(3, '0')}`,
  source: 'test',
  item_id: String(Math.floor(i / 40)),
  analyzed_at: at,
  model: 'lexicon',
  sentiment_score: score,
  confidence: null,
  label: null,
  market_type: 'crypto',
  available_at: at,
  ingested_at: at,
  data_source: 'sim:test',
});

/** The same rows in an order of the writer's own, from a seeded shuffle. */
function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const keyed = rows.map((row, i) => ({ row, key: Math.sin(seed * 1_000 + i) }));
  return keyed.sort((a, b) => a.key - b.key).map((k) => k.row);
}

describe('writers', () => {
  let t: TestStore;
  let mysql: Mysql;
  let into: string;
  /** What the door logged: one line per lock conflict it repeated. */
  const conflicts: string[] = [];
  beforeAll(async () => {
    t = await testStore();
    mysql = openMysql({ ...t.config, MYSQL_POOL_SIZE: 8 }, createMetrics(false), pino({ level: 'debug' }, { write: (line: string) => void conflicts.push(line) }));
    into = `${t.databases.prices}.sentiment_data`;
  });
  afterAll(async () => {
    await mysql.close();
    await t.cleanup();
  });

  it('eight at once on the same rows, each in its own order, never deadlock', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => sentiment(i, 0));
    conflicts.length = 0;
    const writer = async (w: number) => {
      for (let round = 0; round < 6; round++) await mysql.transaction('test', (s) => upsert(s, { table: sentimentData, into }, shuffled(rows, w * 10 + round)));
    };
    await Promise.all(Array.from({ length: 8 }, (_, w) => writer(w)));
    expect(conflicts).toEqual([]);
    const [row] = await mysql.rows<{ n: number }>({ table: 'test', sql: `SELECT COUNT(*) AS n FROM ${into}` });
    expect(row?.n).toBe(400);
  });

  it('that deadlock all the same are repeated until both have committed', async () => {
    await upsert(mysql, { table: sentimentData, into }, [sentiment(1, 0), sentiment(2, 0)]);
    conflicts.length = 0;
    let tries = 0;
    let entered = 0;
    let open: () => void;
    const bothInside = new Promise<void>((resolve) => (open = resolve));
    const crossing = (first: string, second: string) =>
      mysql.transaction('test', async (s) => {
        tries += 1;
        const add = (symbol: string) => s.run({ table: 'test', sql: `UPDATE ${into} SET sentiment_score = sentiment_score + 1 WHERE symbol = ? AND item_id = '0'`, values: [symbol] });
        await add(first);
        // Each holds its first row before either asks for its second; a repeat finds the gate open.
        if (++entered === 2) open();
        await bothInside;
        await add(second);
      });
    await Promise.all([crossing('S001', 'S002'), crossing('S002', 'S001')]);
    const rows = await mysql.rows<{ n: number }>({ table: 'test', sql: `SELECT sentiment_score AS n FROM ${into} WHERE symbol IN ('S001', 'S002') AND item_id = '0'` });
    expect(rows.map((r) => r.n)).toEqual([2, 2]);
    expect(tries).toBe(3);
    expect(conflicts.map((line) => (JSON.parse(line) as { err: string }).err)).toEqual(['test: deadlock [ER_LOCK_DEADLOCK 1213]']);
  });

  it('keep ingested_at of the first time and take every other column of the last', async () => {
    const later = new Date(at.getTime() + 60_000);
    await upsert(mysql, { table: { ...sentimentData, onRepeat: 'replace' }, into }, [{ ...sentiment(7, 0.25), ingested_at: later, analyzed_at: later }]);
    const [row] = await mysql.rows({ table: 'test', sql: `SELECT sentiment_score, ingested_at, analyzed_at FROM ${into} WHERE symbol = 'S007' AND item_id = '0'` });
    expect(row).toEqual({ sentiment_score: 0.25, ingested_at: at, analyzed_at: later });
  });

  it('fail with an error that names the column and shows neither value nor statement', async () => {
    const failure = await upsert(mysql, { table: sentimentData, into }, [{ ...sentiment(8, 0), label: 'a secret text that is far too long' }]).catch((e: unknown) => e as Error);
    expect(failure).toMatchObject({ name: 'StoreError', kind: 'permanent', code: 'ER_DATA_TOO_LONG' });
    expect(String(failure)).toContain('column label');
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
  });

  it('whose transaction throws leave nothing behind', async () => {
    const attempt = mysql.transaction('test', async (s) => {
      await upsert(s, { table: sentimentData, into }, [{ ...sentiment(9, 0), symbol: 'UNDONE' }]);
      throw new Error('thought better of it');
    });
    await expect(attempt).rejects.toThrow('thought better of it');
    expect(await mysql.rows({ table: 'test', sql: `SELECT 1 FROM ${into} WHERE symbol = 'UNDONE'` })).toEqual([]);
  });
});
