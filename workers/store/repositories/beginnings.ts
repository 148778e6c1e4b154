/**
 * Where the tables beside prices and bars begin: the least instant that their reads
 * compare with the one asked for, found by jumps through a key that ends in it.
 */
import type { Database } from '../database.js';
import type { BesideTable } from '../slot-reads.js';
import type { Table } from '../table.js';
import { chartPatterns, marketCorrelations, marketRegime } from '../tables/insight.js';
import { newsArticles, newsNarratives, socialPosts } from '../tables/news.js';
import { derivativesData, macroIndicators, onchainData, sentimentData } from '../tables/signals.js';

interface Begins {
  table: Table;
  /** No read sees a row in which it lies after the instant asked for. */
  instant: string;
  /** What stands before it in the key. */
  per?: string;
}

const begins: Readonly<Record<BesideTable, Begins>> = {
  sentiment_data: { table: sentimentData, instant: 'available_at' },
  news_articles: { table: newsArticles, instant: 'available_at', per: 'market_type' },
  social_posts: { table: socialPosts, instant: 'available_at', per: 'network' },
  macro_indicators: { table: macroIndicators, instant: 'period', per: 'series' },
  onchain_data: { table: onchainData, instant: 'observed_at', per: 'symbol, metric' },
  derivatives_data: { table: derivativesData, instant: 'observed_at', per: 'symbol, venue' },
  market_regime: { table: marketRegime, instant: 'timestamp' },
  market_correlations: { table: marketCorrelations, instant: 'timestamp' },
  chart_patterns: { table: chartPatterns, instant: 'ended_at' },
  news_narratives: { table: newsNarratives, instant: 'window_end' },
};

export async function beginnings(db: Database): Promise<ReadonlyMap<BesideTable, number>> {
  const found = await Promise.all(
    (Object.entries(begins) as [BesideTable, Begins][]).map(async ([name, { table, instant, per }]) => {
      const firsts = `SELECT MIN(${instant}) AS first FROM ${db.name(table)}${per ? ` GROUP BY ${per}` : ''}`;
      const [row] = await db.mysql.rows<{ first: Date | null }>({ table: table.name, sql: `SELECT MIN(first) AS first FROM (${firsts}) f`, prepared: true });
      return row?.first ? [[name, row.first.getTime()] as const] : [];
    }),
  );
  return new Map(found.flat());
}
