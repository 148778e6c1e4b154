/**
 * Where the farm's clock starts. At speed 1 on the simulated market the farm
 * lives in real time; otherwise farm time begins on a slot boundary at a whole
 * real millisecond, so that every cadence falls on the same grid in every process.
 * A home that has run before goes on where it stopped: farm time never goes back.
 */
import { BASE_CADENCE } from '#queues/datasets.js';
import { cadenceMs, slotAt } from '#queues/slot.js';
import type { ClockOrigin } from '#queues/runtime/clock.js';
import type { Mode } from './options.js';

export interface OriginFacts {
  mode: Mode;
  speed: number;
  /** Wall-clock ms. */
  nowMs: number;
  /** What the recorded candles cover; null where the market is computed. */
  span: { from_ms: number; to_ms: number } | null;
  /** Farm instant at which this home was last seen running; null on first start. */
  resumeMs: number | null;
}

const MOST_TAIL_MS = 7 * 86_400_000;

/** Farm instant, before alignment. @throws RangeError when a replay holds no time at all. */
function startOf({ nowMs, span, resumeMs, mode }: OriginFacts): number {
  if (mode !== 'replay') return Math.max(nowMs, resumeMs ?? 0);
  if (!span || !(span.to_ms > span.from_ms)) throw new RangeError('the recorded candles cover no time');
  const fresh = span.to_ms - Math.min((span.to_ms - span.from_ms) / 4, MOST_TAIL_MS);
  // A replay that has been played to its end begins again: its slots are settled and nothing is written twice.
  return resumeMs !== null && resumeMs > fresh && resumeMs < span.to_ms ? resumeMs : fresh;
}

/** Null means plain real time. Pure. */
export function clockOrigin(facts: OriginFacts): ClockOrigin | null {
  if (facts.mode === 'live') return null;
  const start = startOf(facts);
  if (facts.mode === 'sim' && facts.speed === 1 && start === facts.nowMs) return null;
  const boundary = slotAt(start, BASE_CADENCE);
  // Where the home goes on, its last slot has been opened already.
  const farmMs = start === facts.resumeMs && boundary < start ? boundary + cadenceMs(BASE_CADENCE) : boundary;
  return { speed: facts.speed, realMs: Math.round(facts.nowMs), farmMs };
}
