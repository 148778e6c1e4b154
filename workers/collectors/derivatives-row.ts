/**
 * Rows of `derivatives_data`, whatever venue they come from. Pure. Figures are
 * turned from contracts into coins here; settled funding is told from snapshots:
 * its instant is rounded to the hour it was paid for, and nothing else bears one.
 */
import type { AssetRow } from '../store/tables/assets.js';
import type { DerivativesRow } from '../store/tables/signals.js';
import { sampleOf, type Parsed, type Received, type Rejected } from './collector.js';
import { coinAmount, coinPrice } from './contract-size.js';
import { instantOf } from './venue-figures.js';

export type Venue = 'binance_futures' | 'bybit';
export const HOUR = 3_600_000;

/** As the venue counts: prices per contract unit, open interest in contract units. */
export interface Figures {
  mark?: number | null;
  index?: number | null;
  fundingRate?: number | null;
  intervalHours?: number | null;
  nextFundingMs?: number | null;
  openInterest?: number | null;
  openInterestValue?: number | null;
  volume24h?: number | null;
}

export interface Seen {
  asset: AssetRow;
  venue: Venue;
  observedMs: number;
  /** When the world could know it, ms; never taken for later than the receipt. */
  knownMs?: number;
  /** The funding was paid at `observedMs`. */
  settled?: boolean;
}

/** A snapshot never stands on a whole hour: that key belongs to the funding paid then. */
const apart = (ms: number): number => (ms % HOUR === 0 ? ms + 1 : ms);

export function derivativesRow({ asset, venue, observedMs, knownMs = observedMs, settled = false }: Seen, f: Figures, received: Received): DerivativesRow {
  const market = asset.venues[venue] ?? '';
  const price = (x: number | null | undefined): number | null => (x === null || x === undefined ? null : coinPrice(x, market));
  return {
    symbol: asset.symbol,
    venue,
    observed_at: new Date(settled ? observedMs : apart(observedMs)),
    market,
    mark_price: price(f.mark),
    index_price: price(f.index),
    basis: f.mark && f.index ? f.mark / f.index - 1 : null,
    funding_rate: f.fundingRate ?? null,
    funding_final: settled,
    funding_interval_hours: f.intervalHours ?? null,
    next_funding_at: f.nextFundingMs ? new Date(f.nextFundingMs) : null,
    open_interest: f.openInterest === null || f.openInterest === undefined ? null : coinAmount(f.openInterest, market),
    open_interest_value: f.openInterestValue ?? null,
    volume_24h: f.volume24h ?? null,
    quality_score: null,
    quality_reasons: null,
    available_at: new Date(Math.min(received.at.getTime(), knownMs)),
    ingested_at: received.at,
    data_source: received.dataSource,
  };
}

export type Outcome = DerivativesRow | string;

/** Sorts what became of each item into rows and rejections. */
export function parsedFrom(items: readonly { item: string; raw: unknown; outcome: Outcome }[]): Parsed<DerivativesRow> {
  const rows: DerivativesRow[] = [];
  const rejected: Rejected[] = [];
  for (const { item, raw, outcome } of items) {
    if (typeof outcome === 'string') rejected.push({ item: item.slice(0, 100), reason: outcome, sample: sampleOf(raw) });
    else rows.push(outcome);
  }
  return { rows, rejected, missing: [] };
}

/** Open interest is published some minutes after its instant; the farm does not claim to have known it sooner. */
const PUBLISHED_AFTER_MS = 5 * 60_000;
export const publishedMs = (observedMs: number): number => observedMs + PUBLISHED_AFTER_MS;

/** Funding is paid on the hour; venues write it down a few ms later. */
const JITTER_MS = 60_000;
const INTERVALS: readonly number[] = [1, 2, 4, 8];

export interface Payment {
  raw: unknown;
  /** Instant and rate as the venue sent them. */
  time: unknown;
  rate: number | null;
  mark?: number | null;
}

/**
 * Paid funding as rows at the hour it was paid for, with the spacing to the payment before it (the first: to the
 * one after it) as the interval. The position is `<newest payment, ms>|<interval, hours>`.
 */
export function settledRows(payments: readonly Payment[], { asset, venue }: Pick<Seen, 'asset' | 'venue'>, received: Received): Parsed<DerivativesRow> {
  const now = received.at.getTime();
  const read = payments.map((p) => ({ ...p, paid: paidAt(p, now) }));
  const hours = read.flatMap(({ paid }) => (typeof paid === 'string' ? [] : [paid.hour])).sort((a, b) => a - b);
  const parsed = parsedFrom(read.map(({ raw, rate, mark, paid }) => ({
    item: `${asset.symbol} ${venue} funding ${String(typeof paid === 'string' ? '' : paid.hour)}`.trim(),
    raw,
    outcome: typeof paid === 'string' ? paid : derivativesRow({ asset, venue, observedMs: paid.hour, knownMs: paid.at, settled: true }, { fundingRate: rate, mark, intervalHours: spacing(hours, paid.hour) }, received),
  })));
  const newest = hours.at(-1);
  return { ...parsed, ...(newest === undefined ? {} : { cursors: new Map([[fundingCursor(venue, asset.symbol), `${newest}|${spacing(hours, newest) ?? ''}`]]) }) };
}

export const fundingCursor = (venue: Venue, symbol: string): string => `funding ${venue} ${symbol}`;
export const interestCursor = (venue: Venue, symbol: string): string => `interest ${venue} ${symbol}`;
export const absentCursor = (venue: Venue, symbol: string): string => `absent ${venue} ${symbol}`;

function paidAt({ time, rate }: Payment, now: number): { hour: number; at: number } | string {
  if (rate === null) return 'the funding rate is missing';
  const at = instantOf(time, now);
  if (typeof at === 'string') return at;
  const hour = Math.round(at / HOUR) * HOUR;
  return Math.abs(at - hour) > JITTER_MS ? 'the funding was not paid on the hour' : { hour, at };
}

/** Hours between a payment and its neighbour; null where there is none or a payment is missing between. */
function spacing(hours: readonly number[], hour: number): number | null {
  const place = hours.indexOf(hour);
  const other = place > 0 ? hours[place - 1] : hours[place + 1];
  const between = other === undefined ? 0 : Math.abs(hour - other) / HOUR;
  return INTERVALS.includes(between) ? between : null;
}
