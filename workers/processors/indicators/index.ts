/**
 * The registry of indicators. From it come the columns of `technical_indicators`,
 * the layout of the stored state and the documentation. Append at the end, and
 * raise `ENGINE_VERSION` with every change of the list, of a formula or of a
 * memory: stored states of another version are thrown away and rebuilt.
 */
import { adx } from './adx.js';
import { atr, keltner } from './atr.js';
import { bollinger } from './bollinger.js';
import { cci } from './cci.js';
import { bar, returns, roc } from './change.js';
import { aroon, donchian, ichimoku } from './channels.js';
import { ema } from './ema.js';
import type { Indicator, IndicatorColumn } from './indicator.js';
import { macd } from './macd.js';
import { forceIndex, trix, tsi } from './momentum.js';
import { cmf, mfi } from './money-flow.js';
import { psar } from './psar.js';
import { rsi } from './rsi.js';
import { sma, volumeSma } from './sma.js';
import { stochRsi } from './stoch-rsi.js';
import { stochastic } from './stochastic.js';
import { ultimate } from './ultimate.js';
import { realizedVol } from './volatility.js';
import { adl, obv, vwap } from './volume-totals.js';

export const ENGINE_VERSION = 3;

const registry = [
  bar,
  sma(10), sma(20), sma(50), sma(200),
  ema(12), ema(20), ema(26), ema(50), ema(200),
  rsi(7), rsi(14),
  macd,
  bollinger,
  atr,
  adx,
  stochastic,
  stochRsi,
  cci,
  mfi, obv, adl, cmf, vwap,
  roc, trix, ultimate, aroon,
  keltner, donchian, ichimoku, psar,
  tsi, forceIndex,
  realizedVol(20), realizedVol(30),
  volumeSma,
  returns(1), returns(3), returns(12), returns(48), returns(288),
] as const;

type NameOf<I> = I extends Indicator<infer N> ? N : never;
/** Every indicator column, as a union of literals. */
export type IndicatorName = NameOf<(typeof registry)[number]>;

export const indicators: readonly Indicator<IndicatorName>[] = registry;
/** Every column, in the order of the engine's row. */
export const indicatorColumns: readonly IndicatorColumn<IndicatorName>[] = indicators.flatMap((i) => [...i.columns]);
/** Doubles of memory of all indicators together, without the window. */
export const memorySize = indicators.reduce((total, i) => total + i.memory, 0);
