/** What is missing from a series of bars, judged by the grid alone. Pure. */
import type { MissingRun } from './gap-reads.js';

/**
 * Runs of bars that should be there and are not: open times of [fromMs, toMs)
 * on the grid of `stepMs`. `openTimes` ascends and may reach outside.
 */
export function missingRuns(openTimes: Iterable<number>, fromMs: number, toMs: number, stepMs: number): MissingRun[] {
  const runs: MissingRun[] = [];
  const end = Math.ceil(toMs / stepMs) * stepMs;
  let expected = Math.ceil(fromMs / stepMs) * stepMs;
  for (const at of openTimes) {
    if (at >= end) break;
    if (at > expected) runs.push({ from: expected, to: at });
    expected = Math.max(expected, at + stepMs);
  }
  if (end > expected) runs.push({ from: expected, to: end });
  return runs;
}

/** Bars in a stretch, whose ends are on or beside the grid. */
export const barsIn = (fromMs: number, toMs: number, stepMs: number): number => Math.max(0, Math.ceil(toMs / stepMs) - Math.ceil(fromMs / stepMs));
