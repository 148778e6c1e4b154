/**
 * Calls for the bars of a series that are not stored. Pure. A page begins at a
 * missing bar and reaches as far as the venue serves in one answer, over bars that
 * are there already: few calls matter more than few rows.
 */
import { venuePages } from '#queues/venues.js';
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { candlesCall } from '../collectors/candles.js';
import type { Call, Timeframe } from '../collectors/collector.js';
import { klinesCall, VENUE, venueOf } from '../collectors/ohlc-row.js';
import type { MissingRun } from '../store/index.js';
import type { AssetRow } from '../store/tables/assets.js';

/** Stretches that one answer can hold each and that together cover the runs: open times from the first to before the last, ms. */
export function pagesOver(runs: readonly MissingRun[], step: number, barsPerPage: number): MissingRun[] {
  const pages: MissingRun[] = [];
  for (const run of runs) {
    for (let at = run.from; at < run.to; ) {
      const page = pages.at(-1);
      const room = page ? page.from + barsPerPage * step : -Infinity;
      if (page && at < room) page.to = Math.min(run.to, room);
      else pages.push({ from: at, to: Math.min(run.to, at + barsPerPage * step) });
      at = (pages.at(-1) as MissingRun).to;
    }
  }
  return pages;
}

/** An item of its own for each page: one that fails takes no other with it, since the past may be filled in any order. */
export function callsFor(asset: AssetRow, timeframe: Timeframe, runs: readonly MissingRun[]): Call[] {
  const step = TIMEFRAME_MS[timeframe];
  const isFirstVenue = venueOf(asset) === VENUE;
  return pagesOver(runs, step, isFirstVenue ? venuePages.binance.bars : venuePages.coinbase.bars).map(({ from, to }, page) => {
    const stretch = { timeframe, fromMs: from, toMs: to - step, page };
    const call = isFirstVenue ? klinesCall(asset, { ...stretch, limit: (to - from) / step }) : candlesCall(asset, stretch);
    return { ...call, item: `${asset.symbol} ${timeframe} ${new Date(from).toISOString()}` };
  });
}
