/**
 * alternative.me's index, which follows what bitcoin did in a week: numbers as
 * text, newest first, the seconds to the next value on the newest only, days
 * before the simulated market unknown.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { Economy } from './economy.js';
import { DAY, floorTo } from './intervals.js';
import { EPOCH_MS } from './latent.js';
import type { ListedAsset, MarketSource } from './source.js';

const CLASSES: readonly (readonly [number, string])[] = [[24, 'Extreme Fear'], [46, 'Fear'], [54, 'Neutral'], [75, 'Greed'], [100, 'Extreme Greed']];

export class FearGreed {
  private readonly leader: ListedAsset | undefined;
  /** Day → value: the whole history is seven years of them, and a day's value never changes. */
  private readonly values = new Map<number, number>();

  constructor(private readonly source: MarketSource, private readonly economy: Economy) {
    this.leader = source.assets[0];
  }

  answer({ path, query, nowMs }: Call): Answer | null {
    if (path !== '/fng/' && path !== '/fng') return null;
    const limit = Number(query.get('limit') ?? 1);
    const today = floorTo(nowMs, DAY);
    const days = Math.max(0, (today - EPOCH_MS) / DAY - 8);
    const count = limit === 0 ? days : Math.min(days, limit);
    const data = Array.from({ length: count }, (_, i) => ({ ...this.day(today - i * DAY, query.get('date_format')), ...(i === 0 ? { time_until_update: String(Math.round((today + DAY - nowMs) / 1_000)) } : {}) }));
    return json(200, { name: 'Fear and Greed Index', data, metadata: { error: null } });
  }

  private day(day: number, format: string | null): { value: string; value_classification: string; timestamp: string } {
    const value = this.values.get(day) ?? this.valueOf(day);
    this.values.set(day, value);
    const [year, month, date] = new Date(day).toISOString().slice(0, 10).split('-');
    return { value: String(value), value_classification: CLASSES.find(([most]) => value <= most)?.[1] ?? 'Neutral', timestamp: format === 'us' ? `${month}-${date}-${year}` : String(day / 1_000) };
  }

  private valueOf(day: number): number {
    const [now, before] = [day, day - 7 * DAY].map((ms) => (this.leader ? this.source.priceAt(this.leader, ms) : null));
    const week = now && before ? now / before - 1 : 0;
    return Math.round(Math.min(96, Math.max(5, 50 + 260 * week + 8 * this.economy.noise('fear-greed', day / DAY))));
  }
}
