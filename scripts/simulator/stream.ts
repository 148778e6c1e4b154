/**
 * Things that appear over time: one in each stretch of a stream's own length, at
 * an instant drawn by address. Whoever asks, and in which order, sees the same.
 */
import { streamKey, uniform } from './hash.js';

export interface Event {
  /** Grows with time; the event's address. */
  index: number;
  atMs: number;
}

export class Stream {
  readonly key: number;

  constructor(
    seed: number,
    name: string,
    private readonly everyMs: number,
  ) {
    this.key = streamKey(seed, `stream:${name}`);
  }

  private event = (index: number): Event => ({ index, atMs: Math.floor((index + 0.05 + 0.9 * uniform(this.key, index)) * this.everyMs) });

  /** The newest ones at `nowMs`, newest first. */
  newest(nowMs: number, count: number): Event[] {
    const last = Math.floor(nowMs / this.everyMs);
    const first = this.event(last).atMs <= nowMs ? last : last - 1;
    return Array.from({ length: count }, (_, i) => this.event(first - i));
  }

  /** Those in [fromMs, toMs], newest first, at most `most`. */
  between(fromMs: number, toMs: number, most: number): Event[] {
    const count = Math.min(most, Math.ceil((toMs - fromMs) / this.everyMs) + 2);
    return this.newest(toMs, Math.max(0, count)).filter((e) => e.atMs >= fromMs);
  }
}
