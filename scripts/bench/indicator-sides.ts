/** What the bench of indicators compares, each over the same bars. */
import { ADL, ADX, ATR, BollingerBands, CCI, EMA, MACD, MFI, OBV, ROC, RSI, SMA, Stochastic, StochasticRSI, TRIX, WilliamsR } from 'technicalindicators';
import { processorMs } from '#queues/runtime/clock.js';
import { decodeState, encodeState, freshState, resetState, run as stepThrough, runInLots, type State } from '#workers/processors/indicators/engine.js';
import { indicators as registry, type IndicatorName } from '#workers/processors/indicators/index.js';
import type { BarColumns } from '#workers/store/index.js';

/** Of one series. */
export const CANDLES = 20_000;
/** The engine goes over the bars so often in a sample: one pass is shorter than what a busy machine takes a process away for. */
const PASSES = 20;
const STEP_MS = 300_000;

/** A reproducible random walk with plausible bars (mulberry32). */
function walk(candles: number): BarColumns {
  let seed = 7;
  const random = (): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const column = (): Float64Array => new Float64Array(candles);
  const bars: BarColumns = { symbol: 'BTC', timeframe: '5m', openTime: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  let price = 50_000;
  for (let i = 0; i < candles; i++) {
    const open = price;
    price *= 1 + (random() - 0.5) * 0.01;
    bars.openTime[i] = Date.UTC(2026, 0, 1) + i * STEP_MS;
    bars.open[i] = open;
    bars.close[i] = price;
    bars.high[i] = Math.max(open, price) * (1 + random() * 0.002);
    bars.low[i] = Math.min(open, price) * (1 - random() * 0.002);
    bars.volume[i] = 10 + random() * 1_000;
  }
  return bars;
}

type Lists = Record<'high' | 'low' | 'close' | 'volume', number[]>;

/** Eighteen, with their usual periods. Returns how many values came out, so that nothing can be left out. */
function library({ high, low, close, volume }: Lists): number {
  const hlc = { high, low, close };
  return [
    SMA.calculate({ period: 20, values: close }),
    SMA.calculate({ period: 50, values: close }),
    EMA.calculate({ period: 12, values: close }),
    EMA.calculate({ period: 26, values: close }),
    RSI.calculate({ period: 14, values: close }),
    MACD.calculate({ values: close, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false }),
    BollingerBands.calculate({ period: 20, stdDev: 2, values: close }),
    ATR.calculate({ period: 14, ...hlc }),
    ADX.calculate({ period: 14, ...hlc }),
    Stochastic.calculate({ period: 14, signalPeriod: 3, ...hlc }),
    StochasticRSI.calculate({ values: close, rsiPeriod: 14, stochasticPeriod: 14, kPeriod: 3, dPeriod: 3 }),
    CCI.calculate({ period: 20, ...hlc }),
    MFI.calculate({ period: 14, ...hlc, volume }),
    OBV.calculate({ close, volume }),
    ADL.calculate({ ...hlc, volume }),
    WilliamsR.calculate({ period: 14, ...hlc }),
    ROC.calculate({ period: 10, values: close }),
    TRIX.calculate({ period: 15, values: close }),
  ].reduce((sum, values) => sum + values.length, 0);
}

/** A column of each of the library's eighteen; the stochastic of the engine has Williams' %R with it. */
const EIGHTEEN: readonly IndicatorName[] = ['sma_20', 'sma_50', 'ema_12', 'ema_26', 'rsi_14', 'macd_line', 'bb_upper', 'atr_14', 'adx_14', 'stoch_k', 'stoch_rsi_k', 'cci_20', 'mfi_14', 'obv', 'adl', 'williams_r', 'roc_10', 'trix_15'];
export const eighteen = registry.filter((i) => i.columns.some(({ name }) => EIGHTEEN.includes(name)));

/** Every column of every bar, into arrays, as a rebuild does it. Returns how many values are known, of the newest bar of each pass. */
function engine(bars: BarColumns, state: State): number {
  let known = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    resetState(state);
    runInLots(bars, state, () => undefined);
    for (const column of state.columns) if (Number.isFinite(column[state.window.to - 1])) known++;
  }
  return known;
}

/** @returns nanoseconds of processor time a candle. @throws Error when nothing came out. */
function timed(work: () => number, passes = 1): number {
  const started = processorMs();
  if (work() === 0) throw new Error('the work under measurement produced nothing');
  return ((processorMs() - started) * 1e6) / (CANDLES * passes);
}

/** A live step: state out of bytes, one bar, state back into bytes. @returns microseconds of processor time. */
function liveStep(bars: BarColumns): number {
  const warm = freshState();
  stepThrough(bars, warm, () => undefined, [0, 1_000]);
  const bytes = encodeState(warm);
  const scratch = freshState();
  const steps = 2_000;
  const started = processorMs();
  for (let i = 0; i < steps; i++) {
    const state = decodeState(bytes, scratch);
    stepThrough(bars, state, () => undefined, [1_000, 1_001]);
    encodeState(state);
  }
  return ((processorMs() - started) * 1_000) / steps;
}

const bars = walk(CANDLES);
const lists: Lists = { high: [...bars.high], low: [...bars.low], close: [...bars.close], volume: [...bars.volume] };

const states = { eighteen: freshState(eighteen), all: freshState() };

/** Each does its work once. Of processor time: nanoseconds a candle; of a live step microseconds. */
export const sides = {
  library: () => timed(() => library(lists)),
  eighteen: () => timed(() => engine(bars, states.eighteen), PASSES),
  all: () => timed(() => engine(bars, states.all), PASSES),
  live: () => liveStep(bars),
} as const;
export type SideName = keyof typeof sides;
