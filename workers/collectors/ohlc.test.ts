import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { describe, expect, it } from 'vitest';
import type { BarColumns, CallWindow, NewestBars } from './collector.js';
import { coarser } from './coarser.js';
import { cryptoPrices } from './crypto-prices.js';
import { batchesOf } from './gather.js';
import { ohlc } from './ohlc.js';
import { asset } from './testing/fixture.js';

const MIN5 = 300_000;
const SLOT = Date.UTC(2026, 0, 2, 1);
const BTC = asset({ symbol: 'BTC' });

/** Newest final bars of a symbol that has everything up to the slot. */
const upToDate = { '5m': SLOT - MIN5, '1h': SLOT - TIMEFRAME_MS['1h'], '4h': SLOT - 5 * TIMEFRAME_MS['1h'], '1d': SLOT - 25 * TIMEFRAME_MS['1h'] };
const window = (newest: NewestBars, more: Partial<CallWindow> = {}): CallWindow => ({ slot: SLOT, now: SLOT + 3_000, newest, historyBars: 1_000, cursors: new Map(), canAsk: () => true, ...more });
const asked = (newest: Partial<typeof upToDate>, more: Partial<CallWindow> = {}) => ohlc.plan([BTC], window(new Map([['BTC', newest]]), more)).calls.map((c) => c.query);

describe('which bars are asked for', () => {
  it('none of a symbol whose last closed bar is stored', () => {
    expect(asked(upToDate)).toEqual([]);
  });

  it('from the newest final bar on, that bar once more included', () => {
    expect(asked({ ...upToDate, '5m': SLOT - 2 * MIN5 })).toEqual([{ symbol: 'BTCUSDT', interval: '5m', startTime: SLOT - 2 * MIN5, limit: 4 }]);
  });

  it('the history of every timeframe at first sight', () => {
    expect(asked({}, { historyBars: 500 }).map(({ interval, startTime }) => [interval, startTime])).toEqual([
      ['5m', SLOT - 500 * MIN5],
      ['1h', SLOT - 500 * TIMEFRAME_MS['1h']],
      ['4h', SLOT - TIMEFRAME_MS['1h'] - 500 * TIMEFRAME_MS['4h']],
      ['1d', SLOT - TIMEFRAME_MS['1h'] - 500 * TIMEFRAME_MS['1d']],
    ]);
  });

  it('from the same first bar however late the slot is done: averages depend on it', () => {
    const late = asked({}, { historyBars: 500, now: SLOT + 5 * TIMEFRAME_MS['1h'] });
    const firsts = (queries: typeof late) => ['5m', '1h', '4h', '1d'].map((t) => Math.min(...queries.filter((q) => q.interval === t).map((q) => Number(q.startTime))));
    expect(firsts(late)).toEqual(firsts(asked({}, { historyBars: 500 })));
  });

  it('a long history in pages that meet without overlap', () => {
    const history = asked({ '1h': 0, '4h': 0, '1d': 0 }, { historyBars: 2_500 });
    const pages = history.map(({ startTime, endTime, limit }) => [(SLOT - Number(startTime)) / MIN5, (SLOT - Number(endTime)) / MIN5, limit]);
    expect(pages).toEqual([[2_500, 1_501, 1_000], [1_500, 501, 1_000], [500, 0, 501]]);
  });

  it('no history from before there were coins', () => {
    const days = asked({}, { historyBars: 20_000 }).filter((q) => q.interval === '1d');
    expect(days[0]?.startTime).toBe(Date.UTC(2009, 0, 3));
    expect(days).toHaveLength(7);
  });

  it('at most three pages of a symbol far behind; the rest follows in the next slot', () => {
    const last = SLOT - 10_000 * MIN5;
    expect(asked({ ...upToDate, '5m': last }).map(({ startTime, limit }) => [startTime, limit])).toEqual([0, 1, 2].map((page) => [last + page * 1_000 * MIN5, 1_000]));
  });

  it('of a symbol that two venues have: Binance, and Coinbase instead for what it serves', () => {
    const both = asset({ symbol: 'BTC', venues: { binance: 'BTCUSDT', coinbase: 'BTC-USD' } });
    const { calls } = ohlc.plan([both], window(new Map([['BTC', { ...upToDate, '5m': SLOT - 2 * MIN5 }]])));
    expect(calls).toMatchObject([{ path: '/api/v3/klines', instead: { host: 'coinbase_exchange', path: '/products/BTC-USD/candles', query: { granularity: 300, start: new Date(SLOT - 2 * MIN5).toISOString(), end: new Date(SLOT + 3_000).toISOString() } } }]);
    const history = ohlc.plan([both], window(new Map())).calls.map((c) => [c.timeframe, c.page, c.instead?.query['start']]);
    expect(history).toEqual([['5m', 0, undefined], ['5m', 1, new Date(SLOT - 299 * MIN5).toISOString()], ['1h', 0, undefined], ['1h', 1, new Date(SLOT - 299 * TIMEFRAME_MS['1h']).toISOString()], ['4h', 0, undefined], ['4h', 1, undefined], ['1d', 0, undefined], ['1d', 1, new Date(SLOT - TIMEFRAME_MS['1h'] - 299 * TIMEFRAME_MS['1d']).toISOString()]]);
  });

  it('of a symbol that only Coinbase has: 300 candles a call, none of four hours', () => {
    const { calls, missing } = ohlc.plan([asset({ symbol: 'CRO', venues: { coinbase: 'CRO-USD' } })], window(new Map(), { historyBars: 599 }));
    expect(missing).toEqual([]);
    expect(calls.map((c) => [c.host, c.timeframe, c.page])).toEqual((['5m', '1h', '1d'] as const).flatMap((timeframe) => [['coinbase_exchange', timeframe, 0], ['coinbase_exchange', timeframe, 1]]));
  });

  it('nothing of a symbol without a venue, which is named as missing', () => {
    expect(ohlc.plan([asset({ symbol: 'X', venues: {} })], window(new Map()))).toEqual({ calls: [], missing: [{ symbol: 'X', reason: 'no venue', permanent: true }] });
  });
});

