/**
 * The second round of bars: 1 h from twelve 5 m, 4 h from four 1 h, 1 d from six
 * 4 h, made of stored final bars, those of the first round included. What cannot be made (a
 * finer bar is missing, or the venue serves no finer ones) is asked for itself.
 *
 * The newest coarse bar that is stored is made once more where its finer ones are there: one
 * that came in an answer a cache had kept since before its end holds but a part of its time,
 * and looks final by our clock. The store tells whether that is a restatement.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import { aggregate, type PlainBar } from './aggregate.js';
import type { BarColumns, Call, CallWindow, Received, SecondRound, Timeframe } from './collector.js';
import { callFor } from './candles.js';
import { barRow, VENUE, venueOf } from './ohlc-row.js';
import { COARSE, isDue } from './timeframes.js';

const MOST_ROWS = 1_000;
const ROOM = 2;

/** Finer bars are known per symbol and timeframe, by open time. */
type Known = Map<string, Map<number, PlainBar>>;
const keyOf = (symbol: string, timeframe: Timeframe): string => `${symbol} ${timeframe}`;

export const coarser: SecondRound<OhlcRow> = {
  needs: (assets, window) =>
    dueOf(assets, window).map(({ asset, timeframe, from, nextMs }) => ({ symbol: asset.symbol, timeframe: from, after: nextMs - TIMEFRAME_MS[timeframe] - 1 })),
  plan: (assets, window, { stored, received }) => {
    const known = knownFrom(stored);
    const made = dueOf(assets, window).map((due) => madeFrom(due, known, window, received));
    return { rows: made.flatMap((m) => m.rows), calls: made.flatMap((m) => m.calls) };
  },
};

interface Due {
  asset: AssetRow;
  timeframe: Timeframe;
  from: Timeframe;
  /** Open time of the first bar wanted, ms. */
  nextMs: number;
}

/** Finest first, so that a bar made here can be part of the next. First sight is the first round's business. */
function dueOf(assets: readonly AssetRow[], { newest, now, historyBars }: CallWindow): Due[] {
  return COARSE.flatMap(({ timeframe, from }) =>
    assets.flatMap((asset) => {
      const last = newest.get(asset.symbol)?.[timeframe] ?? firstSight(asset, timeframe, now - historyBars * TIMEFRAME_MS[from]);
      return last !== undefined && isDue(timeframe, last, now) ? [{ asset, timeframe, from, nextMs: last + TIMEFRAME_MS[timeframe] }] : [];
    }),
  );
}

/** Coinbase serves no four hours: they are made of its hours from the first. As if the bar before had been the last. */
function firstSight(asset: AssetRow, timeframe: Timeframe, fromMs: number): number | undefined {
  const length = TIMEFRAME_MS[timeframe];
  return timeframe === '4h' && isSparse(asset) ? (Math.ceil(fromMs / length) - 1) * length : undefined;
}

const isSparse = (asset: AssetRow): boolean => venueOf(asset) !== undefined && venueOf(asset) !== VENUE;

function knownFrom(stored: readonly BarColumns[]): Known {
  const known: Known = new Map();
  for (const c of stored) {
    for (let i = 0; i < c.openTime.length; i++) remember(known, c.symbol, c.timeframe, barAt(c, i));
  }
  return known;
}

const barAt = (c: BarColumns, i: number): PlainBar => ({ openTime: c.openTime[i] as number, open: c.open[i] as number, high: c.high[i] as number, low: c.low[i] as number, close: c.close[i] as number, volume: c.volume[i] as number });

function remember(known: Known, symbol: string, timeframe: Timeframe, bar: PlainBar): void {
  const key = keyOf(symbol, timeframe);
  const series = known.get(key) ?? new Map<number, PlainBar>();
  series.set(bar.openTime, bar);
  known.set(key, series);
}

/** What can be made of one due series, and the call for the rest of it. */
function madeFrom({ asset, timeframe, from: finerOf, nextMs }: Due, known: Known, { now }: CallWindow, received: Received): { rows: OhlcRow[]; calls: Call[] } {
  const length = TIMEFRAME_MS[timeframe];
  const finer = known.get(keyOf(asset.symbol, finerOf)) ?? new Map<number, PlainBar>();
  const skips = timeframe === '4h' && isSparse(asset);
  const again = skips ? [] : aggregate(finer, TIMEFRAME_MS[finerOf], length, { fromMs: nextMs - length, closedBy: nextMs });
  const bars = aggregate(finer, TIMEFRAME_MS[finerOf], length, { fromMs: nextMs, closedBy: now, skips });
  for (const bar of [...again, ...bars]) remember(known, asset.symbol, timeframe, bar);
  const last = nextMs + (bars.length - 1) * length;
  const from = isSparse(asset) ? { ...received, dataSource: received.dataSource.replace(/binance$/, 'coinbase_exchange') } : received;
  const rows = [...again, ...bars].map((bar) => barRow(bar, asset, timeframe, from));
  if (!isDue(timeframe, last, now)) return { rows, calls: [] };
  const limit = Math.min(MOST_ROWS, Math.floor((now - last) / length) + ROOM);
  const call = callFor(asset, { timeframe, fromMs: last, limit, page: 0 }, now);
  return { rows, calls: call ? [call] : [] };
}
