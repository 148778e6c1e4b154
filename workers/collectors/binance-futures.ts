/**
 * Binance USD-M futures: what its answers mean. Pure.
 *
 *   /fapi/v1/premiumIndex              {"symbol":"BTCUSDT","markPrice":"78472.44000000","indexPrice":"78505.77000000","estimatedSettlePrice":"…",
 *                                       "lastFundingRate":"0.00005230","interestRate":"0.00010000","nextFundingTime":1788912000000,"time":1788909273000}
 *   /futures/data/openInterestHist     {"symbol":"BTCUSDT","sumOpenInterest":"107100.28400000","sumOpenInterestValue":"8452471718.35","timestamp":1788822000000}
 *   /fapi/v1/fundingRate               {"symbol":"BTCUSDT","fundingTime":1788336000001,"fundingRate":"0.00007998","markPrice":"77444.80","rateType":"Regular"}
 *
 * `lastFundingRate` is the running estimate of the next payment. Delivery contracts
 * have none (`""`, `nextFundingTime` 0) and are refused. Every contract counts once.
 */
import { z } from 'zod';
import type { DerivativesRow } from '../store/tables/signals.js';
import type { Call, Parsed, Received } from './collector.js';
import { absentCursor, derivativesRow, interestCursor, parsedFrom, publishedMs, settledRows, type Outcome, type Venue } from './derivatives-row.js';
import { fieldOf, figureOf, instantOf, positiveOf, wordOf } from './venue-figures.js';

const VENUE: Venue = 'binance_futures';
export const binanceList = z.array(z.unknown());
type Assets = Call['assets'];

/** The first item of each market. */
export function byMarket(items: readonly unknown[]): Map<string, unknown> {
  const markets = new Map<string, unknown>();
  for (const item of items) {
    const market = wordOf(item, 'symbol');
    if (market !== '' && !markets.has(market)) markets.set(market, item);
  }
  return markets;
}

/** Snapshots of the call's assets; a market that is not in the answer is remembered as absent, so that nothing else is asked about it. */
export function snapshotsOf(items: readonly unknown[], venue: Venue, call: Call, { received, read }: { received: Received; read: (raw: unknown, asset: Assets[number]) => Outcome }): Parsed<DerivativesRow> {
  const markets = byMarket(items);
  const listed = call.assets.filter((a) => markets.has(a.venues[venue] ?? ''));
  const absent = call.assets.filter((a) => !markets.has(a.venues[venue] ?? ''));
  const parsed = parsedFrom(listed.map((asset) => {
    const raw = markets.get(asset.venues[venue] as string);
    return { item: `${asset.symbol} ${venue}`, raw, outcome: read(raw, asset) };
  }));
  return {
    ...parsed,
    missing: absent.map((a) => ({ symbol: a.symbol, reason: `${venue} has no market "${a.venues[venue]}"`, permanent: true })),
    cursors: new Map(absent.map((a) => [absentCursor(venue, a.symbol), String(received.at.getTime())])),
  };
}

export const premiums = (items: unknown[], call: Call, received: Received): Parsed<DerivativesRow> =>
  snapshotsOf(items, VENUE, call, { received, read: (raw, asset) => premiumOf(raw, asset, received) });

function premiumOf(raw: unknown, asset: Assets[number], received: Received): Outcome {
  const nextFundingMs = figureOf(fieldOf(raw, 'nextFundingTime'));
  if (wordOf(raw, 'lastFundingRate') === '' && nextFundingMs === 0) return 'a delivery contract pays no funding';
  const mark = positiveOf(fieldOf(raw, 'markPrice'));
  if (mark === null) return 'the mark price is missing or not above 0';
  const observedMs = instantOf(fieldOf(raw, 'time'), received.at.getTime());
  if (typeof observedMs === 'string') return observedMs;
  return derivativesRow({ asset, venue: VENUE, observedMs }, { mark, index: positiveOf(fieldOf(raw, 'indexPrice')), fundingRate: figureOf(fieldOf(raw, 'lastFundingRate')), nextFundingMs }, received);
}

/** One market's open interest; the position is the newest instant. */
export function interests(items: unknown[], call: Call, received: Received): Parsed<DerivativesRow> {
  return interestRows(items, VENUE, call, { received, timeField: 'timestamp', read: (raw) => ({ openInterest: figureOf(fieldOf(raw, 'sumOpenInterest')), openInterestValue: figureOf(fieldOf(raw, 'sumOpenInterestValue')) }) });
}

export interface InterestReading {
  received: Received;
  timeField: string;
  read(raw: unknown): { openInterest: number | null; openInterestValue?: number | null };
}

export function interestRows(items: readonly unknown[], venue: Venue, call: Call, { received, timeField, read }: InterestReading): Parsed<DerivativesRow> {
  const [asset] = call.assets as [Assets[number]];
  const interestAt = (observedMs: number, figures: ReturnType<typeof read>): Outcome =>
    figures.openInterest === null || figures.openInterest < 0 ? 'the open interest is missing or below 0' : derivativesRow({ asset, venue, observedMs, knownMs: publishedMs(observedMs) }, figures, received);
  const outcomes = items.map((raw) => {
    const observedMs = instantOf(fieldOf(raw, timeField), received.at.getTime());
    return { item: `${asset.symbol} ${venue} interest ${String(observedMs)}`, raw, outcome: typeof observedMs === 'string' ? observedMs : interestAt(observedMs, read(raw)) };
  });
  const parsed = parsedFrom(outcomes);
  const newest = parsed.rows.reduce((last, row) => Math.max(last, row.observed_at.getTime()), 0);
  return { ...parsed, ...(newest > 0 ? { cursors: new Map([[interestCursor(venue, asset.symbol), String(newest)]]) } : {}) };
}

export function payments(items: unknown[], call: Call, received: Received): Parsed<DerivativesRow> {
  const [asset] = call.assets as [Assets[number]];
  return settledRows(items.map((raw) => ({ raw, time: fieldOf(raw, 'fundingTime'), rate: figureOf(fieldOf(raw, 'fundingRate')), mark: positiveOf(fieldOf(raw, 'markPrice')) })), { asset, venue: VENUE }, received);
}