const stored = (timeframe: '5m' | '1h' | '4h', from: number, count: number): BarColumns => {
  const column = (f: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => f(i));
  return { symbol: 'BTC', timeframe, openTime: column((i) => from + i * TIMEFRAME_MS[timeframe]), open: column((i) => 10 + i), high: column((i) => 12 + i), low: column((i) => 9 + i), close: column((i) => 11 + i), volume: column(() => 1) };
};
const received = { at: new Date(SLOT + 3_000), slot: SLOT, dataSource: 'binance' };

describe('an answer that is older than it seems', () => {
  const H = TIMEFRAME_MS['1h'];
  const answered = (timeframe: '5m' | '1h' | '4h', opens: number[], more: object = {}) => {
    const call = { item: 'BTC', assets: [BTC], path: '', query: {}, cost: 1, most: 10, timeframe, ...more };
    return ohlc.rows(opens.map((open) => [open, '10', '12', '9', '11', '5']), call, received).rows.map((r) => [r.open_time.getTime(), r.is_final]);
  };

  it('ends with a bar of which it holds a part: no coarse bar is final before the next has begun', () => {
    expect(answered('1h', [SLOT - 2 * H, SLOT - H])).toEqual([[SLOT - 2 * H, true]]);
    expect(answered('1h', [SLOT - 2 * H, SLOT - H, SLOT])).toEqual([[SLOT - 2 * H, true], [SLOT - H, true]]);
    const twice = [SLOT - 2 * H, SLOT - 2 * H, SLOT - H, SLOT - H];
    expect(answered('1h', twice, { most: twice.length })).toEqual([[SLOT - 2 * H, true], [SLOT - 2 * H, true]]);
  });

  it('is believed of a 5-minute bar that has just ended, not of one that ended long ago', () => {
    expect(answered('5m', [SLOT - 2 * MIN5, SLOT - MIN5])).toEqual([[SLOT - 2 * MIN5, true], [SLOT - MIN5, true]]);
    expect(answered('5m', [SLOT - 25 * MIN5, SLOT - 24 * MIN5])).toEqual([[SLOT - 25 * MIN5, true], [SLOT - 24 * MIN5, false]]);
  });

  it('holds nothing final that ended after it was asked for, however slowly it came', () => {
    const call = { item: 'BTC', assets: [BTC], path: '', query: {}, cost: 1, most: 10, timeframe: '5m' as const };
    const slowly = { ...received, askedAt: SLOT - 1_000 };
    expect(ohlc.rows([[SLOT - 2 * MIN5, '10', '12', '9', '11', '5'], [SLOT - MIN5, '11', '11', '11', '11', '0']], call, slowly).rows.map((r) => [r.is_final, r.available_at.getTime()])).toEqual([[true, SLOT - MIN5], [false, SLOT + 3_000]]);
  });

  it('says nothing where it was cut: a full page, or a stretch of the past', () => {
    expect(answered('1h', [SLOT - 2 * H, SLOT - H], { most: 2 })).toEqual([[SLOT - 2 * H, true], [SLOT - H, true]]);
    expect(answered('1h', [SLOT - 9 * H, SLOT - 8 * H], { query: { endTime: SLOT - 8 * H } })).toEqual([[SLOT - 9 * H, true], [SLOT - 8 * H, true]]);
  });
});

