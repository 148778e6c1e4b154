/**
 * What a candle costs: our engine with its whole registry, streamed bar by bar
 * as the chain does, against eighteen indicators of the `technicalindicators`
 * library in one batch, in turns over the same bars.
 */
import { ADL, ADX, ATR, BollingerBands, CCI, EMA, MACD, MFI, OBV, ROC, RSI, SMA, Stochastic, StochasticRSI, TRIX, WilliamsR } from 'technicalindicators';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { decodeState, encodeState, freshState, run as stepThrough, stateSize } from '#workers/processors/indicators/engine.js';
import { indicatorColumns, indicators as registry } from '#workers/processors/indicators/index.js';
import type { BarColumns } from '#workers/store/index.js';
import type { Bench, Report } from './figures.js';

const CANDLES = 20_000;
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

function engine(bars: BarColumns): number {
  const state = freshState();
  let known = 0;
  stepThrough(bars, state, () => void (known += Number.isNaN(state.row[0] as number) ? 0 : 1));
  return known;
}

/** @returns nanoseconds a candle. @throws Error when nothing came out. */
function timed(work: () => number): number {
  const started = stopwatchMs();
  if (work() === 0) throw new Error('the work under measurement produced nothing');
  return ((stopwatchMs() - started) * 1e6) / CANDLES;
}

/** A live step: state out of bytes, one bar, state back into bytes. @returns microseconds. */
function liveStep(bars: BarColumns): number {
  const warm = freshState();
  stepThrough(bars, warm, () => undefined, [0, 1_000]);
  const bytes = encodeState(warm);
  const scratch = freshState();
  const steps = 2_000;
  const started = stopwatchMs();
  for (let i = 0; i < steps; i++) {
    const state = decodeState(bytes, scratch);
    stepThrough(bars, state, () => undefined, [1_000, 1_001]);
    encodeState(state);
  }
  return ((stopwatchMs() - started) * 1_000) / steps;
}

export const indicators: Bench = async ({ runs, progress }): Promise<Report> => {
  const bars = walk(CANDLES);
  const lists: Lists = { high: [...bars.high], low: [...bars.low], close: [...bars.close], volume: [...bars.volume] };
  const [bare, ours, live]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run <= runs; run++) {
    progress(run === 0 ? 'warming up' : `pair ${run} of ${runs}`);
    const pair = [timed(() => library(lists)), timed(() => engine(bars)), liveStep(bars)] as const;
    // The first is for the compiler.
    if (run > 0) [bare, ours, live].forEach((samples, i) => samples.push(pair[i] as number));
    await new Promise(setImmediate);
  }
  return {
    bench: `indicators: ${CANDLES} candles of one series`,
    figures: [
      { name: 'technicalindicators, 18 indicators in batch', unit: 'ns/candle', samples: bare },
      { name: `our engine, ${registry.length} indicators in ${indicatorColumns.length} columns`, unit: 'ns/candle', samples: ours },
      { name: `a live step with its state (${stateSize * 8} bytes) in and out`, unit: 'µs', samples: live },
    ],
    ratios: [{ name: 'library / ours, pair by pair (times faster)', samples: bare.map((ns, i) => ns / (ours[i] as number)), goal: '≥ 40' }],
    notes: [`ours computes ${registry.length} indicators against the library's 18; goal ≤ 200 ns for an 18-indicator set`],
  };
};
