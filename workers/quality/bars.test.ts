import { describe, expect, it } from 'vitest';
import { unbelievable, type JudgedBar } from './bars.js';
import type { Seen } from './price.js';

const MINUTE = 60_000;
const now = Date.UTC(2026, 0, 5, 12);
const bar = (minutesAgo: number, close: number, over: Partial<JudgedBar> = {}): JudgedBar => ({ symbol: 'BTC', venue: 'binance', timeframe: '5m', open_time: new Date(now - minutesAgo * MINUTE), available_at: new Date(now - (minutesAgo - 5) * MINUTE), close, ...over });
const said = (source: string, minutesAgo: number, price: number, score: number | null = 1): Seen => ({ source, at: now - minutesAgo * MINUTE, price, score });
const judge = (rows: JudgedBar[], ...seen: Seen[]) => Object.fromEntries(unbelievable(rows, new Map([['BTC', seen]])));

describe('bars against what others say', () => {
  it('are believed near another source, and in a crash that no other source confirms yet', () => {
    expect(judge([bar(5, 100)], said('coingecko', 5, 101))).toEqual({});
    expect(judge([bar(5, 25)], said('coingecko', 5, 100))).toEqual({});
  });

  it('are refused a thousandfold off, the history that came with them too', () => {
    expect(judge([bar(5, 100_000), bar(3_000, 99_000)], said('coingecko', 5, 100), said('coinbase', 5, 99))).toEqual({ 'BTC binance 5m': 'disagrees:coingecko' });
    expect(judge([bar(5, 0.1)], said('coingecko', 5, 100))).toEqual({ 'BTC binance 5m': 'disagrees:coingecko' });
  });

  it('are believed where one source agrees, however wrong another is', () => {
    expect(judge([bar(5, 100)], said('coingecko', 5, 100_000), said('coinbase', 5, 100))).toEqual({});
  });

  it('are not contradicted by a price that is itself not trusted, nor by one of an hour ago', () => {
    expect(judge([bar(5, 100)], said('coingecko', 5, 100_000, 0.2), said('coinbase', 65, 100_000))).toEqual({});
  });

  it('are measured against their own venue where nobody else says anything', () => {
    expect(judge([bar(5, 100_000)], said('binance', 10, 100, null))).toEqual({ 'BTC binance 5m': 'jump' });
    expect(judge([bar(5, 150)], said('binance', 10, 100, null))).toEqual({});
    expect(judge([bar(5, 150)])).toEqual({});
  });

  it('of four hours are measured when they end, or where they stand, and not by the bars of five minutes that came with them', () => {
    const open = (close: number) => bar(200, close, { timeframe: '4h', available_at: new Date(now) });
    expect(judge([open(100_000), bar(5, 100)], said('coingecko', 1, 100))).toEqual({ 'BTC binance 4h': 'disagrees:coingecko' });
    expect(judge([open(100), bar(5, 100)], said('coingecko', 1, 100))).toEqual({});
  });

  it('are judged by the newest of them of which anybody has spoken: after a silence, by the one that comes once more', () => {
    const afterSilence = (times: number) => [bar(5, 101 * times), bar(25, 102 * times), bar(40, 100 * times)];
    expect(judge(afterSilence(1_000), said('binance', 35, 100, null))).toEqual({ 'BTC binance 5m': 'jump' });
    expect(judge(afterSilence(1), said('binance', 35, 100, null))).toEqual({});
  });

  it('condemn only their own series', () => {
    expect(judge([bar(5, 100_000), bar(5, 100, { venue: 'coinbase' }), bar(5, 7, { symbol: 'ETH' })], said('coingecko', 5, 100))).toEqual({ 'BTC binance 5m': 'disagrees:coingecko' });
  });
});
