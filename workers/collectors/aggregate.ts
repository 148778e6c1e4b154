/**
 * Coarser bars from finer final ones. Pure. A bar is made only when every finer
 * bar of its interval is there, and a run of bars ends at the first that cannot
 * be made: nothing is skipped, nothing is guessed.
 */
export interface PlainBar {
  /** Start of the bar, ms. */
  openTime: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/**
 * @param finer final bars by open time (ms); `finerMs` apart when complete.
 * @param fromMs open time of the first coarse bar wanted.
 * @param closedBy only bars that closed at or before this instant (ms) are made.
 * @param range.skips goes on behind an incomplete bar, for venues that publish no bar of an interval without trade.
 * @returns coarse bars from `fromMs`, consecutive up to the first incomplete one unless it skips.
 */
export function aggregate(finer: ReadonlyMap<number, PlainBar>, finerMs: number, coarseMs: number, range: { fromMs: number; closedBy: number; skips?: boolean }): PlainBar[] {
  const bars: PlainBar[] = [];
  for (let start = range.fromMs; start + coarseMs <= range.closedBy; start += coarseMs) {
    const bar = combined(finer, finerMs, start, start + coarseMs);
    if (bar) bars.push(bar);
    else if (!range.skips) break;
  }
  return bars;
}

/** First open, highest high, lowest low, last close, summed volume; undefined when a finer bar is missing. */
function combined(finer: ReadonlyMap<number, PlainBar>, finerMs: number, start: number, end: number): PlainBar | undefined {
  let bar: PlainBar | undefined;
  for (let at = start; at < end; at += finerMs) {
    const next = finer.get(at);
    if (!next) return undefined;
    if (!bar) {
      bar = { ...next, openTime: start };
      continue;
    }
    bar.high = Math.max(bar.high, next.high);
    bar.low = Math.min(bar.low, next.low);
    bar.close = next.close;
    bar.volume += next.volume;
  }
  return bar;
}
