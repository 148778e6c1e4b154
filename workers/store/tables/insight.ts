/** What is seen in stored rows: chart patterns, regimes, correlations with other markets. */
import { double, instant, integer, json, maybe, table, text, type Row } from '../table.js';
import { provenance } from './provenance.js';

export const chartPatterns = table({
  database: 'prices',
  name: 'chart_patterns',
  doc: 'Chart and candlestick patterns, with the bars that prove them',
  columns: {
    symbol: text(20, 'ticker in the registry'),
    timeframe: text(5, 'timeframe of the bars'),
    pattern: text(40, 'name in the registry of patterns, such as double_top'),
    ended_at: instant('close of the bar that completed or confirmed it: when it could be known'),
    direction: text(10, 'bullish, bearish or neutral'),
    confidence: double('0 to 1'),
    started_at: instant('open of the first bar that belongs to it'),
    evidence: json<{ bars: number[]; levels: Record<string, number> }>('open times (ms) of the bars that prove it, and its price levels'),
    version: integer('version of the definition'),
    ...provenance,
  },
  key: ['symbol', 'timeframe', 'pattern', 'ended_at'],
  indexes: { by_time: ['ended_at'] },
  onRepeat: 'keep',
});
export type ChartPatternRow = Row<typeof chartPatterns>;

export const marketRegime = table({
  database: 'prices',
  name: 'market_regime',
  doc: 'The regime an asset, or the market as a whole, is in, with probabilities that add up to 1',
  columns: {
    symbol: text(20, 'ticker in the registry, or MARKET'),
    timestamp: instant('slot it was computed for'),
    regime: text(20, 'the likeliest: bull, bear, sideways, high_volatility or low_volatility'),
    p_bull: double('probability, 0 to 1'),
    p_bear: double('probability, 0 to 1'),
    p_sideways: double('probability, 0 to 1'),
    p_high_volatility: double('probability, 0 to 1'),
    p_low_volatility: double('probability, 0 to 1'),
    inputs: json<Record<string, number | null>>('the figures it was computed from'),
    version: integer('version of the formula'),
    ...provenance,
  },
  key: ['symbol', 'timestamp'],
  indexes: { by_time: ['timestamp'] },
  onRepeat: 'keep',
});
export type MarketRegimeRow = Row<typeof marketRegime>;

export const marketCorrelations = table({
  database: 'prices',
  name: 'market_correlations',
  doc: 'Correlation of daily returns of an asset with another market',
  columns: {
    symbol: text(20, 'ticker in the registry'),
    series: text(40, 'the other market, in the registry of series'),
    window_days: integer('trading days behind it, at most'),
    timestamp: instant('slot it was computed for'),
    pearson: maybe(double('Pearson correlation, -1 to 1; NULL with fewer than 20 pairs')),
    spearman: maybe(double('Spearman rank correlation, -1 to 1; NULL with fewer than 20 pairs')),
    pairs: integer('days on which both are known'),
    version: integer('version of the formula'),
    ...provenance,
  },
  key: ['symbol', 'series', 'window_days', 'timestamp'],
  indexes: { by_time: ['timestamp'] },
  onRepeat: 'keep',
});
export type MarketCorrelationRow = Row<typeof marketCorrelations>;
