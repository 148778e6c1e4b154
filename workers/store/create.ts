/** Puts the store together: one pool, one repository per kind of row. */
import type { Log } from '#queues/runtime/log.js';
import type { StoreConfig } from './config.js';
import { bindDatabase } from './database.js';
import type { Store } from './index.js';
import { openMysql, type StoreMetrics } from './mysql.js';
import { archiveRepository } from './repositories/archive.js';
import { adder } from './repositories/added.js';
import { assetsRepository } from './repositories/assets.js';
import { backfillsRepository } from './repositories/backfills.js';
import { cursorsRepository } from './repositories/cursors.js';
import { derivativesRepository } from './repositories/derivatives.js';
import { featuresRepository } from './repositories/features.js';
import { findingsRepository } from './repositories/findings.js';
import { indicatorsRepository } from './repositories/indicators.js';
import { insightsRepository } from './repositories/insights.js';
import { ledgerRepository } from './repositories/ledger.js';
import { macroRepository } from './repositories/macro.js';
import { ohlcRepository } from './repositories/ohlc.js';
import { onchainRepository } from './repositories/onchain.js';
import { pricesRepository } from './repositories/prices.js';
import { qualityRepository } from './repositories/quality.js';
import { quarantineRepository } from './repositories/quarantine.js';
import { enrichmentRepository } from './repositories/enrichment.js';
import { restatementsRepository } from './repositories/restatements.js';
import { sentimentRepository } from './repositories/sentiment.js';
import { statsRepository } from './repositories/stats.js';
import { gapsRepository } from './repositories/gaps.js';
import { cutPast, tidy } from './retention/tidy.js';
import { textsRepository } from './repositories/texts.js';
import { windowsRepository } from './repositories/windows.js';

/** Connects with the first statement, not before; `ping` tells whether MySQL answers. */
export function createStore(config: StoreConfig, metrics: StoreMetrics, log: Log): Store {
  const mysql = openMysql(config, metrics, log);
  const db = bindDatabase(mysql, config, { metrics, log });
  return {
    assets: assetsRepository(db),
    prices: pricesRepository(db),
    ohlc: ohlcRepository(db),
    indicators: indicatorsRepository(db),
    features: featuresRepository(db),
    ledger: ledgerRepository(db),
    quarantine: quarantineRepository(db),
    add: adder(db),
    cursors: cursorsRepository(db),
    texts: textsRepository(db),
    sentiment: sentimentRepository(db),
    enrichment: enrichmentRepository(db),
    derivatives: derivativesRepository(db),
    quality: qualityRepository(db),
    macro: macroRepository(db),
    onchain: onchainRepository(db),
    windows: windowsRepository(db),
    insights: insightsRepository(db),
    findings: findingsRepository(db),
    stats: statsRepository(db),
    restatements: restatementsRepository(db),
    gaps: gapsRepository(db),
    backfills: backfillsRepository(db),
    retention: {
      tidy: (nowMs, days) => tidy(mysql, config, nowMs, days),
      cutPast: (table, fromMs, toMs) => cutPast(mysql, config, table, { fromMs, toMs }),
    },
    archive: archiveRepository(db),
    ping: async () => void (await mysql.rows({ table: 'ping', sql: 'SELECT 1' })),
    close: () => mysql.close(),
  };
}
