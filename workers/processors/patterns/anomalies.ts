/**
 * Bars that are unlike the bars before them: leaps of price and volume, gaps,
 * flash crashes, volume that dries up. Each rule states its threshold and what
 * it measured; none reads a later bar. A pure look at final bars: whether an
 * odd bar is a fact or a fault of the venue is the data validator's question.
 */
import type { BarColumns } from '../../store/index.js';
import { BAR_MS, meanTrueRange } from './chart.js';
import { median, robustZ } from './robust.js';

/** Bars before the one in question that show what is usual, and how many of them are enough. */
const USUAL = 96;
const ENOUGH = 48;
/** Bars of the mean true range. */
const RANGE_BARS = 14;
/** Bars over which a dry spell is measured. */
const SPELL = 12;

/** Bars that any rule may look back on, the last one included. */
export const ANOMALY_LOOKBACK = USUAL + SPELL + 2;

interface Measured {
  /** The measure, in the unit of the threshold; sign says which way. */
  measure: number;
  /** Bars that prove it, besides the last one. */
  from?: number;
  figures: Record<string, number>;
}

export interface AnomalyRule {
  name: string;
  /** At or beyond this, in absolute value, the bar is an anomaly. */
  threshold: number;
  formula: string;
  at(bars: BarColumns, end: number): Measured | null;
}

export interface Anomaly {
  kind: string;
  symbol: string;
  /** Close of the bar, ms: when it could be known. */
  at: number;
  /** 0 at the threshold, towards 1 far beyond: 1 − threshold / |measure|. */
  severity: number;
  /** open_time (ms) of the bars that prove it, what was measured, against which threshold. */
  evidence: { bars: number[]; measure: number; threshold: number; figures: Record<string, number> };
}

/** Bar `i` starts where the one before ended. */
const follows = ({ openTime, timeframe }: BarColumns, i: number): boolean => (openTime[i] as number) - (openTime[i - 1] as number) === BAR_MS[timeframe];

const logReturn = ({ close }: BarColumns, i: number): number => Math.log((close[i] as number) / (close[i - 1] as number));

/** The measure on each of the `USUAL` bars before `end` that has one; null when they are too few. */
function usual(end: number, of: (i: number) => number | null): number[] | null {
  const values: number[] = [];
  for (let i = Math.max(1, end - USUAL); i < end; i++) {
    const value = of(i);
    if (value !== null && Number.isFinite(value)) values.push(value);
  }
  return values.length >= ENOUGH ? values : null;
}

function zOf(end: number, of: (i: number) => number | null): Measured | null {
  const value = of(end);
  const others = usual(end, of);
  if (value === null || !Number.isFinite(value) || !others) return null;
  const measure = robustZ(value, others);
  return measure === null ? null : { measure, figures: { value, median: median(others) } };
}

const returnOutlier = (bars: BarColumns, end: number): Measured | null => zOf(end, (i) => (follows(bars, i) ? logReturn(bars, i) : null));
const volumeOutlier = (bars: BarColumns, end: number): Measured | null => zOf(end, (i) => ((bars.volume[i] as number) > 0 ? Math.log(bars.volume[i] as number) : null));

/** Mean true range of the bars before `end`; null where it is zero or they are too few. */
function rangeBefore(bars: BarColumns, end: number): number | null {
  if (end <= RANGE_BARS) return null;
  const range = meanTrueRange(bars, end - 1 - RANGE_BARS, end - 1);
  return range > 0 ? range : null;
}

function priceGap(bars: BarColumns, end: number): Measured | null {
  const range = rangeBefore(bars, end);
  if (range === null) return null;
  const before = bars.close[end - 1] as number;
  const open = bars.open[end] as number;
  const missing = ((bars.openTime[end] as number) - (bars.openTime[end - 1] as number)) / BAR_MS[bars.timeframe] - 1;
  return { measure: (open - before) / range, from: end - 1, figures: { close_before: before, open, mean_true_range: range, bars_missing: missing } };
}

