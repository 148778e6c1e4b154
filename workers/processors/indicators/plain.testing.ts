/**
 * Every column once more, by the book: whole arrays, slices and sums, no state
 * and no cleverness. Slow and obviously right; the tests hold the engine to it.
 */
import type { IndicatorName } from './index.js';
import type { Bar } from './indicator.js';

type List = number[];

const sum = (xs: List): number => xs.reduce((a, b) => a + b, 0);
const mean = (xs: List): number => sum(xs) / xs.length;
const over = (a: number, b: number): number => (b === 0 ? NaN : a / b);
/** f of each window of n; NaN while a window is short or holds NaN. */
const rolling = (xs: List, n: number, f: (window: List) => number): List =>
  xs.map((_, i) => {
    const window = xs.slice(Math.max(0, i - n + 1), i + 1);
    return window.length < n || window.some(Number.isNaN) ? NaN : f(window);
  });
const lag = (xs: List, n: number): List => xs.map((_, i) => xs[i - n] ?? NaN);
const zip = (a: List, b: List, f: (x: number, y: number) => number): List => a.map((x, i) => f(x, b[i] as number));
const minus = (a: List, b: List): List => zip(a, b, (x, y) => x - y);

/** Seeded by the mean of the first n known values, then prev × (1 − weight) + x × weight. */
function smooth(xs: List, n: number, weight: number): List {
  const first = xs.findIndex((x) => !Number.isNaN(x));
  const out: List = xs.map(() => NaN);
  if (first < 0) return out;
  const seedAt = first + n - 1;
  for (let i = seedAt; i < xs.length; i++) {
    out[i] = i === seedAt ? mean(xs.slice(first, seedAt + 1)) : (out[i - 1] as number) * (1 - weight) + (xs[i] as number) * weight;
  }
  return out;
}
const ema = (xs: List, n: number): List => smooth(xs, n, 2 / (n + 1));
const wilder = (xs: List, n: number): List => smooth(xs, n, 1 / n);

function rsi(close: List, n: number): List {
  const change = minus(close, lag(close, 1));
  const up = wilder(change.map((c) => Math.max(c, 0)), n);
  const down = wilder(change.map((c) => Math.max(-c, 0)), n);
  return zip(up, down, (u, d) => 100 * over(u, u + d));
}

/** TA-Lib's MACD: the fast average starts late, so that both are seeded on bar 26. */
function macd(close: List) {
  const slow = ema(close, 26);
  const fast = ema(close.map((c, i) => (i < 14 ? NaN : c)), 12);
  const line = minus(fast, slow);
  const signal = ema(line, 9);
  return { line, signal, slow };
}

function adx(high: List, low: List, tr: List) {
  const up = minus(high, lag(high, 1));
  const down = minus(lag(low, 1), low);
  const plus = zip(up, down, (u, d) => (u > d && u > 0 ? u : 0));
  const minusDm = zip(up, down, (u, d) => (d > u && d > 0 ? d : 0));
  const total = (xs: List): List => {
    const out: List = xs.map(() => NaN);
    let s = sum(xs.slice(1, 14));
    for (let i = 14; i < xs.length; i++) out[i] = s = s - s / 14 + (xs[i] as number);
    return out;
  };
  const pdi = zip(total(plus), total(tr), (a, b) => 100 * over(a, b));
  const mdi = zip(total(minusDm), total(tr), (a, b) => 100 * over(a, b));
  const dx = zip(pdi, mdi, (p, m) => 100 * over(Math.abs(p - m), p + m));
  return { pdi, mdi, adx: wilder(dx, 14) };
}

function psar(high: List, low: List): List {
  const out: List = [NaN];
  const fell = (low[0] as number) - (low[1] as number);
  let long = !(fell > 0 && fell > (high[1] as number) - (high[0] as number));
  let sar = long ? (low[0] as number) : (high[0] as number);
  let ep = long ? (high[1] as number) : (low[1] as number);
  let af = 0.02;
  for (let i = 1; i < high.length; i++) {
    const j = i === 1 ? 1 : i - 1;
    const [h, l, ph, pl] = [high[i], low[i], high[j], low[j]] as [number, number, number, number];
    if (long ? l <= sar : h >= sar) {
      long = !long;
      sar = long ? Math.min(ep, pl, l) : Math.max(ep, ph, h);
      out.push(sar);
      af = 0.02;
      ep = long ? h : l;
    } else {
      out.push(sar);
      if (long ? h > ep : l < ep) [ep, af] = [long ? h : l, Math.min(0.2, af + 0.02)];
    }
    sar += af * (ep - sar);
    sar = long ? Math.min(sar, pl, l) : Math.max(sar, ph, h);
  }
  return out;
}

