/**
 * What should be cut and what may go, from the partitions a table has. The lowest
 * partition holds everything before its end, the last one everything after the
 * others, so that no row is ever refused for want of a partition. Pure.
 */
import type { Partition } from '../table.js';
import { later, startsBetween } from './periods.js';

/** A partition by its upper end; where it begins is where the one below it ends. */
export interface Part {
  name: string;
  /** First instant that is no more in it, ms; Infinity for the last. */
  end: number;
}

/** Whole periods that are made ahead. */
export const AHEAD = 3;
/** Periods into the past that a filled table is cut into at most; what is older stays together. */
const MOST_BACK = 60;
const DAY_MS = 86_400_000;

export const BEYOND: Part = { name: 'beyond', end: Infinity };
/** Named after its end, which is true whatever lies below it. */
export const partAt = (end: number): Part => ({ name: `before_${new Date(end).toISOString().slice(0, 10).replaceAll('-', '_')}`, end });

/** Ends that should exist at the instant: of what is past, of the period that runs, and of those ahead. */
export const endsAhead = ({ every }: Partition, nowMs: number): number[] => startsBetween(every, nowMs, later(every, nowMs, AHEAD + 1));

/** Ends that cut a stretch which is about to be filled, or is filled already; `toMs` lies in the last. */
export const endsWithin = ({ every }: Partition, fromMs: number, toMs: number): number[] => startsBetween(every, Math.max(fromMs, later(every, toMs, -MOST_BACK)), later(every, toMs, 1));

/** The whole of a table that is cut for the first time. @param oldestMs of its rows; null for an empty table. */
export function firstParts(p: Partition, oldestMs: number | null, nowMs: number): Part[] {
  const past = oldestMs === null ? [] : endsWithin(p, oldestMs, nowMs);
  return [...[...new Set([...past, ...endsAhead(p, nowMs)])].sort((a, b) => a - b).map(partAt), BEYOND];
}

export interface Split {
  part: Part;
  /** Takes its place, ascending; the last one ends where it did. */
  into: Part[];
}

/** How the partitions are split so that every one of the ends is an end. */
export function splitsFor(parts: readonly Part[], ends: readonly number[]): Split[] {
  return parts.flatMap((part, i) => {
    const start = parts[i - 1]?.end ?? -Infinity;
    const inside = ends.filter((end) => end > start && end < part.end);
    return inside.length === 0 ? [] : [{ part, into: [...inside.map(partAt), part] }];
  });
}

/** Whole periods, each a partition, after the one that runs; 0 when the last partition is all there is. */
export const aheadOf = (parts: readonly Part[], { every }: Partition, nowMs: number): number => {
  const running = later(every, nowMs, 1);
  return parts.filter((p) => p.end > running && p.end !== Infinity).length;
};

/** Partitions in which every row is older than `days` at the instant; never the last one. @param days 0 keeps for ever. */
export const expired = (parts: readonly Part[], days: number, nowMs: number): Part[] => (days === 0 ? [] : parts.filter((p) => p.end <= nowMs - days * DAY_MS));

/** Instant before which rows are older than `days`, ms. */
export const cutoffMs = (days: number, nowMs: number): number => nowMs - days * DAY_MS;
