/**
 * blockchain.info as far as the farm asks it: /stats in GH/s and satoshi with
 * integers written as floats, and daily charts whose last day is a part of one,
 * thinned out unless `sampled=false`.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { BitcoinNetwork } from './bitcoin-network.js';
import { DAY, floorTo } from './intervals.js';
import { EPOCH_MS } from './latent.js';
import type { MarketSource } from './source.js';

const SATOSHI = 1e8;
const SAMPLED_EVERY = 2;
/** Computed once in a few minutes. */
const STATS_MS = 180_000;

interface Chart {
  name: string;
  unit: string;
  value(day: number): number;
}

export class BlockchainInfo {
  private readonly charts: Readonly<Record<string, Chart>>;

  constructor(private readonly network: BitcoinNetwork, private readonly source: MarketSource) {
    this.charts = {
      'hash-rate': { name: 'Total Hash Rate (TH/s)', unit: 'Hash Rate TH/s', value: (day) => network.hashRate(day + DAY / 2) / 1e12 },
      'n-transactions': { name: 'Confirmed Transactions Per Day', unit: 'Transactions', value: (day) => network.transactions(day) },
      'n-unique-addresses': { name: 'Unique Addresses Used', unit: 'Addresses', value: (day) => network.addresses(day) },
    };
  }

  answer({ path, query, nowMs }: Call): Answer | null {
    if (path === '/stats') return json(200, this.stats(floorTo(nowMs, STATS_MS)));
    const asked = /^\/charts\/([a-z-]+)$/.exec(path)?.[1];
    if (asked === undefined) return null;
    const chart = this.charts[asked];
    if (!chart) return json(404, { status: 'not-found', error: 'not-found', message: `No chart with name ${asked}`, period: 'minute' });
    return json(200, this.chart(chart, query, nowMs));
  }

  private stats(ms: number): object {
    const leader = this.source.assets[0];
    const price = (leader && this.source.priceAt(leader, ms)) ?? 60_000;
    const reward = this.network.reward(ms);
    const fees = this.network.mempool(ms).totalFee * 60;
    const mined = 144 * reward * SATOSHI;
    return {
      timestamp: ms, market_price_usd: price, hash_rate: this.network.hashRate(ms) / 1e9, total_fees_btc: fees, n_btc_mined: mined, n_tx: this.network.transactions(ms), n_blocks_mined: 144, minutes_between_blocks: 9.97,
      totalbc: Math.round(this.network.supply(ms) * SATOSHI), n_blocks_total: this.network.height(ms), estimated_transaction_volume_usd: this.network.transactions(ms) * price * 0.31, blocks_size: 215_010_204,
      miners_revenue_usd: ((mined + fees) / SATOSHI) * price, nextretarget: this.network.height(ms) + 1_100, difficulty: this.network.difficulty(ms), estimated_btc_sent: 23_233_161_880_242, miners_revenue_btc: Math.round((mined + fees) / SATOSHI), total_btc_sent: 184_646_388_663_542, trade_volume_btc: 2_597.09, trade_volume_usd: 2_597.09 * price,
    };
  }

  private chart({ name, unit, value }: Chart, query: URLSearchParams, nowMs: number): object {
    const timespan = query.get('timespan') ?? '1year';
    const days = timespan === '1year' ? 365 : Number(/^(\d+)days$/.exec(timespan)?.[1] ?? 365);
    const today = floorTo(nowMs, DAY);
    const first = Math.max(EPOCH_MS, today - days * DAY);
    const all = Array.from({ length: (today - first) / DAY + 1 }, (_, i) => first + i * DAY).map((day) => ({ x: day / 1_000, y: day === today ? value(day) * ((nowMs - today) / DAY) : value(day) }));
    return { status: 'ok', name, unit, period: 'day', description: name, values: query.get('sampled') === 'false' ? all : all.filter((_, i) => i % SAMPLED_EVERY === 0) };
  }
}
