/**
 * Bars from Binance spot `/api/v3/klines` (weight 2, at most 1,000 rows, oldest
 * first, the last one open). 5-minute bars are asked for from the newest final
 * one on; coarser ones are made of them where possible (`coarser.ts`). A symbol
 * whose newest closed bar is already stored costs no call.
 */
import { z } from 'zod';
import { sources } from '#queues/sources.js';
import { datasets } from '#queues/datasets.js';
import { CADENCES } from '#queues/slot.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import { coarser } from './coarser.js';
import { collector, sampleOf, type Call, type CallWindow, type Received, type Rejected, type Timeframe } from './collector.js';
import { FIRST_BAR_MS, klineOf } from './kline.js';
import { barRow, callFor, VENUE } from './ohlc-row.js';
import { TIMEFRAME_MS, TIMEFRAMES } from './timeframes.js';

/** Requests of one symbol that is behind, in one job; what is further behind follows in the next slot. */
const MOST_PAGES = 3;
const ROWS_PER_PAGE = 1_000;
const BASE: Timeframe = '5m';

export const ohlc = collector({
  source: 'ohlc',
  host: 'binance',
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
    for (const raw of body) take(raw, { asset, timeframe: call.timeframe as Timeframe, received, rows, rejected });
    return { rows, rejected, missing: [] };
  },
  second: coarser,
});

const isListed = (asset: AssetRow): boolean => Boolean(asset.venues[VENUE]);

/** At first sight of a timeframe its last `historyBars` bars; afterwards only 5-minute bars: the second round sees to the rest. */
function callsFor(asset: AssetRow, window: CallWindow): Call[] {
  const newest = window.newest.get(asset.symbol) ?? {};
  return TIMEFRAMES.flatMap((timeframe) => {
    const last = newest[timeframe];
    if (last === undefined) return history(asset, timeframe, window);
    const covered = timeframe !== BASE || last >= window.slot - CADENCES[datasets[sources.ohlc.dataset].every];
    return covered ? [] : catchUp(asset, timeframe, last, window.now);
  });
}

/** Every page of the history wanted at first sight. Pages end where the next begins, so they need not wait for each other. */
function history(asset: AssetRow, timeframe: Timeframe, { now, historyBars }: CallWindow): Call[] {
  const length = TIMEFRAME_MS[timeframe];
  const open = Math.floor(now / length) * length;
  const fromMs = Math.max(Math.ceil(FIRST_BAR_MS / length) * length, open - historyBars * length);
  const count = Math.ceil(((open - fromMs) / length + 1) / ROWS_PER_PAGE);
  return Array.from({ length: count }, (_, page) => {
    const start = fromMs + page * ROWS_PER_PAGE * length;
    const end = Math.min(open, start + (ROWS_PER_PAGE - 1) * length);
    return callFor(asset, { timeframe, fromMs: start, toMs: end, limit: (end - start) / length + 1, page });
  });
}

/**
 * From the newest final bar on, that bar included: a change of it is noticed.
 * Pages name no end: across a hole in the venue's history a page reaches over
 * it, and bars that arrive twice are the same bars.
 */
function catchUp(asset: AssetRow, timeframe: Timeframe, fromMs: number, now: number): Call[] {
  const length = TIMEFRAME_MS[timeframe];
  const bars = Math.floor((now - fromMs) / length) + 1;
  const count = Math.min(MOST_PAGES, Math.max(1, Math.ceil(bars / ROWS_PER_PAGE)));
  return Array.from({ length: count }, (_, page) => {
    const limit = Math.min(ROWS_PER_PAGE, bars - page * ROWS_PER_PAGE + 1);
    return callFor(asset, { timeframe, fromMs: fromMs + page * ROWS_PER_PAGE * length, limit: Math.max(2, limit), page });
  });
}

interface Taking {
  asset: AssetRow;
  timeframe: Timeframe;
  received: Received;
  rows: OhlcRow[];
  rejected: Rejected[];
}

/** An open bar is kept for 5 minutes only: coarser ones would change with every slot and nobody reads them. */
function take(raw: unknown, { asset, timeframe, received, rows, rejected }: Taking): void {
  const bar = klineOf(raw, TIMEFRAME_MS[timeframe], received.at.getTime());
  if (typeof bar === 'string') {
    rejected.push({ item: `${asset.symbol} ${timeframe} ${String((raw as unknown[] | null)?.[0])}`.slice(0, 100), reason: bar, sample: sampleOf(raw) });
    return;
  }
  const row = barRow(bar, asset, timeframe, received);
  if (row.is_final || timeframe === BASE) rows.push(row);
}
