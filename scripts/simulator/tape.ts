/**
 * The five-minute bars of one computed coin, a day at a time, and what the open
 * bar has shown by any instant. Everything coarser is an aggregate of these, so
 * that all intervals agree by construction.
 */
import { BoundedCache } from './lru.js';
import { gaussian, mix, uniform } from './hash.js';
import { DAY, FIVE_MINUTES } from './intervals.js';
import { EPOCH_MS, STEPS, activity, dayOf, type DayPath, type LatentSeries } from './latent.js';
import type { Profile } from './profile.js';
import type { Bar } from './source.js';

/** Fields per bar in a day's array: open, high, low, close, volume, quote volume, trades, taker volume. */
const FIELDS = 8;
const CACHED_COIN_DAYS = 900;

/** Where the open bar is: which two turning points it visits, and when, as shares of its length. */
interface Turns {
  highFirst: boolean;
  firstAt: number;
  secondAt: number;
}

export interface Drivers {
  market: LatentSeries;
  sectors: readonly LatentSeries[];
  own: LatentSeries;
}

export type DayCache = BoundedCache<string, Float64Array>;

/** One cache for all coins of a market, so that its bound holds for the market. */
export const dayCache = (): DayCache => new BoundedCache(CACHED_COIN_DAYS);

export class Tape {
  /** The day asked for last: bars are mostly read in order. */
  private recent: { day: number; data: Float64Array } | undefined;

  constructor(
    readonly profile: Profile,
    private readonly drivers: Drivers,
    private readonly cache: DayCache,
  ) {}

  /** The complete bar that opens at `openMs`, a multiple of five minutes after the epoch. */
  bar(openMs: number): Bar {
    const day = dayOf(openMs);
    const data = this.day(day);
    const o = Math.round((openMs - EPOCH_MS - day * DAY) / FIVE_MINUTES) * FIELDS;
    const [open, high, low, close] = [data[o] as number, data[o + 1] as number, data[o + 2] as number, data[o + 3] as number];
    return { openMs, open, high, low, close, volume: data[o + 4] as number, quoteVolume: data[o + 5] as number, trades: data[o + 6] as number, takerVolume: data[o + 7] as number };
  }

  /** The bar that opens at `openMs` as known at `nowMs`, which lies inside it. */
  barSoFar(openMs: number, nowMs: number): Bar {
    const whole = this.bar(openMs);
    const share = Math.min(1, Math.max(0, (nowMs - openMs) / FIVE_MINUTES));
    const turns = this.turns(openMs);
    const close = this.quantise(this.along(whole, turns, share));
    const peakSeen = share >= (turns.highFirst ? turns.firstAt : turns.secondAt);
    const troughSeen = share >= (turns.highFirst ? turns.secondAt : turns.firstAt);
    const high = peakSeen ? whole.high : Math.max(whole.open, close);
    const low = troughSeen ? whole.low : Math.min(whole.open, close);
    const part = (x: number): number => this.quantiseVolume(x * share);
    const volume = part(whole.volume);
    return { openMs, open: whole.open, high, low, close, volume, quoteVolume: money(volume * mean(whole.open, high, low, close)), trades: Math.floor(whole.trades * share), takerVolume: Math.min(volume, part(whole.takerVolume)) };
  }

  /** Price at an instant: inside its bar it walks open → first turn → second turn → close. */
  priceAt(ms: number): number {
    const openMs = Math.floor(ms / FIVE_MINUTES) * FIVE_MINUTES;
    return this.quantise(this.along(this.bar(openMs), this.turns(openMs), (ms - openMs) / FIVE_MINUTES));
  }

  /** Rounds summed volumes to what the venue would print: adding leaves noise in the last bits. */
  tidy(bar: Bar): Bar {
    return { ...bar, volume: this.quantiseVolume(bar.volume), takerVolume: this.quantiseVolume(bar.takerVolume), quoteVolume: money(bar.quoteVolume) };
  }

