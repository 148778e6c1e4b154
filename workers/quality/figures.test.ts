import { describe, expect, it } from 'vitest';
import { judgeFutures, type JudgedFutures } from './derivatives.js';
import { impossibleBar, impossibleFigure, impossibleObservation, implausibleObservation, implausibleSeries } from './figures.js';

const AT = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;
const futures = (extra: Partial<JudgedFutures> = {}): JudgedFutures => ({
  venue: 'bybit', observed_at: new Date(AT), ingested_at: new Date(AT + 2_000), mark_price: 100, index_price: 100.1, basis: -0.001, funding_rate: 0.0001, funding_final: false, open_interest: 5, open_interest_value: 500, ...extra,
});
const earlier = (extra: Partial<JudgedFutures> = {}): JudgedFutures => futures({ observed_at: new Date(AT - 15 * MINUTE), mark_price: 99.5, ...extra });

describe('a row of a futures venue', () => {
  it('that fits what was before and what the other venue says is fully believed', () => {
    expect(judgeFutures(futures(), [earlier(), earlier({ venue: 'binance_futures', mark_price: 100.2 })])).toEqual({ score: 1, reasons: [] });
    expect(judgeFutures(futures({ mark_price: null, index_price: null, basis: null, funding_rate: null }), [])).toEqual({ score: 1, reasons: [] });
  });

  it.each<[string, Partial<JudgedFutures>]>([
    ['impossible:price', { mark_price: 0 }],
    ['impossible:price', { index_price: Number.NaN }],
    ['impossible:open_interest', { open_interest: -1 }],
    ['impossible:funding_rate', { funding_rate: 0.11 }],
    ['impossible:funding_rate', { funding_rate: Number.NaN }],
  ])('is refused as %s', (reason, extra) => {
    expect(judgeFutures(futures(extra), [])).toEqual({ refused: reason });
  });

  it.each<[string, Partial<JudgedFutures>, number]>([
    ['funding_range', { funding_rate: -0.025 }, 0.7],
    ['basis', { basis: 0.3 }, 0.3],
    ['stale', { ingested_at: new Date(AT + 31 * MINUTE) }, 0.7],
    ['jump', { mark_price: 150 }, 0.5],
    ['interest_jump', { open_interest: 20 }, 0.7],
    ['repeat', { mark_price: 99.5 }, 0.8],
  ])('is doubted for %s', (reason, extra, score) => {
    expect(judgeFutures(futures(extra), [earlier()])).toEqual({ score, reasons: [reason] });
  });

  it('is doubted when the other venue says something else', () => {
    expect(judgeFutures(futures(), [earlier({ venue: 'binance_futures', mark_price: 2 })])).toEqual({ score: 0.3, reasons: ['disagrees:binance_futures'] });
  });

  it('of paid funding is not stale, however long ago', () => {
    expect(judgeFutures(futures({ funding_final: true, observed_at: new Date(AT - 1e9) }), [])).toEqual({ score: 1, reasons: [] });
  });
});

describe('what cannot be', () => {
  const bar = { open: 2, high: 3, low: 1, close: 2, volume: 0 };
  it('in a bar is named', () => {
    expect(impossibleBar(bar)).toBeUndefined();
    expect(impossibleBar({ ...bar, close: 0 })).toBe('impossible:price');
    expect(impossibleBar({ ...bar, high: 0.5 })).toBe('impossible:high_below_low');
    expect(impossibleBar({ ...bar, close: 4 })).toBe('impossible:high_below_low');
    expect(impossibleBar({ ...bar, volume: -1 })).toBe('impossible:volume');
  });

  it('in a published series or an on-chain figure is named; what was not published is no mistake', () => {
    expect(impossibleObservation({ series: 'FEAR_GREED', value: 55 })).toBeUndefined();
    expect(impossibleObservation({ series: 'FEAR_GREED', value: 101 })).toBe('impossible:fear_greed_range');
    expect(impossibleObservation({ series: 'GDPC1', value: null })).toBeUndefined();
    expect(impossibleObservation({ series: 'GDPC1', value: Number.NaN })).toBe('impossible:not_a_number');
    expect(impossibleFigure({ metric: 'tvl', value: -1 })).toBe('impossible:tvl_range');
    expect(impossibleFigure({ metric: 'tvl', value: null })).toBeUndefined();
  });
});

describe('a published figure beside the one before it', () => {
  it.each<[string, number, number, string | undefined]>([
    ['SPX', 6_800_000, 6_750, 'jump'],
    ['SPX', 0, 6_750, 'jump'],
    ['SPX', 5_400, 6_750, undefined],
    ['GDPC1', 23_000, 22_900, undefined],
    ['DGS10', 0, 4.3, 'jump'],
    ['DGS10', 0.3, 1.2, undefined],
    ['UNRATE', 14.8, 4.4, undefined],
    ['FEAR_GREED', 20, 55, undefined],
  ])('%s of %d after %d', (series, value, before, reason) => {
    expect(implausibleObservation({ series, value }, before)).toBe(reason);
  });

  it('says nothing of a value that was not published', () => {
    expect(implausibleObservation({ series: 'SPX', value: null }, 6_750)).toBeUndefined();
  });

  const day = (n: number): Date => new Date(AT + n * 86_400_000);
  const spx = (n: number, value: number | null) => ({ series: 'SPX', period: day(n), value });
  const judged = (rows: ReturnType<typeof spx>[]) => Object.fromEntries(implausibleSeries(rows, new Map([['SPX', { value: 6_750, period: AT }]]), () => 10 * 86_400_000));

  it('condemns the whole answer by its newest value, and only while the stored one is near', () => {
    expect(judged([spx(-300, 5_000_000), spx(1, 6_760_000), spx(2, null)])).toEqual({ SPX: 'jump' });
    expect(judged([spx(1, 6_760), spx(-300, 4_000)])).toEqual({});
    expect(judged([spx(11, 6_760_000)])).toEqual({});
  });
});
