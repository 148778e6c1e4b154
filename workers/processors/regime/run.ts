/**
 * The `regime` job: the regime of every asset and of the market at the slot,
 * hourly; their correlations with other markets, every six hours. The market is
 * BTC's returns and volatility with the breadth of all assets. Assets with too
 * little history have no row: that is a fact, not a failure.
 */
import { done, type Missing } from '#queues/outcome.js';
import type { Context, Handler } from '../../context.js';
import type { BarColumns, Store } from '../../store/index.js';
import type { MarketCorrelationRow, MarketRegimeRow } from '../../store/tables/insight.js';
import type { DailyClose } from './correlation.js';
import { DAY_MS } from './daily.js';
import { breadthOf, HISTORY_DAYS, regimeInputs, type Breadth } from './inputs.js';
import { regimeOf } from './regime.js';
import { correlationRows, MARKET, otherMarkets, regimeRow, WINDOWS, type Stamp } from './rows.js';

const BENCHMARK = 'BTC';
const HOUR = 3_600_000;
const SYMBOLS_AT_ONCE = 16;
/** Days of hourly bars: the seven-day return, and a day to spare. */
const RECENT_DAYS = 8;
/** Correlations are of daily closes: a newer one is computed when the last is this old. */
const RENEW_MS = 6 * HOUR;
/** Calendar days that hold the longest window of trading days, holidays included. */
const CORRELATED_DAYS = 2 * Math.max(...WINDOWS);
/** Age up to which a daily indicator row counts for breadth. */
const BREADTH_AGE_MS = 50 * HOUR;

/** Daily bars for what is usual, hourly ones for where the price is now. */
interface Bars {
  daily: BarColumns;
  hourly: BarColumns;
}

interface Work {
  slot: number;
  breadth: Breadth;
  others: Map<string, DailyClose[]>;
  /** Assets whose correlations are new enough. */
  fresh: ReadonlySet<string>;
  stamp: Stamp;
}

async function barsOf({ ohlc }: Store, symbols: readonly string[], slot: number): Promise<Bars[]> {
  const read = (timeframe: '1d' | '1h', days: number, bars: number) => ohlc.finalBars(symbols.map((symbol) => ({ symbol, timeframe, after: slot - days * DAY_MS })), slot, bars);
  const daily = await read('1d', HISTORY_DAYS + 3, HISTORY_DAYS + 3);
  const hourly = await read('1h', RECENT_DAYS, RECENT_DAYS * 24);
  return symbols.map((_, i) => ({ daily: daily[i] as BarColumns, hourly: hourly[i] as BarColumns }));
}

const closesOf = ({ openTime, close }: BarColumns): DailyClose[] => Array.from(openTime, (day, i) => ({ day, close: close[i] as number, availableAt: day + DAY_MS }));

async function breadthAt({ indicators, assets }: Store, slot: number): Promise<Breadth> {
  const symbols = (await assets.active()).map((a) => a.symbol);
  const rows = await indicators.asOf(symbols, '1d', slot, BREADTH_AGE_MS, ['close', 'sma_50', 'sma_200']);
  return breadthOf(rows.map((r) => ({ close: r.close ?? null, sma_50: r.sma_50 ?? null, sma_200: r.sma_200 ?? null })));
}

async function othersAt({ macro }: Store, slot: number): Promise<Map<string, DailyClose[]>> {
  const known = await macro.history(otherMarkets, slot - CORRELATED_DAYS * DAY_MS, slot);
  return new Map([...known].map(([name, vintages]) => [name, vintages.map(({ value, period, availableAt }) => ({ day: Math.floor(period / DAY_MS) * DAY_MS, close: value, availableAt }))]));
}

async function workAt(slot: number, symbols: readonly string[], { store, clock, sourcePrefix }: Context): Promise<Work> {
  const [breadth, others, recent] = [
    await breadthAt(store, slot),
    await othersAt(store, slot),
    await store.insights.correlations(symbols, { series: otherMarkets, windowDays: WINDOWS[0] }, { fromMs: slot - RENEW_MS, atMs: clock.nowMs() }),
  ];
  return { slot, breadth, others, fresh: new Set(recent.map((r) => r.symbol)), stamp: { at: clock.now(), dataSource: `${sourcePrefix}regime` } };
}

interface Found {
  regimes: MarketRegimeRow[];
  correlations: MarketCorrelationRow[];
  missing: Missing[];
}

/** Adds what the bars of one asset say; the benchmark's say what the market does as well. */
function read(symbol: string, bars: Bars, { slot, breadth, others, fresh, stamp }: Work, into: Found): void {
  // An asset that is not collected, or has no venue, has none: its bars' dataset says so.
  if (bars.daily.openTime.length === 0) return;
  const past = { history: bars.daily, recent: bars.hourly };
  const own = regimeOf(regimeInputs(past, slot, { breadth_50: null, breadth_200: null }));
  if (own) into.regimes.push(regimeRow(symbol, own, slot, stamp));
  else into.missing.push({ symbol, reason: 'fewer than 38 days of closes up to the slot', permanent: true });
  if (symbol === BENCHMARK) {
    const market = regimeOf(regimeInputs(past, slot, breadth));
    if (market) into.regimes.push(regimeRow(MARKET, market, slot, stamp));
  }
  if (!fresh.has(symbol)) into.correlations.push(...correlationRows(symbol, closesOf(bars.daily), others, { ...stamp, slot }));
}

export const regime: Handler<'regime'> = async ({ slot, chunk }, ctx) => {
  const { store } = ctx;
  const symbols = (await store.assets.active()).map((a) => a.symbol);
  const work = await workAt(slot, symbols, ctx);
  const found: Found = { regimes: [], correlations: [], missing: [] };
  for (let i = 0; i < symbols.length; i += SYMBOLS_AT_ONCE) {
    const some = symbols.slice(i, i + SYMBOLS_AT_ONCE);
    for (const [k, bars] of (await barsOf(store, some, slot)).entries()) {
      await new Promise(setImmediate);
      ctx.signal.throwIfAborted();
      read(some[k] as string, bars, work, found);
    }
  }
  const rows = found.regimes.length > 0 ? await store.add('market_regime', found.regimes) : 0;
  if (found.correlations.length > 0) await store.add('market_correlations', found.correlations);
  if (rows > 0) await ctx.landed({ kind: 'rows', dataset: 'regime', slot, chunk, rows, symbols: found.regimes.map((r) => r.symbol).sort() });
  return done(rows, found.missing);
};
