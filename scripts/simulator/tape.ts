/**
 * The five-minute bars of one computed coin, a day at a time, and what the open
 * bar has shown by any instant. Everything coarser is an aggregate of these, so
 * that all intervals agree by construction.
 */
import { BoundedCache } from './lru.js';
import { mix, uniform } from './hash.js';
import { DAY, FIVE_MINUTES } from './intervals.js';
import { EPOCH_MS, STEPS, activity, dayOf, emptyPath, type LatentSeries } from './latent.js';
import type { Profile } from './profile.js';
import type { Bar } from './source.js';

/** Fields per bar in a day's array: open, high, low, close, volume, trades, taker volume. */
const FIELDS = 7;
/** Two days of 320 coins: what the newest bars and the 24-hour figures need. */
const CACHED_COIN_DAYS = 680;

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

export type DayCache = BoundedCache<Float64Array>;

/** One cache for all coins of a market, so that its bound holds for the market. */
export const dayCache = (): DayCache => new BoundedCache(CACHED_COIN_DAYS);

export class Tape {
  private readonly priceScale: number;
  private readonly volumeScale: number;

  constructor(
    /** Its number within the market, part of the cache's key. */
    private readonly serial: number,
    readonly profile: Profile,
    private readonly drivers: Drivers,
    private readonly cache: DayCache,
  ) {
    this.priceScale = 10 ** profile.decimals;
    this.volumeScale = 10 ** profile.volumeDecimals;
  }

  /** The complete bar that opens at `openMs`, a multiple of five minutes after the epoch. */
  bar(openMs: number): Bar {
    const data = this.day(dayOf(openMs));
    const o = this.offset(openMs);
    const [open, high, low, close] = [data[o] as number, data[o + 1] as number, data[o + 2] as number, data[o + 3] as number];
    const volume = data[o + 4] as number;
    return { openMs, open, high, low, close, volume, quoteVolume: money(volume * mean(open, high, low, close)), trades: data[o + 5] as number, takerVolume: data[o + 6] as number };
  }

  /** One bar over the complete ones of [openMs, endMs). */
  whole(openMs: number, endMs: number): Bar {
    const whole = this.bar(openMs);
    for (let ms = openMs + FIVE_MINUTES; ms < endMs; ) {
      const day = dayOf(ms);
      const dayEnd = Math.min(endMs, EPOCH_MS + (day + 1) * DAY);
      this.extend(whole, this.day(day), { from: this.offset(ms), count: (dayEnd - ms) / FIVE_MINUTES });
      ms = dayEnd;
    }
    return this.tidy(whole);
  }

  /** Without an object per bar: a request for years of daily bars passes hundreds of thousands. */
  private extend(whole: Bar, data: Float64Array, run: { from: number; count: number }): void {
    for (let o = run.from; o < run.from + run.count * FIELDS; o += FIELDS) {
      const [high, low, close, volume] = [data[o + 1] as number, data[o + 2] as number, data[o + 3] as number, data[o + 4] as number];
      if (high > whole.high) whole.high = high;
      if (low < whole.low) whole.low = low;
      whole.close = close;
      whole.volume += volume;
      whole.quoteVolume += money(volume * mean(data[o] as number, high, low, close));
      whole.trades = (whole.trades ?? 0) + (data[o + 5] as number);
      whole.takerVolume += data[o + 6] as number;
    }
  }

  /** Where the bar that opens at `ms` begins in its day's array. */
  private offset(ms: number): number {
    return Math.round((ms - EPOCH_MS - dayOf(ms) * DAY) / FIVE_MINUTES) * FIELDS;
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
    return { openMs, open: whole.open, high, low, close, volume, quoteVolume: money(volume * mean(whole.open, high, low, close)), trades: Math.floor((whole.trades ?? 0) * share), takerVolume: Math.min(volume, part(whole.takerVolume)) };
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
    return Math.max(1, Math.round(price * this.priceScale)) / this.priceScale;
  }

  private quantiseVolume(volume: number): number {
    return Math.round(volume * this.volumeScale) / this.volumeScale;
  }

  private day(day: number): Float64Array {
    return this.cache.get(this.serial * 65_536 + day, (old) => this.buildDay(day, old ?? new Float64Array(STEPS * FIELDS)));
  }

  private buildDay(day: number, out: Float64Array): Float64Array {
    const { profile, drivers } = this;
    const market = drivers.market.day(day);
    const sector = (drivers.sectors[profile.sector] as LatentSeries).day(day);
    const own = drivers.own.fill(day, ownPath);
    const weekday = new Date(EPOCH_MS + day * DAY).getUTCDay();
    const step = { key: mix(profile.key ^ 0x62617273, day), i: 0, pace: weekday === 0 || weekday === 6 ? 0.7 : 1, from: 0, to: 0, variance: 0, price: 0 };
    for (let i = 0; i <= STEPS; i += 1) {
      step.from = step.to;
      step.to = profile.basis + profile.beta * (market.at[i] as number) + profile.gamma * (sector.at[i] as number) + (own.at[i] as number);
      if (i === 0) step.price = Math.exp(step.to);
      if (i === 0) continue;
      step.i = i - 1;
      step.variance = profile.beta ** 2 * (market.variance[i - 1] as number) + profile.gamma ** 2 * (sector.variance[i - 1] as number) + (own.variance[i - 1] as number);
      this.write(step, out);
    }
    return out;
  }

  /** Extremes follow the distribution of a Brownian bridge's maximum; volume rises with the hour and the move. */
  private write(step: Step, out: Float64Array): void {
    const { key, i, from, to, variance } = step;
    const reach = (salt: number): number => Math.sqrt((to - from) ** 2 - 2 * variance * Math.log(uniform(key ^ salt, i)));
    const start = step.price;
    const end = Math.exp(to);
    const open = this.quantise(start);
    const close = this.quantise(end);
    const surprise = variance > 0 ? Math.abs(to - from) / Math.sqrt(variance) : 0;
    const pace = step.pace * (activity[Math.floor(i / 12)] as number) * (0.3 + 1.4 * uniform(key ^ 0x766f, i));
    const turnover = (this.profile.dailyTurnover / STEPS) * pace * (0.55 + 0.55 * surprise);
    const volume = this.quantiseVolume(turnover / close);
    const o = i * FIELDS;
    step.price = end;
    out[o] = open;
    out[o + 1] = Math.max(open, close, this.quantise(start * growth((to - from + reach(0x6869)) / 2)));
    out[o + 2] = Math.min(open, close, this.quantise(start * growth((to - from - reach(0x6c6f)) / 2)));
    out[o + 3] = close;
    out[o + 4] = volume;
    out[o + 5] = Math.max(1, Math.round(turnover / (150 + turnover / 8_000)));
    out[o + 6] = Math.min(volume, this.quantiseVolume(volume * (0.35 + 0.3 * uniform(key ^ 0x7461, i))));
  }
}

interface Step {
  key: number;
  /** Number of the bar within its day. */
  i: number;
  /** Activity of the weekday. */
  pace: number;
  /** Log price at its start and end, and the variance between them. */
  from: number;
  to: number;
  variance: number;
  /** Unrounded price at its start. */
  price: number;
}

/** Written over for every day built. */
const ownPath = emptyPath();

/** exp(x) for the small x of five minutes; extremes are rounded and clamped anyway. */
const growth = (x: number): number => 1 + x * (1 + x * (0.5 + x / 6));

const mean = (a: number, b: number, c: number, d: number): number => (a + b + c + d) / 4;

/** Quote volumes carry cents at most to eight decimals, as the venue prints them. */
const money = (x: number): number => Math.round(x * 1e6) / 1e6;
