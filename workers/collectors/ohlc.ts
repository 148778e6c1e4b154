/**
 * Bars from Binance spot `/api/v3/klines` (weight 2, at most 1,000 rows, oldest
 * first, the last one open). 5-minute bars are asked for from the newest final
 * one on; coarser ones are made of them where possible (`coarser.ts`). A symbol
 * whose newest closed bar is already stored costs no call.
 *
 * A symbol without a market there is read from Coinbase Exchange (`candles.ts`), and
 * so is one that Binance gives no answer for. Every bar names its venue; Binance's
 * final bar is never replaced by another venue's (`store/repositories/ohlc.ts`).
 */
import { TIMEFRAME_MS, timeframes } from '#queues/timeframes.js';
import { venuePages } from '#queues/venues.js';
import { z } from 'zod';
import { sources } from '#queues/sources.js';
import { datasets } from '#queues/datasets.js';
import { CADENCES } from '#queues/slot.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import { coarser } from './coarser.js';
import { collector, sampleOf, type Call, type CallWindow, type Received, type Rejected, type Timeframe } from './collector.js';
import { FIRST_BAR_MS, klineOf } from './kline.js';
import { asKline, callFor, CANDLES } from './candles.js';
import { barRow, SECOND_VENUE, VENUE, venueOf } from './ohlc-row.js';

/** Requests of one symbol that is behind, in one job; what is further behind follows in the next slot. */
const MOST_PAGES = 3;
const BASE: Timeframe = '5m';

export const ohlc = collector({
  source: 'ohlc',
  host: 'binance',
  others: ['coinbase_exchange'],
  into: 'ohlc_data',
  response: z.array(z.unknown()),
  plan: (assets, window) => ({
    calls: assets.filter(isListed).flatMap((asset) => callsFor(asset, window)),
    missing: assets.filter((a) => !isListed(a)).map((a) => ({ symbol: a.symbol, reason: 'no venue', permanent: true })),
  }),
  rows: (body, call, received) => {
    const rows: OhlcRow[] = [];
    const rejected: Rejected[] = [];
    const [asset] = call.assets as [AssetRow];
    const isCandles = call.kind === CANDLES;
    const doubted = unfinished(body, call, received);
    for (const raw of body) take(raw, { asset, isCandles, timeframe: call.timeframe as Timeframe, received, doubted, rows, rejected });
    return { rows, rejected, missing: doubted !== undefined && call.timeframe !== BASE ? [{ symbol: asset.symbol, reason: `the answer ends before the newest ${call.timeframe} bar has` }] : [] };
  },
  second: coarser,
});

const isListed = (asset: AssetRow): boolean => venueOf(asset) !== undefined;
const rowsPerPage = (asset: AssetRow): number => (venueOf(asset) === VENUE ? venuePages.binance.bars : venuePages.coinbase.bars);

/** At first sight of a timeframe its last `historyBars` bars; afterwards only 5-minute bars: the second round sees to the rest. */
function callsFor(asset: AssetRow, window: CallWindow): Call[] {
  const newest = window.newest.get(asset.symbol) ?? {};
  return timeframes.flatMap((timeframe) => {
    const last = newest[timeframe];
    if (last === undefined) return history(asset, timeframe, window);
    const covered = timeframe !== BASE || last >= window.slot - CADENCES[datasets[sources.ohlc.dataset].every];
    return covered ? [] : catchUp(asset, timeframe, last, window.now);
  });
}

/**
 * Every page of the history wanted at first sight. Pages end where the next begins, so they need not wait for each other.
 * It begins where the slot says: averages depend on their first bar, so a slot done late must begin where it would have in time.
 */
