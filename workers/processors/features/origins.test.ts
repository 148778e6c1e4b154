import { describe, expect, it } from 'vitest';
import { features } from './index.js';
import type { Feature } from './feature.js';
import { originsOf } from './origins.js';

const all = Object.entries<Feature>(features);

describe('what a feature rests on', () => {
  it('is read off its inputs', () => {
    expect(originsOf({ inputs: ['onchain.own.tvl.change_7d'] })).toEqual([{ table: 'onchain_data', whose: 'own', what: 'tvl', seconds: 7 * 86_400 }]);
    expect(originsOf({ inputs: ['derivatives.bybit.funding', 'derivatives.binance.funding'] }).map((o) => o.what)).toEqual(['bybit', 'binance_futures']);
    expect(originsOf({ inputs: ['derivatives.open_interest_change_24h'] })).toEqual([{ table: 'derivatives_data', whose: 'own', what: undefined, seconds: 25 * 3_600 }]);
    expect(originsOf({ inputs: ['5m.close', 'price.current_price', 'macro.VIX.value'] })).toEqual([]);
  });

  it('is known for every feature, and excuses none outside the two tables', () => {
    const excused = all.filter(([, f]) => originsOf(f).length > 0);
    expect(new Set(excused.map(([, f]) => f.group))).toEqual(new Set(['onchain', 'derivatives']));
    expect(excused.length).toBe(all.filter(([, f]) => f.inputs.some((i) => /^(onchain|derivatives)\./.test(i))).length);
  });
});
