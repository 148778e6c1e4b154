/**
 * A latent series: a mean-reverting walk over days whose volatility clusters,
 * refined inside each day to 288 five-minute steps by a bridge that hits the
 * next day's anchor exactly. The market, each sector and each coin's own part
 * are such series; a coin's log price is a weighted sum of three of them.
 * A day's path never depends on the order of questions.
 */
import { BoundedCache } from './lru.js';
import { bell, gaussian, mix } from './hash.js';
import { DAY } from './intervals.js';

/** The computed market begins here; before it there are no bars. */
export const EPOCH_MS = Date.UTC(2019, 0, 1);
export const STEPS = 288;

export interface LatentShape {
  key: number;
  /** Standard deviation of a day's change at ordinary volatility, in log units. */
  dailyVol: number;
  /** Share of the distance to zero given back each day. */
  reversion: number;
  /** Persistence and step of the log volatility's own walk. */
  volMemory: number;
  volStep: number;
}

export interface DayPath {
  /** Value at the start of step i; index 288 is the next day's start. Single precision is enough: prices are rounded. */
  at: Float32Array;
  /** Variance of step i. */
  variance: Float32Array;
}

export const emptyPath = (): DayPath => ({ at: new Float32Array(STEPS + 1), variance: new Float32Array(STEPS) });

/** Activity by hour of the UTC day: quiet Asian night, busy when Europe and America overlap. */
export const activity: readonly number[] = Array.from({ length: 24 }, (_, hour) => 1 + 0.45 * Math.cos(((hour - 15) / 24) * 2 * Math.PI));

export class LatentSeries {
  /** Value and log volatility at the start of each day known so far; both begin at 0. */
  private anchors = new Float32Array(1);
  private logVols = new Float32Array(1);
  private readonly days: BoundedCache<DayPath>;

  constructor(
    private readonly shape: LatentShape,
    cachedDays = 1,
  ) {
    this.days = new BoundedCache(cachedDays);
  }

  /** The path of a day, counted from the epoch; to be read before the next call. */
  day(day: number): DayPath {
    return this.days.get(day, (old) => this.fill(day, old ?? emptyPath()));
  }

  /** Writes the path of a day into `path` and returns it. */
  fill(day: number, path: DayPath): DayPath {
    this.grow(day + 1);
    const sigma = this.shape.dailyVol * Math.exp(this.logVols[day] as number);
    const dayKey = mix(this.shape.key ^ 0x2545f491, day);
    shareVariance(dayKey, sigma, path.variance);
    bridge(dayKey, path, { from: this.anchors[day] as number, to: this.anchors[day + 1] as number });
    return path;
  }

  /** Walks on from the last known day, two months further than asked, so that it is rarely called. */
  private grow(day: number): void {
    const known = this.anchors.length;
    if (day < known) return;
    const { key, dailyVol, reversion, volMemory, volStep } = this.shape;
    const [anchors, logVols] = [longer(this.anchors, day + 64), longer(this.logVols, day + 64)];
    const volKey = mix(key, 0x766f6c);
    for (let d = known - 1; d < anchors.length - 1; d += 1) {
      const logVol = logVols[d] as number;
      anchors[d + 1] = (anchors[d] as number) * (1 - reversion) + dailyVol * Math.exp(logVol) * gaussian(key, d);
      logVols[d + 1] = volMemory * logVol + volStep * gaussian(volKey, d);
    }
    Object.assign(this, { anchors, logVols });
  }
}

function longer(array: Float32Array, length: number): Float32Array {
  const out = new Float32Array(length);
  out.set(array);
  return out;
}

/** Shares a day's variance among its steps: by the hour, and by calm or wild hours and four-hour blocks. */
function shareVariance(dayKey: number, sigma: number, into: Float32Array): void {
  let sum = 0;
  for (let hour = 0; hour < 24; hour += 1) {
    const mood = 0.45 * gaussian(dayKey ^ 0x68, hour) + 0.45 * gaussian(dayKey ^ 0x3468, hour >> 2);
    const weight = (activity[hour] as number) * Math.exp(mood);
    into.fill(weight, hour * 12, hour * 12 + 12);
    sum += weight * 12;
  }
  const scale = (sigma * sigma) / sum;
  for (let i = 0; i < STEPS; i += 1) into[i] = (into[i] as number) * scale;
}

const steps = new Float64Array(STEPS);

/** A Brownian bridge with the path's step variances: free steps, then the miss is shared out by variance. */
function bridge(key: number, { at, variance }: DayPath, ends: { from: number; to: number }): void {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < STEPS; i += 1) {
    const v = variance[i] as number;
    steps[i] = Math.sqrt(v) * bell(key, i);
    sum += steps[i] as number;
    total += v;
  }
  const miss = total > 0 ? (sum - (ends.to - ends.from)) / total : 0;
  let here = ends.from;
  for (let i = 0; i < STEPS; i += 1) {
    at[i] = here;
    here += (steps[i] as number) - (variance[i] as number) * miss;
  }
  at[STEPS] = ends.to;
}

export const dayOf = (ms: number): number => Math.floor((ms - EPOCH_MS) / DAY);
