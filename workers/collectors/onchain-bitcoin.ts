/**
 * Bitcoin's own figures, from blockchain.info and mempool.space.
 *
 *   /stats     {"timestamp":1.780730885E12,"hash_rate":9.325E11,"n_tx":577190,"total_fees_btc":621043165,"totalbc":2003932187500000,…}
 *              GH/s, satoshi, milliseconds
 *   /charts/…  {"status":"ok","unit":"…","values":[{"x":1613088000,"y":48013.38}]}   seconds; the last day is a part of one
 *   fees       {"fastestFee":1,"halfHourFee":1,"hourFee":1,"economyFee":1,"minimumFee":1}      sat/vB
 *   /mempool   {"count":3169,"vsize":1891542,"total_fee":20317481,"fee_histogram":[]}          vB, satoshi
 *   hashrate   {"hashrates":[{"timestamp":1652486400,"avgHashrate":2.364e20}],"currentHashrate":2.5e20,"currentDifficulty":3.1e13}
 *              H/s; `currentHashrate` is over another window and not kept
 */
import { z } from 'zod';
import type { MetricName } from '../store/metrics.js';
import type { Received } from './collector.js';
import { dailyFigures, type Figure } from './onchain-row.js';
import { figureOf } from './macro-row.js';

const BTC = 'BTC';
const asIs = (n: number): number => n;
const fromSatoshi = (n: number): number => n / 1e8;
const fromGiga = (n: number): number => n * 1e9;

const stats = z.looseObject({ timestamp: z.number(), hash_rate: z.unknown() });
const chart = z.object({ unit: z.string().optional(), values: z.array(z.object({ x: z.number(), y: z.number().nullable() })) });
const fees = z.looseObject({ fastestFee: z.unknown(), halfHourFee: z.unknown(), hourFee: z.unknown() });
const mempool = z.looseObject({ count: z.unknown(), vsize: z.unknown() });
const hashrate = z.object({ hashrates: z.array(z.object({ timestamp: z.number(), avgHashrate: z.number().nullable() })), currentDifficulty: z.number().nullish() });
const adjustment = z.looseObject({ difficultyChange: z.unknown() });
export const bitcoinAnswers = { stats, chart, fees, mempool, hashrate, adjustment, height: z.string().regex(/^\s*\d{1,9}\s*$/, 'is no height') };

/** The figure in another unit; what is no number is left for the range check to name. */
const inUnit = (convert: (n: number) => number, value: unknown): unknown => {
  const n = figureOf(value);
  return n === undefined ? value : convert(n);
};

/** Field of /stats, metric, and the way to the metric's unit. */
const STATS: readonly [field: string, metric: MetricName, convert: (n: number) => number][] = [
  ['hash_rate', 'hash_rate', fromGiga],
  ['difficulty', 'difficulty', asIs],
  ['n_tx', 'tx_count', asIs],
  ['minutes_between_blocks', 'minutes_between_blocks', asIs],
  ['estimated_transaction_volume_usd', 'transfer_volume_usd', asIs],
  ['total_fees_btc', 'fees_btc', fromSatoshi],
  ['n_btc_mined', 'mined_btc', fromSatoshi],
  ['miners_revenue_usd', 'miners_revenue_usd', asIs],
  ['totalbc', 'supply', fromSatoshi],
];

/** The answer has every field, or those it lacks are named as no number. */
export const statsFigures = (body: z.infer<typeof stats>): Figure[] =>
  STATS.map(([field, metric, convert]) => ({ metric, symbol: BTC, value: inUnit(convert, (body as Record<string, unknown>)[field]), observedMs: Math.round(body.timestamp) }));

/** The chart of the hash rate comes in TH/s; others in what they count. */
const factorOf = (unit = ''): number => ({ G: 1e9, T: 1e12, P: 1e15, E: 1e18 })[/([GTPE])H\/s/.exec(unit)?.[1] ?? ''] ?? 1;

export const chartFigures = (body: z.infer<typeof chart>, of: { metric: MetricName; sinceMs: number }, received: Received): Figure[] =>
  dailyFigures(body.values.map(({ x, y }) => ({ dayMs: x * 1_000, value: y === null ? null : y * factorOf(body.unit) })), { symbol: BTC, ...of }, received);

export const feeFigures = (body: z.infer<typeof fees>): Figure[] => [
  { metric: 'fee_fast', symbol: BTC, value: body.fastestFee },
  { metric: 'fee_half_hour', symbol: BTC, value: body.halfHourFee },
  { metric: 'fee_hour', symbol: BTC, value: body.hourFee },
];

export const mempoolFigures = (body: z.infer<typeof mempool>): Figure[] => [
  { metric: 'mempool_count', symbol: BTC, value: body.count },
  { metric: 'mempool_vsize', symbol: BTC, value: body.vsize },
  { metric: 'mempool_fees_btc', symbol: BTC, value: inUnit(fromSatoshi, body['total_fee']) },
];

export const hashrateFigures = (body: z.infer<typeof hashrate>, sinceMs: number, received: Received): Figure[] => [
  ...dailyFigures(body.hashrates.map(({ timestamp, avgHashrate }) => ({ dayMs: timestamp * 1_000, value: avgHashrate })), { metric: 'hash_rate_daily', symbol: BTC, sinceMs }, received),
  { metric: 'difficulty', symbol: BTC, value: body.currentDifficulty },
];

export const adjustmentFigures = (body: z.infer<typeof adjustment>): Figure[] => [{ metric: 'difficulty_change', symbol: BTC, value: body.difficultyChange }];

export const heightFigures = (body: string): Figure[] => [{ metric: 'block_height', symbol: BTC, value: body.trim() }];
