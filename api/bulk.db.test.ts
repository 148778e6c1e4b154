/** A long range of features leaves in constant memory, as fast as its reader takes it, and stops when the reader leaves. */
import { request, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realSleep } from '#queues/runtime/clock.js';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';

const SYMBOLS = ['BTC', 'ETH', 'TINY', 'IDLE'];
const SLOTS = 252_000;
const FROM = Date.UTC(2022, 0, 1);
const MINUTES_5 = 300_000;
const MIB = 1_024 ** 2;

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
  const { mysql, databases } = ground.store;
  // Made where they are kept: what is measured is the way out.
  const digit = '(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)';
  const numbers = `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS n FROM ${digit} a, ${digit} b, ${digit} c, ${digit} e, ${digit} f, ${digit} g`;
  for (const symbol of SYMBOLS) {
    const at = `TIMESTAMPADD(MINUTE, 5 * n, '2022-01-01')`;
    await mysql.run({
      table: 'test',
      sql: `INSERT INTO ${databases.prices}.ml_features_materialized (symbol, timestamp, feature_version, fill_ratio, lineage, job_id, available_at, ingested_at, data_source, price) SELECT ?, ${at}, 7, 0.5, '{}', 'test', ${at}, ${at}, 'sim:test', n + 0.5 FROM (${numbers}) numbers WHERE n < ? ORDER BY n`,
      values: [symbol, SLOTS],
    });
  }
}, 240_000);
afterAll(() => ground.cleanup());

const path = `/api/v1/ml-features/bulk?symbols=${SYMBOLS.join(',')}&start=2022-01-01&end=2024-12-31&format=flat&feature_groups=price`;
/** Not `fetch`, which reads ahead of its caller. */
const open = (headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => request(api.url + path, { headers: { authorization: `Bearer ${KEYS.trading}`, ...headers } }, resolve).on('error', reject).end());
/** Pages the store has been asked for. */
function pagesRead(): () => number {
  const { features } = ground.store.store;
  const { stretch } = features;
  let pages = 0;
  features.stretch = (...args) => {
    pages += 1;
    return stretch(...args);
  };
  return () => pages;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** MiB that are in use. Not what the process holds: the engine takes room for garbage as it sees fit. */
function inUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MIB;
}

describe('a million rows', () => {
  it('leave whole and in order, and memory does not grow with them', async () => {
    const answer = await open();
    let [rows, rest, newest] = [0, '', ''];
    let isInOrder = true;
    const used: number[] = [];
    for await (const chunk of answer) {
      const lines = (rest + (chunk as Buffer).toString()).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) {
        const { symbol, timestamp } = JSON.parse(line) as { symbol: string; timestamp: string };
        isInOrder &&= `${timestamp} ${symbol}` > newest;
        newest = `${timestamp} ${symbol}`;
        rows += 1;
        if (rows % 100_000 === 0) used.push(inUse());
      }
    }
    expect([rows, rest, isInOrder, newest]).toEqual([SYMBOLS.length * SLOTS, '', true, `${new Date(FROM + (SLOTS - 1) * MINUTES_5).toISOString()} TINY`]);
    // The rows are some 140 MB of text, and more as objects.
    expect(Math.max(...used) - Math.min(...used)).toBeLessThan(24);
  }, 240_000);

  it('wait for a reader who does not read, and are not read for one who left', async () => {
    const pages = pagesRead();
    const answer = await open();
    await new Promise((resolve) => answer.once('readable', resolve));
    await expect.poll(async () => {
      const before = pages();
      await realSleep(500);
      return pages() - before;
    }, { timeout: 20_000 }).toBe(0);
    const whileWaiting = pages();
    expect(whileWaiting).toBeLessThan((SYMBOLS.length * SLOTS) / 250 / 4);
    answer.destroy();
    await realSleep(500);
    expect(pages() - whileWaiting).toBeLessThanOrEqual(2);
  }, 60_000);

  it('are compressed for who asks for that', async () => {
    const answer = await open({ 'accept-encoding': 'gzip' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    const unzipped = answer.pipe(createGunzip());
    const [first] = (await new Promise<Buffer>((resolve) => unzipped.once('data', resolve))).toString().split('\n');
    expect(JSON.parse(first as string)).toMatchObject({ symbol: 'BTC', timestamp: '2022-01-01T00:00:00.000Z', features: { price: 0.5 } });
    answer.destroy();
  });
});
