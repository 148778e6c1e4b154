/**
 * A coin against the rest of the market at the same slot. Only symbols whose
 * 5-minute bar closed exactly at the slot take part; a late one is unknown.
 */
import { declare, from, type Declaration } from './inputs.js';
import type { Feature } from './feature.js';
import type { FigureName } from './market.js';

const read = (figure: FigureName, of: Feature['of']): Pick<Feature, 'inputs' | 'of'> => ({ inputs: [`market.${figure}`], of });
const figure = (lookback: string, unit: string, formula: string) => ({ lookback, unit, formula, version: 1 }) as const;

const rank = (name: FigureName, lookback: string): Declaration => ({
  ...figure(lookback, 'ratio', `place of ${name} among the slot's symbols: 0 lowest, 1 highest, ties in the middle`),
  ...read(name, ({ market, symbol }) => market.rank(name, symbol)),
});
const breadth = (name: FigureName, words: string, holds: (value: number) => boolean, lookback: string): Declaration => ({
  ...figure(lookback, 'ratio', `share of the slot's symbols with ${words}`),
  ...read(name, ({ market }) => market.share(name, holds)),
});
const excess = (name: FigureName, over: string, lookback: string, benchmark: (inputs: Parameters<Feature['of']>[0]) => number | null): Declaration => ({
  ...figure(lookback, 'ratio', `${name} − ${over}`),
  ...read(name, (inputs) => {
    const own = inputs.market.value(name, inputs.symbol);
    const other = benchmark(inputs);
    return own === null || other === null ? null : own - other;
  }),
});
const comovement = (name: FigureName, formula: string): Declaration => ({ ...figure('72 hourly log returns, at least 48', 'ratio', formula), ...from([`market.${name}`], (value) => value) });

export const crossSection = declare('cross_section', {
  return_1h_rank: rank('return_12', '13 bars of 5m'),
  return_24h_rank: rank('return_288', '289 bars of 5m'),
  volume_ratio_rank: rank('volume_ratio_20', '20 bars of 5m'),
  rsi_14_rank: rank('rsi_14', '15 bars of 5m'),
  volatility_rank: rank('realized_vol_20', '21 bars of 5m'),
  excess_return_1h_market: excess('return_12', 'its mean over the market', '13 bars of 5m', ({ market }) => market.mean('return_12')),
  excess_return_24h_market: excess('return_288', 'its mean over the market', '289 bars of 5m', ({ market }) => market.mean('return_288')),
  excess_return_1h_btc: excess('return_12', 'that of BTC', '13 bars of 5m', ({ market }) => market.value('return_12', 'BTC')),
  excess_return_24h_btc: excess('return_288', 'that of BTC', '289 bars of 5m', ({ market }) => market.value('return_288', 'BTC')),
  market_return_1h: { ...figure('13 bars of 5m', 'ratio', 'mean of return_12 over the market'), ...read('return_12', ({ market }) => market.mean('return_12')) },
  market_return_24h: { ...figure('289 bars of 5m', 'ratio', 'mean of return_288 over the market'), ...read('return_288', ({ market }) => market.mean('return_288')) },
  market_dispersion_1h: { ...figure('13 bars of 5m', 'ratio', 'standard deviation of return_12 over the market'), ...read('return_12', ({ market }) => market.deviation('return_12')) },
  breadth_up_1h: breadth('return_12', 'return_12 > 0', (r) => r > 0, '13 bars of 5m'),
  breadth_above_sma_50: breadth('sma_50_distance', 'close above sma_50', (d) => d > 0, '50 bars of 5m'),
  breadth_overbought: breadth('rsi_14', 'rsi_14 > 70', (rsi) => rsi > 70, '15 bars of 5m'),
  breadth_oversold: breadth('rsi_14', 'rsi_14 < 30', (rsi) => rsi < 30, '15 bars of 5m'),
  beta_btc_72h: comovement('beta_btc', 'covariance with BTC / variance of BTC'),
  correlation_btc_72h: comovement('correlation_btc', 'Pearson correlation with BTC'),
  beta_eth_72h: comovement('beta_eth', 'covariance with ETH / variance of ETH'),
  correlation_eth_72h: comovement('correlation_eth', 'Pearson correlation with ETH'),
});
