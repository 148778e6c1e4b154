import { describe, expect, it } from 'vitest';
import type { IndicatorStateRow } from '../../store/tables/technical.js';
import { stateSize } from './engine.js';
import { ENGINE_VERSION } from './index.js';
import { batches, mayHaveBars, seriesOf, type Series } from './series.js';

const SLOT = Date.UTC(2026, 0, 2, 12);
const MINUTE = 60_000;
const stored = (more: Partial<IndicatorStateRow> = {}): IndicatorStateRow => ({ symbol: 'BTC', timeframe: '5m', last_open_time: new Date(SLOT - 10 * MINUTE), engine_version: ENGINE_VERSION, bars: 9, state: Buffer.alloc(stateSize * 8), ingested_at: new Date(SLOT), forgotten: null, ...more });
const first = (rows: IndicatorStateRow[]): Series => seriesOf(['BTC'], rows)[0] as Series;
const series = (after: number | null, timeframe: Series['timeframe'] = '5m'): Series => ({ symbol: 'BTC', timeframe, after, state: null, forgotten: null, building: after === null });

describe('seriesOf', () => {
  it('gives every symbol its four timeframes, and goes on from a stored state', () => {
    expect(seriesOf(['BTC', 'ETH'], []).map((s) => `${s.symbol} ${s.timeframe}`)).toEqual(['BTC 5m', 'BTC 1h', 'BTC 4h', 'BTC 1d', 'ETH 5m', 'ETH 1h', 'ETH 4h', 'ETH 1d']);
    expect(first([stored()])).toMatchObject({ after: SLOT - 10 * MINUTE, forgotten: null, building: false });
    expect(first([stored({ forgotten: 2 })])).toMatchObject({ forgotten: 2, building: false });
  });

  it('builds anew where there is no state, another engine wrote it, or it has another size', () => {
    for (const rows of [[], [stored({ engine_version: ENGINE_VERSION - 1 })], [stored({ state: Buffer.alloc(8) })]]) expect(first(rows)).toMatchObject({ after: null, state: null, building: true });
  });
});

describe('mayHaveBars', () => {
  it('is false until the next bar can have closed', () => {
    expect(mayHaveBars(series(SLOT - 5 * MINUTE), SLOT)).toBe(false);
    expect(mayHaveBars(series(SLOT - 10 * MINUTE), SLOT)).toBe(true);
    expect(mayHaveBars(series(SLOT - 119 * MINUTE, '1h'), SLOT)).toBe(false);
    expect(mayHaveBars(series(SLOT - 120 * MINUTE, '1h'), SLOT)).toBe(true);
    expect(mayHaveBars(series(null, '1d'), SLOT)).toBe(true);
  });
});

describe('batches', () => {
  it('puts a slot of 250 symbols that are up to date into one query', () => {
    expect(batches(Array.from({ length: 250 }, () => series(SLOT - 10 * MINUTE)), SLOT)).toHaveLength(1);
  });

  it('never foresees more than 20,000 bars in one query', () => {
    const parts = batches(Array.from({ length: 45 }, () => series(null)), SLOT);
    expect(parts.map((p) => p.length)).toEqual([20, 20, 5]);
  });
});
