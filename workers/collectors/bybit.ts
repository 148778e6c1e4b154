/**
 * Bybit linear perpetuals: what its answers mean. Pure. Everything is text, an
 * empty one where there is nothing; the envelope's `time` is the answer's instant.
 *
 *   /v5/market/tickers           {"symbol":"BTCUSDT","markPrice":"78472.44","indexPrice":"78505.77","openInterest":"56399.823","singleOpenInterest":"28199.912",
 *                                 "singleOpenInterestValue":"2212915902.43","turnover24h":"4216771708.84","fundingRate":"0.0000523","nextFundingTime":"1788912000000",
 *                                 "deliveryTime":"0","fundingIntervalHour":"8"}
 *   /v5/market/open-interest     {"openInterest":"56404.953","singleOpenInterest":"28202.477","timestamp":"1788908400000"}   newest first
 *   /v5/market/funding/history   {"symbol":"BTCUSDT","fundingRate":"0.00005769","fundingRateTimestamp":"1788883200000"}      newest first
 *
 * `openInterest` counts both sides of every contract, `singleOpenInterest` (newer) one:
 * the single count is kept, as Binance counts; where it is absent, half of the double one.
 */
import { z } from 'zod';
import type { DerivativesRow } from '../store/tables/signals.js';
import { interestRows, snapshotsOf } from './binance-futures.js';
import type { Call, Parsed, Received } from './collector.js';
import { derivativesRow, settledRows, type Outcome, type Venue } from './derivatives-row.js';
import { fieldOf, figureOf, instantOf, positiveOf, wordOf } from './venue-figures.js';

const VENUE: Venue = 'bybit';
export const bybitAnswer = z.object({ retCode: z.literal(0), result: z.object({ list: z.array(z.unknown()) }), time: z.number().optional() });
export type BybitAnswer = z.infer<typeof bybitAnswer>;

/** Contracts counted once: the venue's own single count, else half of the double one. */
function once(raw: unknown, name: 'OpenInterest' | 'OpenInterestValue'): number | null {
  const single = figureOf(fieldOf(raw, `single${name}`));
  if (single !== null) return single;
  const both = figureOf(fieldOf(raw, `o${name.slice(1)}`));
  return both === null ? null : both / 2;
}

export function tickers({ result, time }: BybitAnswer, call: Call, received: Received): Parsed<DerivativesRow> {
  const observedMs = instantOf(time ?? received.at.getTime(), received.at.getTime());
  return snapshotsOf(result.list, VENUE, call, { received, read: (raw, asset) => (typeof observedMs === 'string' ? observedMs : tickerOf(raw, asset, { received, observedMs })) });
}

function tickerOf(raw: unknown, asset: Call['assets'][number], { received, observedMs }: { received: Received; observedMs: number }): Outcome {
  if (!['', '0'].includes(wordOf(raw, 'deliveryTime'))) return 'a delivery contract pays no funding';
  const mark = positiveOf(fieldOf(raw, 'markPrice'));
  if (mark === null) return 'the mark price is missing or not above 0';
  return derivativesRow({ asset, venue: VENUE, observedMs }, {
    mark,
    index: positiveOf(fieldOf(raw, 'indexPrice')),
    fundingRate: figureOf(fieldOf(raw, 'fundingRate')),
    intervalHours: positiveOf(fieldOf(raw, 'fundingIntervalHour')),
    nextFundingMs: positiveOf(fieldOf(raw, 'nextFundingTime')),
    openInterest: once(raw, 'OpenInterest'),
    openInterestValue: once(raw, 'OpenInterestValue'),
    volume24h: figureOf(fieldOf(raw, 'turnover24h')),
  }, received);
}

export const bybitInterests = ({ result }: BybitAnswer, call: Call, received: Received): Parsed<DerivativesRow> =>
  interestRows(result.list, VENUE, call, { received, timeField: 'timestamp', read: (raw) => ({ openInterest: once(raw, 'OpenInterest') }) });

export function bybitPayments({ result }: BybitAnswer, call: Call, received: Received): Parsed<DerivativesRow> {
  const [asset] = call.assets as [Call['assets'][number]];
  return settledRows(result.list.map((raw) => ({ raw, time: fieldOf(raw, 'fundingRateTimestamp'), rate: figureOf(fieldOf(raw, 'fundingRate')) })), { asset, venue: VENUE }, received);
}
