import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeriesGaps } from './index.js';
import type { AssetRow } from './tables/assets.js';
import type { OhlcRow } from './tables/ohlc.js';
import { testStore, type TestStore } from './testing.js';

const STEP = 300_000;
const START = Date.UTC(2026, 0, 1);
const at = (i: number): number => START + i * STEP;

const asset = (symbol: string, over: Partial<AssetRow> = {}): AssetRow => ({
  symbol, coingecko_id: symbol.toLowerCase(), name: symbol, market_rank: null, quote_currency: 'usd', aliases: [], venues: { binance: `${symbol}USDT` }, active: true, valid_from: null, valid_to: null, data_source: 'sim:test', ingested_at: new Date(START), ...over,
});
const bar = (symbol: string, i: number, over: Partial<OhlcRow> = {}): OhlcRow => ({
  symbol, timeframe: '5m', open_time: new Date(at(i)), open: 1, high: 1, low: 1, close: 1, volume: 1, trades: null, is_final: true, venue: 'binance', market: `${symbol}USDT`, available_at: new Date(at(i + 1)), ingested_at: new Date(at(i + 1)), data_source: 'sim:binance', ...over,
});

let t: TestStore;
beforeAll(async () => {
  t = await testStore();
  const known = await t.store.assets.all();
  await t.store.assets.upsert(known.map((a) => ({ ...a, active: false })));
  await t.store.assets.upsert([
    asset('WHOLE'), asset('HOLED'), asset('OPEN'), asset('NEVER'),
    asset('LISTED', { valid_from: new Date(at(4)) }), asset('GONE', { valid_to: new Date(at(3)) }),
    asset('NOWHERE', { venues: {} }), asset('IDLE', { active: false }),
  ]);
  const of = (symbol: string, ...is: number[]): OhlcRow[] => is.map((i) => bar(symbol, i));
  await t.store.ohlc.upsert([
    ...of('WHOLE', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    ...of('HOLED', 2, 3, 6, 7), bar('HOLED', 4, { timeframe: '1h' }),
    ...of('OPEN', 0, 1, 2, 3, 4, 5, 6, 7, 8), bar('OPEN', 9, { is_final: false }),
    ...of('LISTED', 5, 6, 7, 8, 9), ...of('GONE', 0, 1, 2),
  ], new Date(at(20)));
});
afterAll(() => t.cleanup());

const read = async (from = 0, to = 10): Promise<Map<string, SeriesGaps>> => new Map((await t.store.gaps.missing('ohlc', '5m', at(from), at(to))).map((s) => [s.symbol, s]));
const run = (from: number, to: number) => ({ from: at(from), to: at(to) });

describe('missing bars', () => {
  it('are found inside and at the tail, from the first bar on while no slot was ever owed', async () => {
    const gaps = await read();
    expect(gaps.get('WHOLE')).toEqual({ symbol: 'WHOLE', expected: 10, missing: 0, runs: [] });
    expect(gaps.get('HOLED')).toEqual({ symbol: 'HOLED', expected: 8, missing: 4, runs: [run(4, 6), run(8, 10)] });
    expect(gaps.get('NEVER')).toMatchObject({ expected: 0, missing: 0 });
  });

  it('count a bar that stayed open', async () => expect((await read()).get('OPEN')).toMatchObject({ missing: 1, runs: [run(9, 10)] }));

  it('are owed within the validity of a symbol only', async () => {
    const gaps = await read();
    expect(gaps.get('LISTED')).toEqual({ symbol: 'LISTED', expected: 5, missing: 0, runs: [] });
    expect(gaps.get('GONE')).toMatchObject({ expected: 3, missing: 0 });
    expect([gaps.has('NOWHERE'), gaps.has('IDLE')]).toEqual([false, false]);
  });

  it('are found at the head once the ledger says that the farm was at work', async () => {
    await t.store.ledger.open([{ dataset: 'ml_features', slot: new Date(at(0)), chunk: 0, symbols: ['HOLED'], opened_at: new Date(at(0)) }]);
    const gaps = await read();
    expect(gaps.get('HOLED')).toMatchObject({ expected: 10, missing: 6, runs: [run(0, 2), run(4, 6), run(8, 10)] });
    expect(gaps.get('NEVER')).toEqual({ symbol: 'NEVER', expected: 10, missing: 10, runs: [run(0, 10)] });
    expect(gaps.get('LISTED')).toEqual({ symbol: 'LISTED', expected: 6, missing: 1, runs: [run(4, 5)] });
    expect((await read(2, 4)).get('HOLED')).toMatchObject({ expected: 2, missing: 0 });
  });
});
