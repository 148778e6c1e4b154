/**
 * The few ways in which a feature is read off an indicator row. Levels do not
 * compare across coins, so most are divided by the close of the same bar.
 */
import { from, type Declaration, type TechnicalColumn } from './inputs.js';
import type { Timeframe } from '../../store/index.js';

const over = (bars: number, timeframe: Timeframe, unit: string) => ({ lookback: `${bars} bars of ${timeframe}`, unit, version: 1 }) as const;

/** The column as it stands. */
export const plain = (timeframe: Timeframe, column: TechnicalColumn, bars: number, unit: string): Declaration => ({
  ...over(bars, timeframe, unit),
  formula: `${column} of the newest ${timeframe} bar`,
  ...from([`${timeframe}.${column}`], (value) => value),
});

/** A price-valued column as a share of the close. */
export const share = (timeframe: Timeframe, column: TechnicalColumn, bars: number): Declaration => ({
  ...over(bars, timeframe, 'ratio'),
  formula: `${column} / close, ${timeframe}`,
  ...from([`${timeframe}.${column}`, `${timeframe}.close`], (value, close) => value / close),
});

/** How far the close is from a level. */
export const distance = (timeframe: Timeframe, level: TechnicalColumn, bars: number): Declaration => ({
  ...over(bars, timeframe, 'ratio'),
  formula: `close / ${level} − 1, ${timeframe}`,
  ...from([`${timeframe}.close`, `${timeframe}.${level}`], (close, value) => close / value - 1),
});

/** How far a fast average is from a slow one. */
export const spread = (timeframe: Timeframe, fast: TechnicalColumn, slow: TechnicalColumn, bars: number): Declaration => ({
  ...over(bars, timeframe, 'ratio'),
  formula: `${fast} / ${slow} − 1, ${timeframe}`,
  ...from([`${timeframe}.${fast}`, `${timeframe}.${slow}`], (a, b) => a / b - 1),
});

/** Where the close lies in a channel: 0 at the lower edge, 1 at the upper. */
export const position = (timeframe: Timeframe, channel: 'donchian' | 'keltner', bars: number): Declaration => ({
  ...over(bars, timeframe, 'ratio'),
  formula: `(close − ${channel}_lower) / (${channel}_upper − ${channel}_lower), ${timeframe}`,
  ...from([`${timeframe}.close`, `${timeframe}.${channel}_lower`, `${timeframe}.${channel}_upper`], (close, low, high) => (close - low) / (high - low)),
});
