/**
 * What a candle costs over history: eighteen indicators by our engine, and its
 * whole registry, against the same eighteen of the `technicalindicators` library
 * in batch, in turns over the same bars. In processor time, which a busy machine
 * does not stretch as it does the time that passes.
 */
import { ADL, ADX, ATR, BollingerBands, CCI, EMA, MACD, MFI, OBV, ROC, RSI, SMA, Stochastic, StochasticRSI, TRIX, WilliamsR } from 'technicalindicators';
import { processorMs } from '#queues/runtime/clock.js';
import { decodeState, encodeState, freshState, run as stepThrough, runInLots, stateSize } from '#workers/processors/indicators/engine.js';
import { indicatorColumns, indicators as registry, type IndicatorName } from '#workers/processors/indicators/index.js';
import type { Indicator } from '#workers/processors/indicators/indicator.js';
import type { BarColumns } from '#workers/store/index.js';
import type { Bench, Report } from './figures.js';

const CANDLES = 20_000;
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
const eighteen = registry.filter((i) => i.columns.some(({ name }) => EIGHTEEN.includes(name)));
const columnsOf = (chosen: readonly Indicator[]): number => chosen.reduce((total, i) => total + i.columns.length, 0);

/** Every column of every bar, into arrays. Returns how many values are known, of the newest lot of each pass. */
function engine(bars: BarColumns, chosen: readonly Indicator[]): number {
  let known = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const state = freshState(chosen);
    runInLots(bars, state, () => undefined);
    for (const column of state.columns) known += column.subarray(state.window.from, state.window.to).filter(Number.isFinite).length;
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

export const indicators: Bench = async ({ runs, progress }): Promise<Report> => {
  const bars = walk(CANDLES);
  const lists: Lists = { high: [...bars.high], low: [...bars.low], close: [...bars.close], volume: [...bars.volume] };
  const sides = [() => timed(() => library(lists)), () => timed(() => engine(bars, eighteen), PASSES), () => timed(() => engine(bars, registry), PASSES), () => liveStep(bars)];
  const [bare, ours, all, live] = sides.map((): number[] => []) as [number[], number[], number[], number[]];
  for (let run = 0; run <= runs; run++) {
    progress(run === 0 ? 'warming up' : `round ${run} of ${runs}`);
    const round = sides.map((side) => side());
    // The first is for the compiler.
    if (run > 0) [bare, ours, all, live].forEach((samples, i) => samples.push(round[i] as number));
    await new Promise(setImmediate);
  }
  return {
    bench: `indicators: ${CANDLES} candles of one series`,
    figures: [
      { name: 'technicalindicators, 18 indicators in batch', unit: 'ns/candle', samples: bare },
      { name: `our engine, the same 18 in ${columnsOf(eighteen)} columns`, unit: 'ns/candle', samples: ours },
      { name: `our engine, all ${registry.length} in ${indicatorColumns.length} columns`, unit: 'ns/candle', samples: all },
      { name: `a live step with its state (${stateSize * 8} bytes) in and out`, unit: 'µs', samples: live },
    ],
    ratios: [{ name: 'library / ours, 18 indicators, round by round', samples: bare.map((ns, i) => ns / (ours[i] as number)), goal: '≥ 40' }],
    notes: ['goal ≤ 200 ns a candle for the 18; every window is summed afresh, so that rebuilt and live values are the same bits'],
  };
};