/** How far the price went beyond open and close, where that is most of the bar. */
function flash(bars: BarColumns, end: number): Measured | null {
  const range = rangeBefore(bars, end);
  if (range === null) return null;
  const [open, high, low, close] = [bars.open, bars.high, bars.low, bars.close].map((column) => column[end] as number) as [number, number, number, number];
  const below = Math.min(open, close) - low;
  const above = high - Math.max(open, close);
  const reach = below >= above ? -below : above;
  return Math.abs(reach) < 0.5 * (high - low) ? null : { measure: reach / range, figures: { open, high, low, close, mean_true_range: range } };
}

/** Usual volume over that of the spell that ends at `end`. */
function dryness({ volume }: BarColumns, end: number): number | null {
  const from = end - SPELL - USUAL + 1;
  if (from < 0) return null;
  const before = median([...volume.subarray(from, end - SPELL + 1)]);
  return before > 0 ? before / median([...volume.subarray(end - SPELL + 1, end + 1)]) : null;
}

/** Only the bar on which the spell begins to count: a long one is one event. */
function volumeDryUp(bars: BarColumns, end: number): Measured | null {
  const [now, before] = [dryness(bars, end), dryness(bars, end - 1)];
  if (now === null || before === null || before >= DRY) return null;
  return { measure: Math.min(now, 1e6), from: end - SPELL + 1, figures: { spell_bars: SPELL, usual_bars: USUAL } };
}
const DRY = 8;

const z = (of: string) => `robust z of ${of} among the 96 bars before: (x − median) / (1.4826 × MAD), 48 known values at least (Iglewicz and Hoaglin 1993)`;

export const anomalyRules: readonly AnomalyRule[] = [
  { name: 'return_outlier', threshold: 10, formula: `${z('the log return')}; no return across a missing bar`, at: returnOutlier },
  { name: 'volume_outlier', threshold: 5, formula: z('the logarithm of the volume'), at: volumeOutlier },
  { name: 'price_gap', threshold: 3, formula: '(open − close before) / mean true range of the 14 bars before', at: priceGap },
  { name: 'flash_spike', threshold: 6, formula: 'the longer shadow / mean true range of the 14 bars before, where that shadow is half of the bar or more; negative: a flash crash', at: flash },
  { name: 'volume_dry_up', threshold: DRY, formula: 'median volume of the 96 bars before the spell / median of the 12 bars of the spell, on the first bar at or above the threshold', at: volumeDryUp },
];

/**
 * The anomalies of bars that opened at or after `from`, oldest first.
 * @param bars final bars, oldest first; give `ANOMALY_LOOKBACK` bars before `from` where there are as many
 * @param from ms; the first bar by default
 */
export function anomaliesIn(bars: BarColumns, { from = -Infinity, rules = anomalyRules }: { from?: number; rules?: readonly AnomalyRule[] } = {}): Anomaly[] {
  const found: Anomaly[] = [];
  for (let end = 1; end < bars.openTime.length; end++) {
    if ((bars.openTime[end] as number) < from) continue;
    for (const rule of rules) {
      const seen = rule.at(bars, end);
      if (seen && Math.abs(seen.measure) >= rule.threshold) found.push(anomalyOf(rule, seen, bars, end));
    }
  }
  return found;
}

function anomalyOf({ name, threshold }: AnomalyRule, { measure, from, figures }: Measured, bars: BarColumns, end: number): Anomaly {
  return {
    kind: name === 'flash_spike' && measure < 0 ? 'flash_crash' : name,
    symbol: bars.symbol,
    at: (bars.openTime[end] as number) + BAR_MS[bars.timeframe],
    severity: Math.round((1 - threshold / Math.abs(measure)) * 1e4) / 1e4,
    evidence: { bars: [...bars.openTime.subarray(from ?? end, end + 1)], measure, threshold, figures },
  };
}
