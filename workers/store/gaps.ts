/** What is missing from a series, judged by the grid alone. Pure. */
import type { MissingRun } from './gap-reads.js';

/**
 * Runs of rows that should be there and are not: event times of [fromMs, toMs)
 * on the grid of `stepMs`. `times` ascends and may reach outside.
 */
export function missingRuns(times: Iterable<number>, fromMs: number, toMs: number, stepMs: number): MissingRun[] {
  const runs: MissingRun[] = [];
  const end = Math.ceil(toMs / stepMs) * stepMs;
  let expected = Math.ceil(fromMs / stepMs) * stepMs;
  for (const at of times) {
    if (at >= end) break;
    if (at > expected) runs.push({ from: expected, to: at });
    expected = Math.max(expected, at + stepMs);
  }
  if (end > expected) runs.push({ from: expected, to: end });
  return runs;
}

/** Grid points in a stretch, whose ends are on or beside the grid. */
export const barsIn = (fromMs: number, toMs: number, stepMs: number): number => Math.max(0, Math.ceil(toMs / stepMs) - Math.ceil(fromMs / stepMs));

/** Grid points in runs whose ends are on the grid. */
export const barsOf = (runs: readonly MissingRun[], stepMs: number): number => runs.reduce((sum, r) => sum + barsIn(r.from, r.to, stepMs), 0);

/** The parts of `runs` that no run of `others` covers; both ascend and do not overlap themselves. */
export function without(runs: readonly MissingRun[], others: readonly MissingRun[]): MissingRun[] {
  return runs.flatMap((run) => {
    const left: MissingRun[] = [];
    let from = run.from;
    for (const o of others) {
      if (o.to <= from || o.from >= run.to) continue;
      if (o.from > from) left.push({ from, to: o.from });
      from = Math.max(from, o.to);
    }
    return from < run.to ? [...left, { from, to: run.to }] : left;
  });
}

/** The part of each run that lies in [fromMs, toMs). */
export const within = (runs: readonly MissingRun[], fromMs: number, toMs: number): MissingRun[] => runs.map((r) => ({ from: Math.max(r.from, fromMs), to: Math.min(r.to, toMs) })).filter((r) => r.from < r.to);
