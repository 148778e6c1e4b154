/**
 * The few ways in which a feature is read off an indicator row. Levels do not
 * compare across coins, so most are divided by the close of the same bar.
 * Formula, unit and look-back come from the registry of indicators.
 */
import { indicatorColumns, type IndicatorName } from '../indicators/index.js';
import { from, type Declaration } from './inputs.js';
import type { Timeframe } from './feature.js';

const known = new Map(indicatorColumns.map((column) => [column.name, column]));
const lookbackOf = (name: IndicatorName): number => known.get(name)?.lookback ?? NaN;
const longest = (timeframe: Timeframe, ...names: IndicatorName[]) => ({ lookback: `${Math.max(...names.map(lookbackOf))} bars of ${timeframe}`, version: 1 }) as const;

/** The column as it stands. */
export const plain = (timeframe: Timeframe, column: IndicatorName): Declaration => {
  const { formula, unit } = known.get(column) ?? { formula: column, unit: 'price' };
  return { ...longest(timeframe, column), unit: unit === 'price' ? 'quote' : unit, formula: `${formula}, ${timeframe}`, ...from([`${timeframe}.${column}`], (value) => value) };
};

/** A price-valued column as a share of the close. */
export const share = (timeframe: Timeframe, column: IndicatorName): Declaration => ({
  ...longest(timeframe, column),
  unit: 'ratio',
  formula: `${column} / close, ${timeframe}`,
  ...from([`${timeframe}.${column}`, `${timeframe}.close`], (value, close) => value / close),
});

/** How far one level is from another, such as a fast average from a slow one. */
export const spread = (timeframe: Timeframe, fast: IndicatorName, slow: IndicatorName): Declaration => ({
  ...longest(timeframe, fast, slow),
  unit: 'ratio',
  formula: `${fast} / ${slow} − 1, ${timeframe}`,
  ...from([`${timeframe}.${fast}`, `${timeframe}.${slow}`], (a, b) => a / b - 1),
});

/** How far the close is from a level. */
export const distance = (timeframe: Timeframe, level: IndicatorName): Declaration => spread(timeframe, 'close', level);

/** Where the close lies in a channel: 0 at the lower edge, 1 at the upper. */
export const position = (timeframe: Timeframe, channel: 'donchian' | 'keltner'): Declaration => ({
  ...longest(timeframe, `${channel}_lower`, `${channel}_upper`),
  unit: 'ratio',
  formula: `(close − ${channel}_lower) / (${channel}_upper − ${channel}_lower), ${timeframe}`,
  ...from([`${timeframe}.close`, `${timeframe}.${channel}_lower`, `${timeframe}.${channel}_upper`], (close, low, high) => (close - low) / (high - low)),
});
