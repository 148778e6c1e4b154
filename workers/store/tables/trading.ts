/**
 * The trading engine's tables. The farm creates them where they are missing and
 * never writes, alters or checks them: they belong to the engine.
 */
import { double, instant, json, maybe, table, text } from '../table.js';

export const tradeRecommendations = table({
  database: 'trading',
  name: 'trade_recommendations',
  doc: 'What the trading engine recommends. Owned by the trading engine',
  columns: {
    id: text(64, 'id of the recommendation'),
    symbol: text(20, 'ticker'),
    action: text(10, 'buy, sell or hold'),
    confidence: maybe(double('0 to 1')),
    amount: maybe(double('amount, in the base asset')),
    price: maybe(double('price at the time, in the quote currency')),
    status: text(20, 'state of the recommendation'),
    reasoning: maybe(json('why')),
    created_at: instant('when it was made'),
  },
  key: ['id'],
  indexes: { by_symbol: ['symbol', 'created_at'] },
});

export const trades = table({
  database: 'trading',
  name: 'trades',
  doc: 'Executed trades. Owned by the trading engine',
  columns: {
    id: text(64, 'id of the trade'),
    recommendation_id: maybe(text(64, 'recommendation behind it')),
    symbol: text(20, 'ticker'),
    side: text(10, 'buy or sell'),
    amount: double('amount, in the base asset'),
    price: double('price, in the quote currency'),
    fee: maybe(double('fee, in the quote currency')),
    venue: maybe(text(40, 'exchange')),
    executed_at: instant('when it was executed'),
  },
  key: ['id'],
  indexes: { by_symbol: ['symbol', 'executed_at'] },
});

export const portfolioPositions = table({
  database: 'trading',
  name: 'portfolio_positions',
  doc: 'Open positions. Owned by the trading engine',
  columns: {
    portfolio: text(40, 'portfolio'),
    symbol: text(20, 'ticker'),
    amount: double('amount, in the base asset'),
    average_price: maybe(double('mean entry price, in the quote currency')),
    updated_at: instant('when it changed last'),
  },
  key: ['portfolio', 'symbol'],
});

export const performanceMetrics = table({
  database: 'trading',
  name: 'performance_metrics',
  doc: 'Figures of the trading engine about itself. Owned by the trading engine',
  columns: {
    portfolio: text(40, 'portfolio'),
    metric: text(60, 'name of the figure'),
    measured_at: instant('when it was measured'),
    value: maybe(double('the figure')),
  },
  key: ['portfolio', 'metric', 'measured_at'],
});
