/** The registry of tables: everything the farm's databases hold, in the order in which it is created. */
import type { DatabaseName, Table } from '../table.js';
import { answers, asked, collectRuns, processRuns } from './archive.js';
import { cryptoAssets } from './assets.js';
import { backfillChunks, backfills } from './backfills.js';
import { sourceCursors } from './cursors.js';
import { mlFeatures } from './features.js';
import { dataGaps, expectedSeries } from './gaps.js';
import { chartPatterns, marketCorrelations, marketRegime } from './insight.js';
import { slotLedger } from './ledger.js';
import { llmCache, marketEvents, newsArticles, newsNarratives, sentimentAnalysis, socialPosts } from './news.js';
import { ohlcData } from './ohlc.js';
import { priceDataReal } from './prices.js';
import { quarantine } from './quarantine.js';
import { restatements } from './restatements.js';
import { derivativesData, macroIndicators, onchainData, sentimentData, tradingSignals } from './signals.js';
import { supersededRows } from './superseded.js';
import { indicatorState, technicalIndicators } from './technical.js';
import { performanceMetrics, portfolioPositions, tradeRecommendations, trades } from './trading.js';

export const tables: readonly Table[] = [
  cryptoAssets,
  priceDataReal,
  ohlcData,
  restatements,
  technicalIndicators,
  indicatorState,
  mlFeatures,
  supersededRows,
  slotLedger,
  expectedSeries,
  dataGaps,
  backfills,
  backfillChunks,
  quarantine,
  sourceCursors,
  sentimentData,
  macroIndicators,
  onchainData,
  derivativesData,
  tradingSignals,
  chartPatterns,
  marketRegime,
  marketCorrelations,
  socialPosts,
  newsArticles,
  sentimentAnalysis,
  llmCache,
  marketEvents,
  newsNarratives,
  tradeRecommendations,
  trades,
  portfolioPositions,
  performanceMetrics,
  answers,
  asked,
  collectRuns,
  processRuns,
];

export interface View {
  database: DatabaseName;
  name: string;
  /** The SELECT it stands for, over tables of its own database. */
  as: string;
}

export const views: readonly View[] = [{ database: 'prices', name: 'price_data', as: 'SELECT * FROM `price_data_real`' }];