function vwap(bars: readonly Bar[], tp: List): List {
  const day = (i: number): number => Math.floor((bars[i] as Bar).openTime / 86_400_000);
  return bars.map((_, i) => {
    const today = bars.map((_, j) => j).filter((j) => j <= i && day(j) === day(i));
    const whole = (today[0] as number) > 0 || (bars[0] as Bar).openTime % 86_400_000 === 0;
    return whole ? over(sum(today.map((j) => (tp[j] as number) * (bars[j] as Bar).volume)), sum(today.map((j) => (bars[j] as Bar).volume))) : NaN;
  });
}

/** What several columns start from. */
function basics(bars: readonly Bar[]) {
  const list = (name: keyof Bar): List => bars.map((bar) => bar[name]);
  const [high, low, close, volume] = [list('high'), list('low'), list('close'), list('volume')];
  const before = lag(close, 1);
  const tr = bars.map(({ high: h, low: l }, i) => Math.max(h - l, Math.abs(h - (before[i] as number)), Math.abs(l - (before[i] as number))));
  const top = (n: number): List => rolling(high, n, (xs) => Math.max(...xs));
  const bottom = (n: number): List => rolling(low, n, (xs) => Math.min(...xs));
  return { bars, high, low, close, volume, before, tr, top, bottom, tp: bars.map((b) => (b.high + b.low + b.close) / 3), change: minus(close, before) };
}
type Basics = ReturnType<typeof basics>;
const sma = (xs: List, n: number): List => rolling(xs, n, mean);

function averages({ close, volume, tr }: Basics) {
  const { line, signal, slow } = macd(close);
  const sigma = rolling(close, 20, (xs) => Math.sqrt(mean(xs.map((x) => (x - mean(xs)) ** 2))));
  const [middle, upper, lower] = [sma(close, 20), zip(sma(close, 20), sigma, (m, s) => m + 2 * s), zip(sma(close, 20), sigma, (m, s) => m - 2 * s)];
  const reach = wilder(tr, 10);
  return {
    close, volume,
    sma_10: sma(close, 10), sma_20: sma(close, 20), sma_50: sma(close, 50), sma_200: sma(close, 200),
    ema_12: ema(close, 12), ema_20: ema(close, 20), ema_26: ema(close, 26), ema_50: ema(close, 50), ema_200: ema(close, 200),
    macd_line: line, macd_signal: signal, macd_histogram: minus(line, signal), ppo: zip(line, slow, (l, s) => 100 * over(l, s)),
    bb_upper: upper, bb_middle: middle, bb_lower: lower, bb_width: zip(minus(upper, lower), middle, over), bb_percent_b: zip(minus(close, lower), minus(upper, lower), over),
    atr_14: wilder(tr, 14),
    keltner_upper: zip(ema(close, 20), reach, (m, r) => m + 2 * r), keltner_middle: ema(close, 20), keltner_lower: zip(ema(close, 20), reach, (m, r) => m - 2 * r),
    volume_sma_20: sma(volume, 20), volume_ratio_20: zip(volume, sma(volume, 20), over),
  };
}

