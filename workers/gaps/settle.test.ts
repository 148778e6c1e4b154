import { describe, expect, it } from 'vitest';
import type { GapDataset, SeriesGaps } from '../store/index.js';
import type { GapRow } from '../store/tables/gaps.js';
import { settleGaps } from './settle.js';

const STEP = 300_000;
const START = Date.UTC(2026, 0, 1);
const at = (i: number): number => START + i * STEP;
const now = new Date(at(1_000));
const look = (dataset: GapDataset = 'ohlc', from = 0) => ({ dataset, timeframe: '5m' as const, stepMs: STEP, from: at(from), to: at(100), now });
const found = (...runs: [number, number][]): SeriesGaps[] => [{ symbol: 'BTC', expected: 100, missing: 1, runs: runs.map(([from, to]) => ({ from: at(from), to: at(to) })) }];
const gap = (from: number, to: number, over: Partial<GapRow> = {}): GapRow => ({ dataset: 'ohlc', timeframe: '5m', symbol: 'BTC', since: new Date(at(from)), until: new Date(at(to)), missing: to - from, state: 'open', reason: null, attempts: 1, backfill_id: 'b1', found_at: new Date(at(200)), retry_at: new Date(at(300)), closed_at: null, ...over });
const told = (rows: GapRow[]) => rows.map((r) => `${(r.since.getTime() - START) / STEP}-${(r.until.getTime() - START) / STEP} ${r.state} ${r.missing} ${r.attempts}`);

describe('the ledger of gaps', () => {
  it('opens what it does not know', () => {
    const [row] = settleGaps(found([3, 5]), [], look());
    expect(row).toMatchObject({ symbol: 'BTC', state: 'open', missing: 2, attempts: 0, found_at: now, closed_at: null });
  });

  it('leaves a gap alone that is as it was', () => expect(settleGaps(found([3, 5]), [gap(3, 5)], look())).toEqual([]));

  it('closes a gap that has been filled, also of a symbol that owes nothing any more', () => {
    expect(settleGaps(found(), [gap(3, 5)], look())).toMatchObject([{ state: 'healed', closed_at: now }]);
    expect(settleGaps([], [gap(3, 5)], look())).toMatchObject([{ state: 'healed' }]);
  });

  it('lets a gap at the tail grow, and what was tried stays known', () => expect(told(settleGaps(found([90, 100]), [gap(90, 95)], look()))).toEqual(['90-100 open 10 1']));

  it('follows a gap that was filled in part: what is left goes on with its attempts', () => {
    expect(told(settleGaps(found([6, 8]), [gap(3, 8)], look()))).toEqual(['3-6 healed 5 1', '6-8 open 2 1']);
    expect(told(settleGaps(found([3, 4], [6, 8]), [gap(3, 8)], look()))).toEqual(['3-4 open 1 1', '6-8 open 2 1']);
  });

  it('does not find again what is known to stay empty, but what lies beside it', () => {
    expect(settleGaps(found([3, 5]), [gap(3, 5, { state: 'permanent' })], look())).toEqual([]);
    expect(told(settleGaps(found([3, 7]), [gap(3, 5, { state: 'permanent' })], look()))).toEqual(['5-7 open 2 0']);
    expect(told(settleGaps(found(), [gap(3, 5, { state: 'permanent' })], look()))).toEqual(['3-5 healed 2 1']);
  });

  it('keeps a gap that began before the stretch until its visible part is filled', () => {
    expect(settleGaps(found([10, 12]), [gap(8, 12)], look('ohlc', 10))).toEqual([]);
    expect(told(settleGaps(found([10, 14]), [gap(8, 12)], look('ohlc', 10)))).toEqual(['12-14 open 2 0']);
    expect(told(settleGaps(found(), [gap(8, 12)], look('ohlc', 10)))).toEqual(['8-12 healed 4 1']);
    expect(settleGaps(found(), [gap(8, 10)], look('ohlc', 10))).toEqual([]);
  });

  it('opens a gap again that had been healed', () => expect(told(settleGaps(found([3, 5]), [gap(3, 5, { state: 'healed' })], look()))).toEqual(['3-5 open 2 0']));

  it('gives up prices at once: a past one cannot be asked for', () => expect(settleGaps(found([3, 5]), [], look('crypto_prices'))).toMatchObject([{ state: 'permanent', reason: 'a past price cannot be asked for', closed_at: now }]));
});
