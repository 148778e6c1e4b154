import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GapDataset, SeriesGaps } from './index.js';
import { testStore, type TestStore } from './testing.js';

const STEP = 300_000;
const START = Date.UTC(2026, 0, 1);
const at = (i: number): number => START + i * STEP;
const run = (from: number, to: number) => ({ from: at(from), to: at(to) });

let t: TestStore;
/** Rows by statement: what is missing is judged by keys alone. */
async function insert(table: string, columns: string, rows: string[]): Promise<void> {
  await t.mysql.run({ table: 'test', sql: `INSERT INTO \`${t.databases.prices}\`.${table} (${columns}) VALUES ${rows.join(', ')}` });
}
const time = (i: number): string => `'${new Date(at(i)).toISOString().slice(0, 23).replace('T', ' ')}'`;
const bars = (symbol: string, is: number[]) => insert('ohlc_data', 'symbol, timeframe, open_time, open, high, low, close, volume, is_final, venue, market, available_at, ingested_at, data_source', is.map((i) => `('${symbol}', '5m', ${time(i)}, 1, 1, 1, 1, 1, 1, 'binance', 'X', ${time(i + 1)}, ${time(i + 1)}, 'sim:test')`));
const closes = (symbol: string, is: number[]) => insert('technical_indicators', 'symbol, timeframe, timestamp, bars, available_at, ingested_at, data_source', is.map((i) => `('${symbol}', '5m', ${time(i)}, 1, ${time(i)}, ${time(i)}, 'sim:test')`));
const features = (symbol: string, is: number[]) => insert('ml_features_materialized', 'symbol, timestamp, feature_version, fill_ratio, data_quality_score, lineage, available_at, ingested_at, data_source, job_id', is.map((i) => `('${symbol}', ${time(i)}, 1, 1, 1, '{}', ${time(i)}, ${time(i)}, 'sim:test', 'j')`));
const prices = (symbol: string, is: number[], source = 'sim:coingecko') => insert('price_data_real', 'symbol, slot, data_source, coin_id, name, quote_currency, current_price, collected_at, quality, available_at, ingested_at', is.map((i) => `('${symbol}', ${time(i)}, '${source}', 'x', 'X', 'usd', 1, ${time(i)}, 'ok', ${time(i)}, ${time(i)})`));
const upTo = (n: number, ...but: number[]): number[] => Array.from({ length: n }, (_, i) => i).filter((i) => !but.includes(i));

beforeAll(async () => {
  t = await testStore();
  const known = await t.store.assets.all();
  const kept = ['BTC', 'ETH', 'SOL'];
  const base = { coingecko_id: 'x', name: 'X', market_rank: null, quote_currency: 'usd', aliases: [], active: true, valid_from: null, valid_to: null, data_source: 'sim:test', ingested_at: new Date(START) };
  await t.store.assets.upsert([...known.map((a) => ({ ...a, active: false })), ...kept.map((symbol) => ({ ...base, symbol, coingecko_id: symbol, venues: { binance: `${symbol}USDT` } }))]);
  await t.store.gaps.expect([{ symbol: 'BTC', since: at(0), until: at(9) }, { symbol: 'ETH', since: at(0), until: at(3) }, { symbol: 'ETH', since: at(6), until: at(9) }, { symbol: 'SOL', since: at(0), until: at(4) }], new Date(at(9)));
  await bars('BTC', upTo(10, 4, 5));
  await bars('SOL', [0, 1, 2]);
  await closes('BTC', [2, 3, 4, 8, 9, 10]);
  await features('BTC', upTo(10, 3));
  await features('ETH', [0, 1, 2, 3, 6, 7]);
  await features('SOL', upTo(5));
  await prices('BTC', upTo(10, 2, 8));
  await prices('BTC', [8], 'sim:coinbase');
});
afterAll(() => t.cleanup());

const read = async (dataset: GapDataset, from = 0, to = 10): Promise<Map<string, SeriesGaps>> => new Map((await t.store.gaps.missing(dataset, '5m', at(from), at(to))).map((s) => [s.symbol, s]));

describe('missing rows', () => {
  it('of features: a row for every slot in which the symbol was asked for, and none between two runs', async () => {
    const gaps = await read('ml_features');
    expect(gaps.get('BTC')).toEqual({ symbol: 'BTC', expected: 10, missing: 1, runs: [run(3, 4)] });
    expect(gaps.get('ETH')).toEqual({ symbol: 'ETH', expected: 8, missing: 2, runs: [run(8, 10)] });
    expect(gaps.get('SOL')).toMatchObject({ expected: 5, missing: 0 });
  });

  it('of features: beyond the newest slot that was written down, of the symbols it named only', async () => {
    const gaps = await read('ml_features', 8, 12);
    expect([gaps.get('BTC')?.expected, gaps.get('ETH')?.expected, gaps.get('SOL')?.expected]).toEqual([4, 4, 0]);
  });

  it('of prices: one source is enough for a slot, and no source counts twice', async () => expect((await read('crypto_prices')).get('BTC')).toMatchObject({ expected: 10, missing: 1, runs: [run(2, 3)] }));

  it('of indicators: one for each stored bar, from the first row on; a missing bar is not a missing indicator', async () => {
    // Bars 4 and 5 are missing, so closes 5 and 6 are excused; close 7 is not.
    expect((await read('technical_indicators', 0, 11)).get('BTC')).toEqual({ symbol: 'BTC', expected: 7, missing: 1, runs: [run(7, 8)] });
    expect((await read('technical_indicators', 0, 11)).get('ETH')).toMatchObject({ expected: 0, missing: 0 });
  });

  it('of bars: until the last slot that named the symbol', async () => {
    const gaps = await read('ohlc');
    expect(gaps.get('BTC')).toEqual({ symbol: 'BTC', expected: 10, missing: 2, runs: [run(4, 6)] });
    expect(gaps.get('SOL')).toEqual({ symbol: 'SOL', expected: 4, missing: 1, runs: [run(3, 4)] });
  });
});

describe('the ledger of gaps', () => {
  const gap = { dataset: 'ohlc', timeframe: '5m', symbol: 'BTC', since: new Date(at(4)), until: new Date(at(6)), missing: 2, state: 'open', reason: null, attempts: 0, backfill_id: null, found_at: new Date(at(10)), retry_at: new Date(at(10)), closed_at: null };

  it('keeps what is open for ever, and what is closed as far back as it is asked for', async () => {
    await t.store.gaps.record([gap, { ...gap, symbol: 'ETH', state: 'permanent', reason: 'x'.repeat(900), closed_at: new Date(at(11)) }]);
    expect((await t.store.gaps.known(at(0), at(10))).map((g) => `${g.symbol} ${g.state}`)).toEqual(['BTC open', 'ETH permanent']);
    expect((await t.store.gaps.known(at(50), at(60))).map((g) => g.symbol)).toEqual(['BTC']);
    await t.store.gaps.record([{ ...gap, state: 'healed', closed_at: new Date(at(12)) }]);
    expect(await t.store.gaps.known(at(50), at(60))).toEqual([]);
    expect((await t.store.gaps.known(at(5), at(60)))[0]).toMatchObject({ state: 'healed', closed_at: new Date(at(12)) });
  });

  it('knows each run of expected slots, and lets it grow', async () => {
    await t.store.gaps.expect([{ symbol: 'ETH', since: at(6), until: at(20) }], new Date(at(20)));
    expect((await t.store.gaps.expected()).filter((r) => r.symbol === 'ETH')).toEqual([{ symbol: 'ETH', since: at(0), until: at(3) }, { symbol: 'ETH', since: at(6), until: at(20) }]);
  });
});
