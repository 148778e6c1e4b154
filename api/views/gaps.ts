/** Which bars should be stored and are not, per symbol? */
import { z } from 'zod';
import { datasets } from '#queues/datasets.js';
import type { SeriesGaps, Store, Timeframe } from '#workers/store/index.js';
import { gapShape, TIMEFRAME_MS, timeframes } from './candles.js';
import { count, instantField, named } from './fields.js';

/** Runs told of one symbol; `missing` and `gap_count` count them all. */
const MOST_RUNS = 100;

const symbolShape = named(
  'SymbolGaps',
  'What is missing of one symbol',
  z.strictObject({ symbol: z.string(), expected: count('bars that should be there'), missing: count('of those, bars that are not'), gap_count: count('runs of missing bars'), gaps: z.array(gapShape).describe('the oldest runs, at most a hundred') }),
);
const gapsShape = named(
  'DatasetGaps',
  'Bars of one timeframe that should be there and are not',
  z.strictObject({
    dataset: z.literal('ohlc'),
    timeframe: z.enum(timeframes),
    from: instantField('first open time looked at'),
    to: instantField('end of what is owed: a bar is owed once it has been closed for as long as the dataset may be old'),
    expected: count('bars that should be there'),
    missing: count('of those, bars that are not'),
    gap_count: count('runs of missing bars'),
    symbols: z.array(symbolShape).describe('symbols with gaps only'),
  }),
);
export type GapsView = z.infer<typeof gapsShape>;
export const gapsAnswer = named('GapsAnswer', 'What should be stored and is not', z.strictObject({ data: gapsShape }));

const sum = (series: readonly SeriesGaps[], of: (s: SeriesGaps) => number): number => series.reduce((total, s) => total + of(s), 0);
const iso = (ms: number): string => new Date(ms).toISOString();

const symbolView = ({ symbol, expected, missing, runs }: SeriesGaps): z.infer<typeof symbolShape> => ({
  symbol,
  expected,
  missing,
  gap_count: runs.length,
  gaps: runs.slice(0, MOST_RUNS).map((r) => ({ from: iso(r.from), to: iso(r.to) })),
});

/** @param hours how far back from `nowMs`, farm time. */
export async function gaps(store: Pick<Store, 'gaps'>, timeframe: Timeframe, hours: number, nowMs: number): Promise<GapsView> {
  const step = TIMEFRAME_MS[timeframe];
  const from = Math.ceil((nowMs - hours * 3_600_000) / step) * step;
  const to = Math.max(from, Math.floor((nowMs - datasets.ohlc.freshSeconds * 1_000) / step) * step);
  const series = await store.gaps.missing('ohlc', timeframe, from, to);
  return {
    dataset: 'ohlc',
    timeframe,
    from: iso(from),
    to: iso(to),
    expected: sum(series, (s) => s.expected),
    missing: sum(series, (s) => s.missing),
    gap_count: sum(series, (s) => s.runs.length),
    symbols: series.filter((s) => s.missing > 0).map(symbolView),
  };
}
