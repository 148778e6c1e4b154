import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idAt, type AskedRow } from '#workers/store/tables/archive.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { SLOT } from './testing/rows.js';
import type { ArchivedAnswerView, LineageView } from './views/lineage.js';

const HOUR = 3_600_000;
const BODY = '[{"id":"bitcoin","current_price":98765.43}]';
const iso = (ms: number): string => new Date(ms).toISOString();
const at = new Date(SLOT);

let ground: Ground;
let api: Running;
/** A slot as the chain settles it: a job of prices, one of bars an hour ago, one of another chunk, one of news before. */
async function settle(dataset: LedgerRow['dataset'], slot: number, { jobId, symbols, chunk = 1 }: { jobId: string; symbols: string[]; chunk?: number }): Promise<void> {
  const { ledger } = ground.store.store;
  await ledger.open([{ dataset: dataset as 'ohlc', slot: new Date(slot), chunk, symbols, opened_at: new Date(slot) }]);
  await ledger.settle({ dataset: dataset as 'ohlc', slot, chunk, state: 'done', rows: 1, missing: [], reason: null, jobId, startedAt: new Date(slot), finishedAt: new Date(slot + 900) });
}
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const told = (job: string, i: number, over: Partial<AskedRow> = {}): AskedRow => ({ id: `${idAt(SLOT + i)}-0000000000000000`, run: 'r1', source: 'crypto-prices', slot: at, chunk: 1, job_id: job, item: '2 ids', symbols: ['BTC', 'ETH'], host: 'coingecko', path: '/api/v3/coins/markets', query: { vs_currency: 'usd' }, status: 200, headers: {}, received_at: new Date(SLOT + i), sha256: sha(BODY), size: BODY.length, data_source: 'sim:coingecko', ...over });

beforeAll(async () => {
  ground = await testGround();
  const { store } = ground.store;
  const [row] = await store.features.at(['BTC'], SLOT);
  await store.features.upsert([{ ...(row as NonNullable<typeof row>), lineage: { price_data_real: iso(SLOT - 20_000), 'technical_indicators.1h': iso(SLOT), 'technical_indicators.4h': null, onchain: null } }]);
  await settle('crypto_prices', SLOT, { jobId: 'prices.c1', symbols: ['BTC', 'ETH'] });
  await settle('ohlc', SLOT, { jobId: 'ohlc.c2', symbols: ['TINY'], chunk: 2 });
  await settle('crypto_news', SLOT - HOUR, { jobId: 'news.c1', symbols: [] });
  await settle('crypto_news', SLOT - 2 * HOUR, { jobId: 'news.older', symbols: [] });
  const run = { run: 'r1', source: 'crypto-prices', slot: at, chunk: 1, round: 0, job_id: 'prices.c1', attempt: 1, began_at: at, known: gzipSync('{}'), answered: 4, stored: null };
  const bodies = [BODY, 'x'].map((text, i) => ({ sha256: sha(text), size: text.length, packed_size: i === 0 ? gzipSync(text).length : 0, body: i === 0 ? gzipSync(text) : Buffer.alloc(0), last_at: at }));
  await store.archive.keep(run, [told('prices.c1', 1), told('news.c1', 2, { source: 'crypto-news', host: 'coindesk', symbols: [], sha256: sha('x'), size: 1 }), told('prices.c1', 3, { symbols: ['ETH'] }), told('ohlc.c2', 4, { symbols: ['TINY'] })], bodies);
  api = await ground.start();
});
afterAll(() => ground.cleanup());

const lineage = async (query = ''): Promise<LineageView> => (await (await api.get(`/api/v1/ml-features/bitcoin/lineage${query}`, { key: KEYS.trading })).json()) as LineageView;

describe('the lineage of a feature row', () => {
  it('walks from the row to what it read, to the jobs, to what upstreams said of the symbol', async () => {
    const l = await lineage();
    expect(l).toMatchObject({ symbol: 'BTC', timestamp: iso(SLOT), feature_version: 7, inputs: expect.arrayContaining([{ input: 'onchain', newest: null }, { input: 'technical_indicators.1h', newest: iso(SLOT) }]) });
    expect(l.rows.map((r) => [r.table, r.timeframe, r.event_time])).toEqual([['price_data_real', null, iso(SLOT - 20_000)], ['technical_indicators', '1h', iso(SLOT)], ['ohlc_data', '1h', iso(SLOT - HOUR)]]);
    expect(l.jobs.map((j) => [j.dataset, j.job_id, j.state])).toEqual([['crypto_prices', 'prices.c1', 'done'], ['crypto_news', 'news.c1', 'done']]);
    expect(l.answers.map((a) => [a.host, a.received_at])).toEqual([['coindesk', iso(SLOT + 2)], ['coingecko', iso(SLOT + 1)]]);
    expect(await lineage(`?at=${iso(SLOT + 60_000)}`)).toEqual(l);
  });

  it('ends at an answer as it was received, for the master key', async () => {
    const [news, prices] = (await lineage()).answers as [LineageView['answers'][number], LineageView['answers'][number]];
    const read = async (url: string): Promise<ArchivedAnswerView> => (await (await api.get(url)).json()) as ArchivedAnswerView;
    expect(await read(prices.url)).toMatchObject({ answer_id: prices.answer_id, host: 'coingecko', path: '/api/v3/coins/markets', query: { vs_currency: 'usd' }, sha256: sha(BODY), body: BODY });
    expect(await read(news.url)).toMatchObject({ host: 'coindesk', body: null });
    expect(await errorOf(await api.get(prices.url, { key: KEYS.trading }))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
  });

  it.each([
    ['a slot without a row', `/api/v1/ml-features/BTC/lineage?at=${iso(SLOT + HOUR)}`, KEYS.trading, 404, 'DATA_NOT_AVAILABLE'],
    ['an unknown symbol', '/api/v1/ml-features/NOPE/lineage', KEYS.trading, 404, 'INVALID_SYMBOL'],
    ['no time', '/api/v1/ml-features/BTC/lineage?at=noon', KEYS.trading, 400, 'VALIDATION_ERROR'],
    ['a key that may not read features', '/api/v1/ml-features/BTC/lineage', KEYS.readonly, 403, 'FORBIDDEN_SCOPE'],
    ['an answer nobody keeps', `/api/v1/answers/${idAt(1)}-0000000000000000`, KEYS.master, 404, 'DATA_NOT_AVAILABLE'],
    ['an id of no shape', '/api/v1/answers/..%2Fkeys', KEYS.master, 400, 'VALIDATION_ERROR'],
  ] as const)('is refused for %s', async (...[, path, key, status, code]) => expect(await errorOf(await api.get(path, { key }))).toMatchObject({ status, code }));
});
