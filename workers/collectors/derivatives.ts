/**
 * Perpetual futures of Binance USD-M and Bybit. One call a venue and chunk has
 * every symbol's mark, index and running funding (Bybit: open interest too);
 * what was paid, and Binance's open interest, are asked for symbol by symbol from
 * where they were last read, so nothing is lost while the farm is down.
 *
 * Binance's open interest: the TOP_RANKS largest coins every slot, the others
 * hourly, each answer with every 15-minute point since the last. Costs: README.
 */
import type { AssetRow } from '../store/tables/assets.js';
import type { DerivativesRow } from '../store/tables/signals.js';
import { z } from 'zod';
import { binanceList, interests, payments, premiums } from './binance-futures.js';
import { bybitAnswer, bybitInterests, bybitPayments, tickers, type BybitAnswer } from './bybit.js';
import { collector, type Call, type CallWindow, type Parsed, type Received } from './collector.js';
import { absentCursor, fundingCursor, HOUR, interestCursor, type Venue } from './derivatives-row.js';

const QUARTER = HOUR / 4;
const DAY = 24 * HOUR;
/** Between two payments of most contracts. */
const PAYMENT = 8 * HOUR;
/** Coins whose open interest on Binance is read every slot. */
export const TOP_RANKS = 60;
/** At first sight. */
const FUNDING_DAYS = 7;
const INTEREST_DAYS = 1;
/** Binance keeps about 30 days of open interest and answers -1130 beyond. */
const KEPT_DAYS = 29;
/** A market that a venue's whole list lacks is not asked about alone for so long. */
const ABSENT_MS = 2 * HOUR;
/** A payment is in the venue's list a moment after it was made. */
const PAID_AFTER_MS = 60_000;
/**
 * The venue counts these two apart from the weight (1,000 and 500 calls in five minutes): charged so that the one
 * budget of 2,400 a minute keeps both limits.
 */
const COST = { premium: 10, interest: 12, funding: 24 } as const;
const MOST_INTEREST = 500;
const MOST_BYBIT = 200;

type Read = (body: never, call: Call, received: Received) => Parsed<DerivativesRow>;
const readers: Readonly<Record<string, Read>> = {
  premium: premiums,
  interest: interests,
  funding: payments,
  tickers: (body: BybitAnswer, call, received) => tickers(body, call, received),
  'bybit-interest': bybitInterests,
  'bybit-funding': bybitPayments,
};

export const derivatives = collector<'derivatives_data', unknown>({
  source: 'derivatives',
  host: 'binance_futures',
  others: ['bybit'],
  into: 'derivatives_data',
  response: z.union([binanceList, bybitAnswer]),
  plan: (assets, window) => ({
    calls: [...binanceCalls(on('binance_futures', assets), window), ...bybitCalls(on('bybit', assets), window)],
    missing: assets.filter((a) => !a.venues.binance_futures && !a.venues.bybit).map((a) => ({ symbol: a.symbol, reason: 'no futures market', permanent: true })),
  }),
  steady: (assets, at) => new Map(assets.flatMap((a) => [...steadyOf('binance_futures', a, at), ...steadyOf('bybit', a, at)])),
  rows: (body, call, received) => (readers[call.kind ?? 'premium'] as Read)(body as never, call, received),
});

/** Every payment (8 h apart, as most are) and every point of open interest read that there was. */
function steadyOf(venue: Venue, { symbol, market_rank }: AssetRow, at: number): [string, string][] {
  const interestEvery = venue === 'bybit' ? 6 * HOUR : interestPace(market_rank);
  return [
    [fundingCursor(venue, symbol), `${Math.floor(at / PAYMENT) * PAYMENT}|${PAYMENT / HOUR}`],
    [interestCursor(venue, symbol), String(Math.floor(at / interestEvery) * interestEvery)],
  ];
}

/** Between two readings of a coin's open interest on Binance. */
const interestPace = (rank: number | null): number => ((rank ?? Infinity) <= TOP_RANKS ? QUARTER : HOUR);

const on = (venue: Venue, assets: readonly AssetRow[]): AssetRow[] => assets.filter((a) => a.venues[venue]);

