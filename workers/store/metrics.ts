/**
 * The registry of on-chain metrics: one name for each, its unit, what it is about
 * and the range a sound value lies in. The collector that fills them, the
 * features that read them and the api that shows them use these names; a name
 * that is not here does not compile.
 */
export interface Metric {
  title: string;
  unit: string;
  /** What it is about: a ticker, `MARKET`, or `chains` for the native tickers of chains with MARKET as their sum. */
  of: readonly string[] | 'chains';
  /** A value outside [least, most] is an upstream's mistake, not a figure. */
  least: number;
  most: number;
}

const BTC = ['BTC'] as const;
const ETH = ['ETH'] as const;
const metric = (of: Metric['of'], title: string, unit: string, [least, most]: readonly [number, number]): Metric => ({ title, unit, of, least, most });
const SAT_PER_VB = 'sat/vB';

export const metrics = {
  hash_rate: metric(BTC, 'Hash rate, estimated over the last day', 'H/s', [1e15, 1e23]),
  hash_rate_daily: metric(BTC, 'Hash rate, mean of a UTC day', 'H/s', [1e15, 1e23]),
  difficulty: metric(BTC, 'Mining difficulty', 'difficulty', [1e9, 1e17]),
  difficulty_change: metric(BTC, 'Expected change at the next adjustment of the difficulty', 'percent', [-75, 300]),
  block_height: metric(BTC, 'Height of the newest block', 'blocks', [100_000, 1e7]),
  minutes_between_blocks: metric(BTC, 'Mean time between blocks, last 24 hours', 'minutes', [1, 240]),
  tx_count: metric(BTC, 'Transactions, last 24 hours', 'transactions', [10_000, 5e6]),
  tx_count_daily: metric(BTC, 'Transactions of a UTC day', 'transactions', [10_000, 5e6]),
  active_addresses_daily: metric(BTC, 'Addresses used on a UTC day', 'addresses', [10_000, 2e7]),
  transfer_volume_usd: metric(BTC, 'Estimated value transferred, last 24 hours', 'USD', [1e6, 1e13]),
  fees_btc: metric(BTC, 'Fees paid, last 24 hours', 'BTC', [0, 10_000]),
  mined_btc: metric(BTC, 'Coins mined, last 24 hours', 'BTC', [1, 10_000]),
  miners_revenue_usd: metric(BTC, "Miners' revenue, last 24 hours", 'USD', [1e4, 1e10]),
  supply: metric(['BTC', 'ETH'], 'Coins in existence', 'coins', [1e6, 2e8]),
  mempool_count: metric(BTC, 'Transactions that wait for a block', 'transactions', [0, 5e6]),
  mempool_vsize: metric(BTC, 'Size of the transactions that wait', 'vB', [0, 5e9]),
  mempool_fees_btc: metric(BTC, 'Fees offered by the transactions that wait', 'BTC', [0, 10_000]),
  fee_fast: metric(BTC, 'Fee for the next block', SAT_PER_VB, [0.01, 10_000]),
  fee_half_hour: metric(BTC, 'Fee for a block within half an hour', SAT_PER_VB, [0.01, 10_000]),
  fee_hour: metric(BTC, 'Fee for a block within an hour', SAT_PER_VB, [0.01, 10_000]),
  gas_safe: metric(ETH, 'Gas price, slow', 'gwei', [0, 10_000]),
  gas_propose: metric(ETH, 'Gas price, usual', 'gwei', [0, 10_000]),
  gas_fast: metric(ETH, 'Gas price, fast', 'gwei', [0, 10_000]),
  base_fee: metric(ETH, 'Base fee of the next block', 'gwei', [0, 10_000]),
  gas_used_ratio: metric(ETH, 'Gas used by the last five blocks, of what they may', 'fraction', [0, 1]),
  tvl: metric('chains', 'Value locked in protocols', 'USD', [0, 1e13]),
  dex_volume_24h: metric(['MARKET'], 'Volume of decentralised exchanges, last 24 hours', 'USD', [1e6, 1e12]),
  stablecoin_supply: metric(['MARKET', 'USDT', 'USDC'], 'Stablecoins pegged to the dollar, in circulation', 'USD', [1e8, 1e13]),
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as MetricName[];
