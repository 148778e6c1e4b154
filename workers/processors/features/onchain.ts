/** The chains: Bitcoin's miners and queue, Ethereum's gas, value locked, dollars in circulation, exchanges without an owner. */
import type { MetricName } from '../../store/metrics.js';
import { declare, from, type Declaration } from './inputs.js';

type Whose = 'btc' | 'eth' | 'market' | 'own';
const words: Record<Whose, string> = { btc: 'of Bitcoin', eth: 'of Ethereum', market: 'of all', own: "of the coin's own chain" };

const value = (whose: Whose, metric: MetricName, unit: string): Declaration => ({ lookback: 'one observation', unit, version: 1, formula: `${metric} ${words[whose]}`, ...from([`onchain.${whose}.${metric}.value`], (v) => v) });
const change = (whose: Whose, metric: MetricName, days: 1 | 7): Declaration => ({
  lookback: `${days} d`, unit: 'ratio', version: 1, formula: `${metric} ${words[whose]} / its value ${days} d before − 1`, ...from([`onchain.${whose}.${metric}.change_${days}d`], (c) => c),
});
/** Of figures whose history the upstream dates by the day: known from a farm's first hour on. Version 1 read snapshots. */
const daily = (whose: Whose, metric: MetricName, days: 1 | 7): Declaration => ({ ...change(whose, metric, days), version: 2 });
const age = (whose: Whose, metric: MetricName): Declaration => ({ lookback: 'none', unit: 'minutes', version: 1, formula: `slot − available_at of ${metric} ${words[whose]}`, ...from([`onchain.${whose}.${metric}.age`], (minutes) => minutes) });

export const onchain = declare('onchain', {
  btc_hash_rate_change_1d: daily('btc', 'hash_rate_daily', 1),
  btc_hash_rate_change_7d: daily('btc', 'hash_rate_daily', 7),
  btc_difficulty_expected_change: value('btc', 'difficulty_change', 'percent'),
  btc_minutes_between_blocks: value('btc', 'minutes_between_blocks', 'minutes'),
  btc_transactions_change_7d: daily('btc', 'tx_count_daily', 7),
  btc_active_addresses_change_7d: change('btc', 'active_addresses_daily', 7),
  btc_mempool_count: value('btc', 'mempool_count', 'transactions'),
  btc_mempool_change_1d: change('btc', 'mempool_count', 1),
  btc_fee_fast: value('btc', 'fee_fast', 'sat/vB'),
  btc_miners_revenue_change_7d: change('btc', 'miners_revenue_usd', 7),
  eth_gas: value('eth', 'gas_propose', 'gwei'),
  eth_gas_change_1d: change('eth', 'gas_propose', 1),
  chain_tvl_change_1d: change('own', 'tvl', 1),
  chain_tvl_change_7d: change('own', 'tvl', 7),
  market_tvl_change_1d: change('market', 'tvl', 1),
  market_tvl_change_7d: change('market', 'tvl', 7),
  stablecoin_supply_change_1d: change('market', 'stablecoin_supply', 1),
  stablecoin_supply_change_7d: change('market', 'stablecoin_supply', 7),
  dex_volume_24h: value('market', 'dex_volume_24h', 'USD'),
  dex_volume_change_7d: change('market', 'dex_volume_24h', 7),
  onchain_age_minutes: age('btc', 'mempool_count'),
  tvl_age_minutes: age('market', 'tvl'),
});
