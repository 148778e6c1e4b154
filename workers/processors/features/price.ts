/**
 * What the newest snapshot says about a coin, and how far it has moved. Amounts
 * are in the quote currency of the registry; returns are of 5-minute closes.
 */
import { declare, firstKnown, from } from './inputs.js';

const snapshot = { lookback: 'one snapshot', version: 1 } as const;
const closes = (bars: number) => ({ lookback: `${bars} bars of 5m`, unit: 'ratio', version: 1 }) as const;

export const price = declare('price', {
  price: {
    lookback: 'one snapshot or one bar of 5m',
    version: 1,
    formula: 'newest snapshot, at most 15 minutes old; without one, the close of the newest 5m bar, as old at most',
    unit: 'quote',
    ...firstKnown(from(['price.current_price'], (p) => p), from(['5m.close'], (close) => close)),
  },
  market_cap: { ...snapshot, formula: 'price × circulating supply, as the upstream reports it', unit: 'quote', ...from(['price.market_cap'], (cap) => cap) },
  log_market_cap: { ...snapshot, formula: 'log10(market_cap)', unit: 'log10 quote', ...from(['price.market_cap'], Math.log10) },
  market_cap_rank: { ...snapshot, formula: 'rank by market capitalisation, 1 is the largest', unit: 'rank', ...from(['price.market_cap_rank'], (rank) => rank) },
  volume_24h: { ...snapshot, formula: 'traded in the last 24 hours, all venues', unit: 'quote', ...from(['price.volume_24h'], (v) => v) },
  turnover_24h: { ...snapshot, formula: 'volume_24h / market_cap', unit: 'ratio', ...from(['price.volume_24h', 'price.market_cap'], (v, cap) => v / cap) },
  price_change_24h_pct: { ...snapshot, formula: 'change over 24 hours, as the upstream reports it', unit: 'percent', ...from(['price.price_change_percentage_24h'], (c) => c) },
  high_24h_distance: { ...snapshot, formula: 'price / high_24h − 1', unit: 'ratio', ...from(['price.current_price', 'price.high_24h'], (p, high) => p / high - 1) },
  low_24h_distance: { ...snapshot, formula: 'price / low_24h − 1', unit: 'ratio', ...from(['price.current_price', 'price.low_24h'], (p, low) => p / low - 1) },
  range_24h: { ...snapshot, formula: 'high_24h / low_24h − 1', unit: 'ratio', ...from(['price.high_24h', 'price.low_24h'], (high, low) => high / low - 1) },
  range_position_24h: {
    ...snapshot,
    formula: '(price − low_24h) / (high_24h − low_24h)',
    unit: 'ratio',
    ...from(['price.current_price', 'price.low_24h', 'price.high_24h'], (p, low, high) => (p - low) / (high - low)),
  },
  return_5m: { ...closes(2), formula: 'close / close 1 bar ago − 1', ...from(['5m.return_1'], (r) => r) },
  return_15m: { ...closes(4), formula: 'close / close 3 bars ago − 1', ...from(['5m.return_3'], (r) => r) },
  return_1h: { ...closes(13), formula: 'close / close 12 bars ago − 1', ...from(['5m.return_12'], (r) => r) },
  return_4h: { ...closes(49), formula: 'close / close 48 bars ago − 1', ...from(['5m.return_48'], (r) => r) },
  return_24h: { ...closes(289), formula: 'close / close 288 bars ago − 1', ...from(['5m.return_288'], (r) => r) },
  return_3d: { lookback: '4 bars of 1d', version: 1, formula: 'daily close / close 3 days before − 1', unit: 'ratio', ...from(['1d.return_3'], (r) => r) },
  return_12d: { lookback: '13 bars of 1d', version: 1, formula: 'daily close / close 12 days before − 1', unit: 'ratio', ...from(['1d.return_12'], (r) => r) },
  close_price_gap: {
    lookback: 'one snapshot, one bar of 5m',
    version: 1,
    formula: 'close of the newest 5m bar / price − 1: how far the two sources disagree',
    unit: 'ratio',
    ...from(['5m.close', 'price.current_price'], (close, p) => close / p - 1),
  },
  traded_value_5m: { lookback: '1 bar of 5m', version: 1, formula: 'close × volume of the newest 5m bar', unit: 'quote', ...from(['5m.close', '5m.volume'], (close, v) => close * v) },
});