  private along(bar: Bar, turns: Turns, share: number): number {
    const first = turns.highFirst ? bar.high : bar.low;
    const second = turns.highFirst ? bar.low : bar.high;
    if (share < turns.firstAt) return bar.open + ((first - bar.open) * share) / turns.firstAt;
    if (share < turns.secondAt) return first + ((second - first) * (share - turns.firstAt)) / (turns.secondAt - turns.firstAt);
    return second + ((bar.close - second) * (share - turns.secondAt)) / (1 - turns.secondAt);
  }

  private turns(openMs: number): Turns {
    const key = mix(this.profile.key ^ 0x7475726e, openMs / FIVE_MINUTES);
    return { highFirst: uniform(key, 0) < 0.5, firstAt: 0.1 + 0.35 * uniform(key, 1), secondAt: 0.55 + 0.35 * uniform(key, 2) };
  }

  private quantise(price: number): number {
    const scale = 10 ** this.profile.decimals;
    return Math.max(1, Math.round(price * scale)) / scale;
  }

  private quantiseVolume(volume: number): number {
    const scale = 10 ** this.profile.volumeDecimals;
    return Math.round(volume * scale) / scale;
  }

  private day(day: number): Float64Array {
    if (this.recent?.day === day) return this.recent.data;
    const data = this.cache.get(`${this.profile.key}:${day}`, () => this.buildDay(day));
    this.recent = { day, data };
    return data;
  }

  private buildDay(day: number): Float64Array {
    const { profile, drivers } = this;
    const paths: [number, DayPath][] = [
      [profile.beta, drivers.market.day(day)],
      [profile.gamma, (drivers.sectors[profile.sector] as LatentSeries).day(day)],
      [1, drivers.own.day(day)],
    ];
    const logAt = (i: number): number => profile.basis + paths.reduce((sum, [weight, p]) => sum + weight * (p.at[i] as number), 0);
    const varianceAt = (i: number): number => paths.reduce((sum, [weight, p]) => sum + weight * weight * (p.variance[i] as number), 0);
    const out = new Float64Array(STEPS * FIELDS);
    const key = mix(profile.key ^ 0x62617273, day);
    const weekday = new Date(EPOCH_MS + day * DAY).getUTCDay();
    const pace = weekday === 0 || weekday === 6 ? 0.7 : 1;
    let from = logAt(0);
    for (let i = 0; i < STEPS; i += 1) {
      const to = logAt(i + 1);
      out.set(this.row({ key, i, pace, from, to, variance: varianceAt(i) }), i * FIELDS);
      from = to;
    }
    return out;
  }

  /** Extremes follow the distribution of a Brownian bridge's maximum; volume rises with the hour and the move. */
  private row(step: { key: number; i: number; pace: number; from: number; to: number; variance: number }): number[] {
    const { key, i, from, to, variance } = step;
    const reach = (salt: number): number => Math.sqrt((to - from) ** 2 - 2 * variance * Math.log(uniform(key ^ salt, i)));
    const open = this.quantise(Math.exp(from));
    const close = this.quantise(Math.exp(to));
    const high = Math.max(open, close, this.quantise(Math.exp((from + to + reach(0x6869)) / 2)));
    const low = Math.min(open, close, this.quantise(Math.exp((from + to - reach(0x6c6f)) / 2)));
    const surprise = variance > 0 ? Math.abs(to - from) / Math.sqrt(variance) : 0;
    const turnover = (this.profile.dailyTurnover / STEPS) * step.pace * activity(Math.floor(i / 12)) * (0.55 + 0.55 * surprise) * Math.exp(0.5 * gaussian(key ^ 0x766f, i) - 0.125);
    const volume = this.quantiseVolume(turnover / close);
    const trades = Math.max(1, Math.round(turnover / (150 + turnover / 8_000)));
    const taker = Math.min(volume, this.quantiseVolume(volume * (0.35 + 0.3 * uniform(key ^ 0x7461, i))));
    return [open, high, low, close, volume, money(volume * mean(open, high, low, close)), trades, taker];
  }
}

const mean = (a: number, b: number, c: number, d: number): number => (a + b + c + d) / 4;

/** Quote volumes carry cents at most to eight decimals, as the venue prints them. */
const money = (x: number): number => Math.round(x * 1e6) / 1e6;
