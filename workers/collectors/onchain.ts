/**
 * On-chain and protocol figures, every half hour from five hosts side by side.
 * What an answer means: `onchain-bitcoin.ts`, `onchain-defi.ts`. Histories by the
 * day (hash rate, transactions, addresses) reach back a year at first sight and
 * are asked for once a day. Without its key Etherscan is left out and named.
 */
import { z } from 'zod';
import type { MetricName } from '../store/metrics.js';
import { adjustmentFigures, bitcoinAnswers, chartFigures, feeFigures, hashrateFigures, heightFigures, mempoolFigures, statsFigures } from './onchain-bitcoin.js';
import { collector, type Call, type CallWindow, type Received } from './collector.js';
import { dayOf, dayText } from './macro-row.js';
import { defiAnswers, dexFigures, gasFigures, stablecoinFigures, supplyFigures, tvlFigures } from './onchain-defi.js';
import { onchainRows, type Figure } from './onchain-row.js';

const DAY = 86_400_000;
/** From this long after a day on, the figures of that day are asked for. */
const COMPUTED_MS = 2 * 3_600_000;

type Asked = Pick<Call, 'path' | 'query'> & Partial<Pick<Call, 'host' | 'as' | 'since'>>;
/** An endpoint: what its answer is, and what is in it. */
interface Endpoint<B> {
  response: z.ZodType<B>;
  figures(body: B, call: Call, received: Received): Figure[];
}
const endpoint = <B>(e: Endpoint<B>): Endpoint<unknown> => e as Endpoint<unknown>;

const sinceOf = ({ since }: Call): number => (dayOf(since) ?? -DAY) + DAY;
const metricOf = (call: Call): MetricName => call.item as MetricName;

/** By `kind` of the call. */
const endpoints = {
  stats: endpoint({ response: bitcoinAnswers.stats, figures: statsFigures }),
  chart: endpoint({ response: bitcoinAnswers.chart, figures: (body, call, received) => chartFigures(body, { metric: metricOf(call), sinceMs: sinceOf(call) }, received) }),
  fees: endpoint({ response: bitcoinAnswers.fees, figures: feeFigures }),
  mempool: endpoint({ response: bitcoinAnswers.mempool, figures: mempoolFigures }),
  hashrate: endpoint({ response: bitcoinAnswers.hashrate, figures: (body, call, received) => hashrateFigures(body, sinceOf(call), received) }),
  adjustment: endpoint({ response: bitcoinAnswers.adjustment, figures: adjustmentFigures }),
  height: endpoint({ response: bitcoinAnswers.height, figures: heightFigures }),
  gas: endpoint({ response: defiAnswers.gas, figures: gasFigures }),
  supply: endpoint({ response: defiAnswers.supply, figures: supplyFigures }),
  tvl: endpoint({ response: defiAnswers.chains, figures: tvlFigures }),
  dexs: endpoint({ response: defiAnswers.dexs, figures: dexFigures }),
  stablecoins: endpoint({ response: defiAnswers.stablecoins, figures: stablecoinFigures }),
};
type Kind = keyof typeof endpoints;

const callOf = (kind: Kind, asked: Asked, item: string = kind): Call => ({ item, kind, assets: [], cost: 1, most: 500, response: endpoints[kind].response, ...asked });

/** Chart of blockchain.info, by metric. */
const CHARTS: readonly [MetricName, string][] = [
  ['hash_rate_daily', 'hash-rate'],
  ['tx_count_daily', 'n-transactions'],
  ['active_addresses_daily', 'n-unique-addresses'],
];

function chartCalls({ now, cursors }: CallWindow): Call[] {
  return CHARTS.flatMap(([metric, chart]) => {
    const since = dayOf(cursors.get(metric));
    if (since !== undefined && now < since + 2 * DAY + COMPUTED_MS) return [];
    const days = since === undefined ? 365 : Math.ceil((now - since) / DAY) + 1;
    const query = { timespan: `${Math.min(days, 365)}days`, rollingAverage: '1days', format: 'json', sampled: 'false' };
    return [callOf('chart', { path: `/charts/${chart}`, query, ...(since === undefined ? {} : { since: dayText(since) }) }, metric)];
  });
}

const HASHRATE = 'mempool hash rate';
function mempoolCalls({ now, cursors }: CallWindow): Call[] {
  const since = cursors.get(HASHRATE);
  const known = dayOf(since);
  const period = known === undefined || now - known > 25 * DAY ? '1y' : '1m';
  const host = 'mempool_space';
  return [
    callOf('fees', { host, path: '/v1/fees/recommended', query: {} }),
    callOf('mempool', { host, path: '/mempool', query: {} }),
    callOf('hashrate', { host, path: `/v1/mining/hashrate/${period}`, query: {}, ...(since ? { since } : {}) }, HASHRATE),
    callOf('adjustment', { host, path: '/v1/difficulty-adjustment', query: {} }),
    callOf('height', { host, path: '/blocks/tip/height', query: {}, as: 'text' }),
  ];
}

const etherscanCalls = (): Call[] => [
  callOf('gas', { host: 'etherscan', path: '/v2/api', query: { chainid: 1, module: 'gastracker', action: 'gasoracle' } }),
  callOf('supply', { host: 'etherscan', path: '/v2/api', query: { chainid: 1, module: 'stats', action: 'ethsupply' } }),
];

const llamaCalls = (): Call[] => [
  callOf('tvl', { host: 'defillama', path: '/v2/chains', query: {} }),
  callOf('dexs', { host: 'defillama', path: '/overview/dexs', query: { excludeTotalDataChart: 'true', excludeTotalDataChartBreakdown: 'true' } }),
  callOf('stablecoins', { host: 'defillama_stablecoins', path: '/stablecoins', query: { includePrices: 'true' } }),
];

const NO_GAS = { symbol: 'gas', reason: 'Etherscan has no key', permanent: true } as const;

/** The day that has been read to the end, for the two kinds that have days. */
function cursorOf(call: Call, days: readonly number[]): Map<string, string> {
  const newest = days.length > 0 && (call.kind === 'chart' || call.kind === 'hashrate') ? Math.max(...days) : undefined;
  return newest === undefined ? new Map() : new Map([[call.item, dayText(newest)]]);
}

export const onchain = collector({
  source: 'onchain',
  host: 'blockchain_info',
  others: ['mempool_space', 'etherscan', 'defillama', 'defillama_stablecoins'],
  into: 'onchain_data',
  response: z.unknown().refine((body) => typeof body === 'object' && body !== null, 'is no answer of the five hosts'),
  plan: (_assets, window) => {
    const etherscan = window.canAsk('etherscan');
    const calls = [callOf('stats', { path: '/stats', query: {} }), ...chartCalls(window), ...mempoolCalls(window), ...(etherscan ? etherscanCalls() : []), ...llamaCalls()];
    return { calls, missing: etherscan ? [] : [NO_GAS] };
  },
  rows: (body, call, received) => {
    const figures = endpoints[call.kind as Kind].figures(body, call, received);
    const { rows, rejected } = onchainRows(figures, received);
    const days = rows.filter((r) => r.metric.endsWith('_daily')).map((r) => r.observed_at.getTime());
    return { rows, rejected, missing: [], cursors: cursorOf(call, days) };
  },
});