function oscillators({ high, low, close, before, tr, tp, top, bottom, change }: Basics) {
  const fast = zip(minus(close, bottom(14)), minus(top(14), bottom(14)), over).map((x) => 100 * x);
  const slow = sma(fast, 3);
  const strength = rsi(close, 14);
  const stochRsi = sma(rolling(strength, 14, (xs) => 100 * over((xs.at(-1) as number) - Math.min(...xs), Math.max(...xs) - Math.min(...xs))), 3);
  const directional = adx(high, low, tr);
  const triple = ema(ema(ema(close, 15), 15), 15);
  const pressure = zip(close, zip(low, before, (l, c) => Math.min(l, c)), (c, l) => c - l);
  const average = (n: number): List => zip(rolling(pressure, n, sum), rolling(tr, n, sum), over);
  const double = (xs: List): List => ema(ema(xs, 25), 13);
  return {
    rsi_7: rsi(close, 7), rsi_14: strength,
    adx_14: directional.adx, plus_di_14: directional.pdi, minus_di_14: directional.mdi,
    stoch_k: slow, stoch_d: sma(slow, 3), williams_r: fast.map((x) => x - 100), stoch_rsi_k: stochRsi, stoch_rsi_d: sma(stochRsi, 3),
    cci_20: rolling(tp, 20, (xs) => over((xs.at(-1) as number) - mean(xs), 0.015 * mean(xs.map((x) => Math.abs(x - mean(xs)))))),
    trix_15: zip(triple, lag(triple, 1), (a, b) => 100 * (over(a, b) - 1)),
    ultimate_oscillator: zip(zip(average(7), average(14), (a, b) => 4 * a + 2 * b), average(28), (a, b) => (100 * (a + b)) / 7),
    tsi: zip(double(change), double(change.map(Math.abs)), (a, b) => 100 * over(a, b)),
  };
}

function volumes({ bars, tp, volume, change }: Basics) {
  const moved = zip(tp, lag(tp, 1), (p, q) => Math.sign(p - q));
  const signedFlow = zip(zip(tp, volume, (p, v) => p * v), moved, (f, s) => f * s);
  const mfv = bars.map((b) => (b.high === b.low ? 0 : ((b.close - b.low - (b.high - b.close)) / (b.high - b.low)) * b.volume));
  const running = (xs: List): List => ((total) => xs.map((x) => (total += x)))(0);
  return {
    mfi_14: rolling(signedFlow, 14, (xs) => 100 * over(sum(xs.filter((x) => x > 0)), sum(xs.map(Math.abs)))),
    obv: running(zip(volume, change, (v, c) => v * (Number.isNaN(c) ? 1 : Math.sign(c)))),
    adl: running(mfv), cmf_20: zip(rolling(mfv, 20, sum), rolling(volume, 20, sum), over), vwap: vwap(bars, tp),
    force_index_13: ema(zip(change, volume, (c, v) => c * v), 13),
  };
}

function extremes({ high, low, close, before, top, bottom }: Basics) {
  const middle = (n: number): List => zip(top(n), bottom(n), (h, l) => (h + l) / 2);
  const since = (xs: List, best: (...v: number[]) => number): List => rolling(xs, 26, (w) => (100 * w.lastIndexOf(best(...w))) / 25);
  const [up, down] = [since(high, Math.max), since(low, Math.min)];
  const logs = zip(close, before, (c, b) => Math.log(c / b));
  const deviation = (n: number): List => rolling(logs, n, (xs) => Math.sqrt(sum(xs.map((x) => (x - mean(xs)) ** 2)) / (n - 1)));
  const gain = (n: number): List => zip(close, lag(close, n), (c, b) => over(c, b) - 1);
  return {
    aroon_up: up, aroon_down: down, aroon_oscillator: minus(up, down),
    donchian_upper: top(20), donchian_middle: middle(20), donchian_lower: bottom(20),
    ichimoku_tenkan: middle(9), ichimoku_kijun: middle(26), ichimoku_senkou_a: zip(middle(9), middle(26), (a, b) => (a + b) / 2), ichimoku_senkou_b: middle(52),
    psar: psar(high, low),
    realized_vol_20: deviation(20), realized_vol_30: deviation(30),
    roc_10: gain(10).map((x) => 100 * x), momentum_10: minus(close, lag(close, 10)),
    return_1: gain(1), return_3: gain(3), return_12: gain(12), return_48: gain(48), return_288: gain(288),
  };
}

/** @returns all columns of the registry over the whole series */
export function plainly(bars: readonly Bar[]): Record<IndicatorName, List> {
  const b = basics(bars);
  return { ...averages(b), ...oscillators(b), ...volumes(b), ...extremes(b) };
}
