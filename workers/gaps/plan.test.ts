import { describe, expect, it } from 'vitest';
import type { GapRow } from '../store/tables/gaps.js';
import { MOST_REPAIRS, planRepairs } from './plan.js';
import { afterRepair, MOST_ATTEMPTS } from './verdict.js';

const STEP = 300_000;
const START = Date.UTC(2026, 0, 1);
const at = (i: number): number => START + i * STEP;
const nowMs = at(1_000);
const gap = (from: number, to: number, over: Partial<GapRow> = {}): GapRow => ({ dataset: 'ohlc', timeframe: '5m', symbol: 'BTC', since: new Date(at(from)), until: new Date(at(to)), missing: to - from, state: 'open', reason: null, attempts: 0, backfill_id: null, found_at: new Date(at(to)), retry_at: new Date(at(to)), closed_at: null, ...over });
const told = (gaps: GapRow[]) => planRepairs(gaps, nowMs).map((r) => `${r.dataset} ${r.symbols.join('+')} ${(r.from - START) / STEP}-${(r.to - START) / STEP}`);

describe('which holes are filled', () => {
  it('those of many symbols at one time together, those of other times apart, newest first', () => {
    expect(told([gap(10, 12), gap(11, 20, { symbol: 'ETH' }), gap(12, 13), gap(500, 501)])).toEqual(['ohlc BTC 500-501', 'ohlc BTC+ETH 10-20']);
  });

  it('none that the chain may still fill by itself, nor one whose time has not come', () => {
    expect(told([gap(990, 995), gap(10, 12, { retry_at: new Date(nowMs + 1) }), gap(20, 22, { state: 'healing' })])).toEqual([]);
    expect(told([gap(990, 994)])).toHaveLength(1);
  });

  it('never prices', () => expect(told([gap(10, 12, { dataset: 'crypto_prices' })])).toEqual([]));

  it('what is computed waits for what it is computed from, of the same symbol and time', () => {
    const features = gap(11, 12, { dataset: 'ml_features' });
    expect(told([gap(10, 12, { timeframe: '1h', state: 'healing' }), features])).toEqual([]);
    expect(told([gap(10, 12, { symbol: 'ETH', state: 'healing' }), features])).toEqual(['ml_features BTC 11-12']);
    expect(told([gap(10, 12), gap(10, 12, { dataset: 'technical_indicators', timeframe: '1h' })])).toEqual(['ohlc BTC 10-12', 'technical_indicators BTC 10-12']);
  });

  it('so many symbols in one repair and so many repairs in one round, no more', () => {
    const many = Array.from({ length: 200 }, (_, i) => gap(10, 12, { symbol: `S${i}` }));
    expect(planRepairs(many, nowMs).map((r) => r.symbols.length)).toEqual([160, 40]);
    const apart = Array.from({ length: 40 }, (_, i) => gap(i * 80 - 4_000, i * 80 - 3_999));
    expect(planRepairs(apart, nowMs)).toHaveLength(MOST_REPAIRS);
  });
});

describe('a gap that its repair did not fill', () => {
  const now = new Date(nowMs);
  const healing = gap(10, 12, { state: 'healing', backfill_id: 'b' });

  it('is tried again later, and later still', () => {
    const once = afterRepair(healing, { permanent: [], reason: 'binance did not answer' }, now);
    expect(once).toMatchObject({ state: 'open', attempts: 1, reason: 'binance did not answer', retry_at: new Date(nowMs + 3_600_000), closed_at: null });
    expect(afterRepair(once, { permanent: [], reason: null }, now).retry_at).toEqual(new Date(nowMs + 3 * 3_600_000));
  });

  it('stays for good, with the reason, where nothing will ever come', () => {
    const holes = { permanent: [{ symbol: 'BTC', from: at(0), to: at(11), reason: 'binance has no bars there' }], reason: null };
    expect(afterRepair(healing, holes, now)).toMatchObject({ state: 'permanent', reason: 'binance has no bars there', closed_at: now });
    expect(afterRepair(gap(11, 12), holes, now).state).toBe('open');
    expect(afterRepair(gap(10, 12, { symbol: 'ETH' }), holes, now).state).toBe('open');
  });

  it('is given up after so many repairs', () => expect(afterRepair({ ...healing, attempts: MOST_ATTEMPTS - 1 }, { permanent: [], reason: 'x' }, now)).toMatchObject({ state: 'permanent', reason: `given up after ${MOST_ATTEMPTS} repairs: x` }));
});
