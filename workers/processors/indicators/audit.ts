/**
 * A second opinion on stored indicators: recomputes from the bars, with the
 * `technicalindicators` library, the columns whose definition it shares with
 * TA-Lib, and compares the newest row. It leaves out what that library rounds or
 * seeds otherwise (RSI, MFI, MACD, ADX, OBV, the slow stochastic).
 */
import { ATR, BollingerBands, CCI, EMA, ROC, SMA, WilliamsR } from 'technicalindicators';
import type { BarColumns } from '../../store/index.js';
import type { IndicatorName } from './index.js';

/** Fewer bars than this and the averages of both sides have not forgotten their seeds. */
export const AUDIT_BARS = 400;
/** Relative difference that is still agreement. */
const TOLERANCE = 1e-6;

export interface Mismatch {
  column: IndicatorName;
  /** What the library makes of the bars; null where it has no value. */
  expected: number | null;
  stored: number | null;
}

type Lists = Record<'high' | 'low' | 'close', number[]>;
/** `scale`: the size of figure below which a difference is noise; 0 where the value itself is the measure. */
type Opinion = readonly [column: IndicatorName, of: (bars: Lists) => number | undefined, scale?: number];

const sma = (period: number): Opinion => [`sma_${period}` as IndicatorName, ({ close }) => SMA.calculate({ period, values: close }).at(-1)];
const ema = (period: number): Opinion => [`ema_${period}` as IndicatorName, ({ close }) => EMA.calculate({ period, values: close }).at(-1)];
/** On a flat price the library divides by its own rounding error instead of by zero. */
const isFlat = (bars: Lists): boolean => [bars.high, bars.low, bars.close].every((list) => new Set(list.slice(-20)).size === 1);
const band = (column: IndicatorName, side: 'upper' | 'middle' | 'lower'): Opinion => [column, ({ close }) => BollingerBands.calculate({ period: 20, stdDev: 2, values: close }).at(-1)?.[side]];

const opinions: readonly Opinion[] = [
  ...[10, 20, 50, 200].map(sma),
  // EMA 50 and 200 need thousands of bars to forget where they began.
  ...[12, 20, 26].map(ema),
  ['atr_14', (bars) => ATR.calculate({ period: 14, ...bars }).at(-1)],
  ['cci_20', (bars) => (isFlat(bars) ? undefined : CCI.calculate({ period: 20, ...bars }).at(-1)), 100],
  ['williams_r', (bars) => WilliamsR.calculate({ period: 14, ...bars }).at(-1), 100],
  ['roc_10', ({ close }) => ROC.calculate({ period: 10, values: close }).at(-1), 1],
  band('bb_upper', 'upper'),
  band('bb_middle', 'middle'),
  band('bb_lower', 'lower'),
];

/** Columns that are audited. */
export const auditedColumns = opinions.map(([column]) => column);

/**
 * @param bars at least `AUDIT_BARS`, the newest being the one the stored row was computed from
 * @param stored the columns of that row; what is not in it counts as null
 * @returns the columns that disagree by more than 1e-6 of the larger value (of their scale, for oscillators near zero)
 * @throws RangeError when there are too few bars for an opinion
 */
export function auditColumns(bars: BarColumns, stored: Partial<Record<IndicatorName, number | null>>): Mismatch[] {
  if (bars.close.length < AUDIT_BARS) throw new RangeError(`an audit needs ${AUDIT_BARS} bars, got ${bars.close.length}`);
  const lists: Lists = { high: [...bars.high], low: [...bars.low], close: [...bars.close] };
  return opinions.flatMap(([column, of, scale = 0]) => {
    const raw = of(lists);
    const expected = raw !== undefined && Number.isFinite(raw) ? raw : null;
    const mine = stored[column] ?? null;
    return agree(expected, mine, scale) ? [] : [{ column, expected, stored: mine }];
  });
}

function agree(a: number | null, b: number | null, scale: number): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), scale);
}