describe('coarser bars', () => {
  const behind = { ...upToDate, '1h': SLOT - 2 * TIMEFRAME_MS['1h'] };
  const w = window(new Map([['BTC', behind]]));

  it('ask for the finer bars since the newest coarse one, only when one has closed', () => {
    expect(coarser.needs([BTC], window(new Map([['BTC', upToDate]])))).toEqual([]);
    expect(coarser.needs([BTC], w)).toEqual([{ symbol: 'BTC', timeframe: '5m', after: SLOT - 2 * TIMEFRAME_MS['1h'] - 1 }]);
    expect(coarser.needs([BTC], window(new Map()))).toEqual([]);
  });

  it('are made of the finer ones without a call', () => {
    const { rows, calls } = coarser.plan([BTC], w, { stored: [stored('5m', SLOT - TIMEFRAME_MS['1h'], 12)], received });
    expect(calls).toEqual([]);
    expect(rows).toMatchObject([{ symbol: 'BTC', timeframe: '1h', open_time: new Date(SLOT - TIMEFRAME_MS['1h']), open: 10, high: 23, low: 9, close: 22, volume: 12, is_final: true, available_at: new Date(SLOT) }]);
  });

  it('make the newest stored one again: what came of it may have been but a part', () => {
    const { rows, calls } = coarser.plan([BTC], w, { stored: [stored('5m', SLOT - 2 * TIMEFRAME_MS['1h'], 24)], received });
    expect(calls).toEqual([]);
    expect(rows.map((r) => [r.open_time.getTime(), r.close, r.volume, r.is_final])).toEqual([[SLOT - 2 * TIMEFRAME_MS['1h'], 22, 12, true], [SLOT - TIMEFRAME_MS['1h'], 34, 12, true]]);
  });

  it('leave the newest stored one alone where a finer bar of it is missing', () => {
    const { rows } = coarser.plan([BTC], w, { stored: [stored('5m', SLOT - 2 * TIMEFRAME_MS['1h'] + 300_000, 23)], received });
    expect(rows.map((r) => r.open_time.getTime())).toEqual([SLOT - TIMEFRAME_MS['1h']]);
  });

  it('are asked for when a finer bar is missing', () => {
    const { rows, calls } = coarser.plan([BTC], w, { stored: [stored('5m', SLOT - TIMEFRAME_MS['1h'], 11)], received });
    expect(rows).toEqual([]);
    expect(calls.map((c) => c.query)).toEqual([{ symbol: 'BTCUSDT', interval: '1h', startTime: behind['1h'], limit: 4 }]);
  });

  it('are asked for when the venue has no finer ones at all, as in an hourly replay', () => {
    const { calls } = coarser.plan([BTC], w, { stored: [], received });
    expect(calls).toHaveLength(1);
  });

  it('build on each other at midnight: an hour, four hours and a day from twelve new bars', () => {
    const midnight = Date.UTC(2026, 0, 3);
    const h = TIMEFRAME_MS['1h'];
    const newest = new Map([['BTC', { '5m': midnight - MIN5, '1h': midnight - 2 * h, '4h': midnight - 8 * h, '1d': midnight - 48 * h }]]);
    const known = [stored('5m', midnight - h, 12), stored('1h', midnight - 4 * h, 3), stored('4h', midnight - 24 * h, 5)];
    const { rows, calls } = coarser.plan([BTC], window(newest, { slot: midnight, now: midnight + 2_000 }), { stored: known, received: { ...received, at: new Date(midnight + 2_000) } });
    expect(calls).toEqual([]);
    expect(rows.map((r) => [r.timeframe, r.open_time.getTime(), r.volume])).toEqual([['1h', midnight - h, 12], ['4h', midnight - 4 * h, 15], ['1d', midnight - 24 * h, 20]]);
  });
});

describe('which prices are asked for', () => {
  const plan = (symbols: number, more: object = {}) => cryptoPrices.plan(Array.from({ length: symbols }, (_, i) => asset({ symbol: `S${i}`, coingecko_id: ` coin-${i} `, ...more })), window(new Map())).calls;

  it('250 ids a call, without spaces', () => {
    const calls = plan(251);
    expect(calls.map((c) => String(c.query.ids).split(',').length)).toEqual([250, 1]);
    expect(calls.map((c) => String(c.query.ids)).join()).not.toContain(' ');
    expect(calls[0]?.query).toMatchObject({ vs_currency: 'usd', per_page: 250, precision: 'full' });
  });

  it('one call per quote currency, in lower case', () => {
    const mixed = [asset({ symbol: 'BTC', quote_currency: 'USD' }), asset({ symbol: 'ETH', quote_currency: 'BTC' }), asset({ symbol: 'SOL', quote_currency: 'usd' })];
    expect(cryptoPrices.plan(mixed, window(new Map())).calls.map((c) => [c.query.vs_currency, c.query.ids])).toEqual([['usd', 'btc,sol'], ['btc', 'eth']]);
  });
});

describe('batches of calls', () => {
  const call = (cost: number, most: number) => ({ item: 'x', assets: [], path: '/', query: {}, cost, most });
  it('stay within the cost and the number of items, whatever one call costs', () => {
    expect(batchesOf([], 10)).toEqual([]);
    expect(batchesOf([call(4, 1), call(4, 1), call(4, 1)], 10).map((b) => b.length)).toEqual([2, 1]);
    expect(batchesOf([call(99, 1), call(1, 1)], 10).map((b) => b.length)).toEqual([1, 1]);
    expect(batchesOf(Array.from({ length: 33 }, () => call(1, 1_000)), 500).map((b) => b.length)).toEqual([16, 16, 1]);
  });
});