function binanceCalls(assets: AssetRow[], window: CallWindow): Call[] {
  if (assets.length === 0) return [];
  const listed = assets.filter((a) => isListed('binance_futures', a, window));
  return [
    { item: `premium of ${assets.length} from ${assets[0]?.symbol ?? ''}`, assets, path: '/fapi/v1/premiumIndex', query: {}, cost: COST.premium, most: assets.length, kind: 'premium', response: binanceList },
    ...listed.flatMap((a) => interestCall(a, window)),
    ...listed.flatMap((a) => fundingCall('binance_futures', a, window)),
  ];
}

function bybitCalls(assets: AssetRow[], window: CallWindow): Call[] {
  if (assets.length === 0) return [];
  const listed = assets.filter((a) => isListed('bybit', a, window));
  return [
    bybit({ item: `tickers of ${assets.length} from ${assets[0]?.symbol ?? ''}`, assets, path: '/v5/market/tickers', query: { category: 'linear' }, most: assets.length, kind: 'tickers' }),
    ...listed.flatMap((a) => bybitInterestCall(a, window)),
    ...listed.flatMap((a) => fundingCall('bybit', a, window)),
  ];
}

const bybit = (call: Omit<Call, 'host' | 'response' | 'cost'>): Call => ({ ...call, host: 'bybit', response: bybitAnswer, cost: 1 });

const isListed = (venue: Venue, { symbol }: AssetRow, { cursors, now }: CallWindow): boolean => now - Number(cursors.get(absentCursor(venue, symbol)) ?? -Infinity) > ABSENT_MS;

/** From the newest known point on, that point left out; in one answer at most. */
function interestCall(asset: AssetRow, { cursors, now }: CallWindow): Call[] {
  const known = Number(cursors.get(interestCursor('binance_futures', asset.symbol)) ?? now - INTEREST_DAYS * DAY);
  if (now - known < interestPace(asset.market_rank)) return [];
  const startTime = Math.max(Math.floor(known / QUARTER) * QUARTER + QUARTER, now - KEPT_DAYS * DAY);
  const endTime = Math.min(now, startTime + (MOST_INTEREST - 1) * QUARTER);
  return [{ item: `${asset.symbol} interest`, assets: [asset], path: '/futures/data/openInterestHist', query: { symbol: asset.venues.binance_futures, period: '15m', startTime, endTime, limit: MOST_INTEREST }, cost: COST.interest, most: MOST_INTEREST, kind: 'interest', response: binanceList }];
}

/** The ticker has the present; this fills what lies between, every six hours. */
function bybitInterestCall(asset: AssetRow, { cursors, now }: CallWindow): Call[] {
  const known = Number(cursors.get(interestCursor('bybit', asset.symbol)) ?? now - INTEREST_DAYS * DAY);
  if (now - known < 6 * HOUR) return [];
  const startTime = Math.floor(known / HOUR) * HOUR + HOUR;
  return [bybit({ item: `${asset.symbol} interest`, assets: [asset], path: '/v5/market/open-interest', query: { category: 'linear', symbol: asset.venues.bybit, intervalTime: '1h', startTime, endTime: Math.min(now, startTime + (MOST_BYBIT - 1) * HOUR), limit: MOST_BYBIT }, most: MOST_BYBIT, kind: 'bybit-interest' })];
}

/** Asked when the next payment should have been made; the last known one comes along, so that the spacing is known. */
function fundingCall(venue: Venue, asset: AssetRow, { cursors, now }: CallWindow): Call[] {
  const [time, hours] = (cursors.get(fundingCursor(venue, asset.symbol)) ?? '').split('|');
  const known = time ? Number(time) : undefined;
  if (known !== undefined && now < known + (Number(hours) || 1) * HOUR + PAID_AFTER_MS) return [];
  const startTime = known ?? now - FUNDING_DAYS * DAY;
  // Some contracts pay hourly: an answer holds no more than its limit of them. Bybit refuses a start without an end.
  const endTime = Math.min(now, startTime + (MOST_BYBIT - 1) * HOUR);
  const query = { symbol: asset.venues[venue], startTime, endTime, limit: MOST_BYBIT };
  if (venue === 'bybit') return [bybit({ item: `${asset.symbol} funding`, assets: [asset], path: '/v5/market/funding/history', query: { category: 'linear', ...query }, most: MOST_BYBIT, kind: 'bybit-funding' })];
  return [{ item: `${asset.symbol} funding`, assets: [asset], path: '/fapi/v1/fundingRate', query, cost: COST.funding, most: MOST_BYBIT, kind: 'funding', response: binanceList }];
}
