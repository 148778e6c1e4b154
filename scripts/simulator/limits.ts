/** Request budgets by farm minute, as the upstreams count them: the window starts on the minute and forgets everything at the next. */
import { MINUTE, floorTo } from './intervals.js';

export interface Verdict {
  used: number;
  /** How far past the limit: 0 = within. Counts refused calls, not their weight. */
  refusals: number;
  /** Farm seconds until the window ends, at least 1. */
  waitSeconds: number;
}

export class MinuteWindow {
  private startMs = -1;
  private used = 0;
  private refusals = 0;

  constructor(private readonly limit: number) {}

  /** Counts a call; a refused one is counted too, but its weight is not. */
  take(weight: number, nowMs: number): Verdict {
    const start = floorTo(nowMs, MINUTE);
    if (start !== this.startMs) Object.assign(this, { startMs: start, used: 0, refusals: 0 });
    if (this.used + weight > this.limit) this.refusals += 1;
    else this.used += weight;
    const within = this.refusals === 0;
    return { used: this.used, refusals: within ? 0 : this.refusals, waitSeconds: Math.max(1, Math.ceil((start + MINUTE - nowMs) / 1000)) };
  }
}
