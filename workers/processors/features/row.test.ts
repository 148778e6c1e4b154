import { describe, expect, it } from 'vitest';
import { featureNames } from './index.js';
import { AGE_LIMITS } from './age-limits.js';
import { featureValues, isKnown, trust } from './row.js';
import { random } from '../indicators/testing.js';
import { nothing, simulatedInputs, snapshot } from './testing/market.js';

const SLOT = Date.UTC(2026, 0, 6, 12, 5);
const full = simulatedInputs()[0] as ReturnType<typeof nothing>;
const judge = (inputs: ReturnType<typeof nothing>) => trust(inputs, featureValues(inputs));

describe('a feature row', () => {
  it('is the same twice', () => {
    expect(featureValues(full)).toEqual(featureValues(full));
    expect(Object.keys(featureValues(full))).toEqual(featureNames);
  });

  it('is not made of nothing', () => {
    expect(isKnown(nothing(SLOT))).toBe(false);
    expect(isKnown({ ...nothing(SLOT), price: snapshot('BTC', SLOT, 0, random(1)) })).toBe(true);
    expect(isKnown({ ...nothing(SLOT), technical: { ...nothing(SLOT).technical, '1d': { symbol: 'BTC' } } })).toBe(true);
  });

  it('scores 0 when nothing is known but the calendar', () => {
    expect(judge(nothing(SLOT))).toMatchObject({ fillRatio: 0, dataQualityScore: 0 });
  });

  it('scores the share of known features times the freshness of the inputs', () => {
    const price = { ...snapshot('BTC', SLOT, 60_000, random(1)), quality: 'ok' };
    const alone = judge({ ...nothing(SLOT), price });
    expect(alone.fillRatio).toBeGreaterThan(0);
    expect(alone.dataQualityScore).toBeCloseTo(alone.fillRatio / 5, 12);
    const doubtful = judge({ ...nothing(SLOT), price: { ...price, quality: 'stale' } });
    expect(doubtful.dataQualityScore).toBeCloseTo(alone.dataQualityScore / 2, 12);
    const late = judge({ ...nothing(SLOT), price: { ...price, available_at: new Date(SLOT - 600_000) } });
    expect(late.dataQualityScore).toBeCloseTo(alone.dataQualityScore / 2, 12);
  });

  it('falls in score as any input grows old', () => {
    const aged = (ageMs: number) => judge({ ...full, technical: { ...full.technical, '1d': { ...full.technical['1d'], timestamp: new Date(full.at - ageMs) } } }).dataQualityScore;
    expect(aged(30 * 3_600_000)).toBeLessThan(aged(3_600_000));
    expect(aged(AGE_LIMITS['1d'])).toBeLessThan(aged(30 * 3_600_000));
  });

  it('says which instants it was computed from', () => {
    const { lineage } = judge({ ...full, technical: { ...full.technical, '4h': null } });
    expect(lineage).toMatchObject({
      price_data_real: full.price?.last_updated?.toISOString(),
      'technical_indicators.5m': full.technical['5m']?.timestamp?.toISOString(),
      'technical_indicators.1h': full.technical['1h']?.timestamp?.toISOString(),
      'technical_indicators.4h': null,
      'technical_indicators.1d': full.technical['1d']?.timestamp?.toISOString(),
    });
  });
});
