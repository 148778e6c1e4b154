/**
 * The simulated economy: a level for every macro and market series at every
 * instant, by seed. Shares, rates and the dollar move with the crypto market's
 * own factor, each by its share, and on their own for the rest. Farm milliseconds
 * in, plain numbers out; nothing here knows a wire format.
 */
import { streamKey, uniform } from './hash.js';
import { DAY, FIVE_MINUTES } from './intervals.js';
import { dayOf, EPOCH_MS, LatentSeries, STEPS } from './latent.js';

/** Level in 2019, deviation of a day (log units, or points of `points` series), share of the crypto market's factor, growth a year. */
type Shape = readonly [base: number, dailyVol: number, beta: number, growth: number, kind?: 'points'];

/** By the upstream's own name. */
const SHAPES: Readonly<Record<string, Shape>> = {
  '^VIX': [17, 0.045, -0.5, 0], '^GSPC': [3_900, 0.008, 0.14, 0.07], 'DX-Y.NYB': [99, 0.0035, -0.05, 0], '^TNX': [4.1, 0.045, 0.2, 0, 'points'], 'GC=F': [1_800, 0.009, 0.03, 0.08], 'CL=F': [68, 0.018, 0.1, 0],
  QQQ: [300, 0.011, 0.2, 0.09], SPY: [390, 0.008, 0.14, 0.07], ARKK: [55, 0.022, 0.4, 0], XLE: [80, 0.013, 0.08, 0.02], XLF: [38, 0.01, 0.12, 0.05], XLK: [150, 0.012, 0.2, 0.09], XLP: [72, 0.006, 0.04, 0.03], XLY: [170, 0.011, 0.17, 0.05],
  GLD: [168, 0.009, 0.03, 0.08], TLT: [92, 0.009, -0.02, 0], HYG: [78, 0.004, 0.06, 0], EEM: [42, 0.01, 0.14, 0.03], EFA: [74, 0.009, 0.12, 0.03], UUP: [27.5, 0.0035, -0.05, 0],
  'SI=F': [24, 0.017, 0.06, 0.05], 'HG=F': [4.1, 0.013, 0.1, 0.02], 'NG=F': [3, 0.033, 0.02, 0], 'EURUSD=X': [1.1, 0.004, 0.05, 0], 'JPY=X': [145, 0.005, 0.04, 0], 'GBPUSD=X': [1.29, 0.0045, 0.05, 0],
  COIN: [190, 0.036, 0.9, 0.02], MSTR: [240, 0.04, 1, 0.03], MARA: [17, 0.045, 1, 0], NVDA: [120, 0.023, 0.3, 0.09],
  DGS2: [3.9, 0.045, 0.2, 0, 'points'], DGS30: [4.5, 0.04, 0.2, 0, 'points'], DTWEXBGS: [120, 0.003, -0.04, 0],
  FEDFUNDS: [4.2, 0.012, 0, 0, 'points'], UNRATE: [4.1, 0.012, -0.1, 0, 'points'], CPIAUCSL: [255, 0.0003, 0, 0.028], GDPC1: [20_600, 0.0006, 0.005, 0.023], ICSA: [222_000, 0.008, -0.05, 0],
  INDPRO: [102, 0.0012, 0.01, 0.004], RSAFS: [520_000, 0.0015, 0.01, 0.045], HOUST: [1_360, 0.005, 0.02, 0], UMCSENT: [70, 0.006, 0.06, 0], M2SL: [14_400, 0.0004, 0, 0.06], WALCL: [6_600_000, 0.0006, 0, 0],
};
/** Measured by another publisher on the same day. */
const SAME: Readonly<Record<string, string>> = { VIXCLS: '^VIX', SP500: '^GSPC', DGS10: '^TNX', DCOILWTICO: 'CL=F' };

const YEAR = 365.25 * DAY;
const latent = (key: number, dailyVol: number): LatentSeries => new LatentSeries({ key, dailyVol, reversion: 0.008, volMemory: 0.94, volStep: 0.12 }, 4);

export class Economy {
  private readonly market: LatentSeries;
  private readonly own = new Map<string, LatentSeries>();

  constructor(readonly seed: number) {
    this.market = new LatentSeries({ key: streamKey(seed, 'market'), dailyVol: 0.021, reversion: 0.008, volMemory: 0.94, volStep: 0.17 }, 4);
  }

  knows(id: string): boolean {
    return Object.hasOwn(SHAPES, SAME[id] ?? id);
  }

  /** The level of a series at an instant. @throws RangeError for a series nobody publishes. */
  level(id: string, ms: number): number {
    const name = SAME[id] ?? id;
    const shape = SHAPES[name];
    if (!shape) throw new RangeError(`the economy has no series ${id}`);
    const [base, dailyVol, beta, growth, kind] = shape;
    const at = Math.max(EPOCH_MS, ms);
    const own = this.own.get(name) ?? latent(streamKey(this.seed, `economy:${name}`), dailyVol);
    this.own.set(name, own);
    const step = value(own, at);
    if (kind === 'points') return Math.max(0.05, base + step + beta * value(this.market, at));
    return base * Math.exp(step + beta * value(this.market, at) + (growth * (at - EPOCH_MS)) / YEAR);
  }

  /** Noise in (−1, 1) for one figure of a stream, by index. */
  noise(stream: string, index: number): number {
    return 2 * uniform(streamKey(this.seed, stream), index) - 1;
  }
}

function value(series: LatentSeries, ms: number): number {
  const day = dayOf(ms);
  const step = Math.min(STEPS, Math.floor((ms - EPOCH_MS - day * DAY) / FIVE_MINUTES));
  return series.day(day).at[step] as number;
}