function history(asset: AssetRow, timeframe: Timeframe, { slot, now, historyBars }: CallWindow): Call[] {
  const length = TIMEFRAME_MS[timeframe];
  const open = Math.floor(now / length) * length;
  const fromMs = Math.max(Math.ceil(FIRST_BAR_MS / length) * length, Math.floor(slot / length) * length - historyBars * length);
  const rows = rowsPerPage(asset);
  const count = Math.ceil(((open - fromMs) / length + 1) / rows);
  return Array.from({ length: count }, (_, page) => {
    const start = fromMs + page * rows * length;
    const end = Math.min(open, start + (rows - 1) * length);
    return callFor(asset, { timeframe, fromMs: start, toMs: end, limit: (end - start) / length + 1, page }, now, page === count - 1);
  }).filter((call) => call !== undefined);
}

/**
 * From the newest final bar on, that bar included: a change of it is noticed.
 * Pages name no end: across a hole in the venue's history a page reaches over
 * it, and bars that arrive twice are the same bars.
 */
function catchUp(asset: AssetRow, timeframe: Timeframe, fromMs: number, now: number): Call[] {
  const length = TIMEFRAME_MS[timeframe];
  const bars = Math.floor((now - fromMs) / length) + 1;
  const rows = rowsPerPage(asset);
  const count = Math.min(MOST_PAGES, Math.max(1, Math.ceil(bars / rows)));
  return Array.from({ length: count }, (_, page) => {
    const limit = Math.min(rows, bars - page * rows + 1);
    return callFor(asset, { timeframe, fromMs: fromMs + page * rows * length, limit: Math.max(2, limit), page }, now, count === 1);
  }).filter((call) => call !== undefined);
}

interface Taking {
  asset: AssetRow;
  isCandles: boolean;
  timeframe: Timeframe;
  received: Received;
  /** Open time of a bar that is not final whatever our clock says, ms. */
  doubted: number | undefined;
  rows: OhlcRow[];
  rejected: Rejected[];
}

/** A recording of hours holds whole bars and no open one. */
const RECORDED = /^replay:/;

/**
 * An answer of Binance up to now ends with the bar that is open. Where its newest bar should have ended long ago, the
 * answer is older than it seems (a cache's, or our clock is wrong) and that bar holds but a part of its time. A 5-minute
 * bar that has just ended is believed: the next may not have begun over there, and slots wait for it.
 * @returns the bar's open time, ms; undefined where no bar is doubted.
 */
function unfinished(body: readonly unknown[], { kind, timeframe, query, most }: Call, { at, askedAt, dataSource }: Received): number | undefined {
  const length = TIMEFRAME_MS[timeframe as Timeframe];
  const nowMs = askedAt ?? at.getTime();
  // A broken answer may hold a bar twice, and is no fuller for it.
  const openings = new Set(body.map((raw) => Number((raw as unknown[] | null)?.[0]) || 0));
  const isUpToNow = Number(query['endTime'] ?? Infinity) + length > nowMs && openings.size < most;
  if (kind === CANDLES || !isUpToNow || RECORDED.test(dataSource)) return undefined;
  const newest = Math.max(0, ...openings);
  const patience = timeframe === BASE ? length : 0;
  return newest + length + patience <= nowMs ? newest : undefined;
}

/** An open bar is kept for 5 minutes only: coarser ones would change with every slot and nobody reads them. */
function take(raw: unknown, { asset, isCandles, timeframe, received, doubted, rows, rejected }: Taking): void {
  const bar = klineOf(isCandles ? asKline(raw) : raw, TIMEFRAME_MS[timeframe], received.at.getTime());
  if (typeof bar === 'string') {
    rejected.push({ item: `${asset.symbol} ${timeframe} ${String((raw as unknown[] | null)?.[0])}`.slice(0, 100), reason: bar, sample: sampleOf(raw) });
    return;
  }
  const row = barRow(bar, asset, timeframe, received, isCandles ? SECOND_VENUE : VENUE);
  const isFinal = row.is_final && bar.openTime !== doubted;
  if (isFinal) rows.push(row);
  else if (timeframe === BASE) rows.push({ ...row, is_final: false, available_at: received.at });
}
