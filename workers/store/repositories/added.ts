/** Tables that take rows as they come: the declaration says what a repeat does. */
import type { Database } from '../database.js';
import type { AddedRows, AddedTable, Store } from '../index.js';
import type { Row, Table } from '../table.js';
import { chartPatterns, marketCorrelations, marketRegime } from '../tables/insight.js';
import { marketEvents, newsArticles, newsNarratives, sentimentAnalysis, socialPosts } from '../tables/news.js';
import { derivativesData, macroIndicators, onchainData, sentimentData, tradingSignals, type MacroRow } from '../tables/signals.js';
import { addVintages } from './vintages.js';

const addedTables: { readonly [T in AddedTable]: Table } = {
  news_articles: newsArticles,
  social_posts: socialPosts,
  macro_indicators: macroIndicators,
  onchain_data: onchainData,
  derivatives_data: derivativesData,
  sentiment_data: sentimentData,
  sentiment_analysis: sentimentAnalysis,
  news_narratives: newsNarratives,
  market_events: marketEvents,
  chart_patterns: chartPatterns,
  market_regime: marketRegime,
  market_correlations: marketCorrelations,
  trading_signals: tradingSignals,
};

export const adder =
  (db: Database): Store['add'] =>
  <T extends AddedTable>(into: T, rows: readonly AddedRows[T][], jobId: string | null = null) =>
    into === 'macro_indicators' ? addVintages(db, rows as readonly MacroRow[], jobId) : db.save(addedTables[into], rows as readonly Row<Table>[]);
