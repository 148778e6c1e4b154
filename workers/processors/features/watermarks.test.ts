import { describe, expect, it } from 'vitest';
import type { FeatureInputs } from './feature.js';
import { nothingBeside } from './views/index.js';
import { watermarks } from './watermarks.js';

const at = Date.UTC(2026, 0, 2, 12, 0);
const nothing = { symbol: 'BTC', at, price: null, technical: { '5m': null, '1h': null, '4h': null, '1d': null }, beside: nothingBeside } as unknown as FeatureInputs;

describe('the watermarks of a row', () => {
  it('name the newest of what was read of each source, to the millisecond', () => {
    const beside = { ...nothingBeside, macro: { 'VIX.level': 1, 'VIX.age': 90, 'SPX.age': 10.000_05 }, derivatives: { 'binance_futures.age': 0.5, 'bybit.age': null }, sentiment: { 'market.age': 7 } };
    const marks = watermarks({ ...nothing, beside } as unknown as FeatureInputs);
    expect(marks).toMatchObject({ macro: '2026-01-02T11:49:59.997Z', derivatives: '2026-01-02T11:59:30.000Z', sentiment: '2026-01-02T11:53:00.000Z', news: null, social: null, onchain: null, regime: null });
  });

  it('are null where nothing was read, and none is left out', () => {
    expect(Object.values(watermarks(nothing)).every((v) => v === null)).toBe(true);
    expect(Object.keys(watermarks(nothing))).toEqual(['price_data_real', 'technical_indicators.5m', 'technical_indicators.1h', 'technical_indicators.4h', 'technical_indicators.1d', 'sentiment', 'news', 'social', 'macro', 'onchain', 'derivatives', 'regime']);
  });
});
