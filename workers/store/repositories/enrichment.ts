/**
 * What a language model adds to scored articles, and its answers kept by content.
 * Writes its own columns only: the score of the model that scored the article
 * stands as it was. An article is filled once per language model.
 */
import type { Database } from '../database.js';
import type { Enhancement, EnrichmentRepository, UnreadArticle } from '../index.js';
import type { Session } from '../mysql.js';
import { inList } from '../symbols.js';
import { llmCache, newsArticles, sentimentAnalysis, type LlmCacheRow } from '../tables/news.js';

const COLUMNS = ['llm_model', 'enhanced_at', 'emotion', 'reasoning', 'enhanced_score', 'enhanced_confidence', 'llm_confidence', 'psychology', 'fear_greed', 'recommendation_strength', 'theme', 'narrative_summary', 'pattern_context', 'llm_problem'] as const satisfies readonly (keyof Enhancement)[];

async function fill(session: Session, name: string, row: Enhancement): Promise<number> {
  const sql = `UPDATE ${name} SET ${COLUMNS.map((c) => `${c} = ?`).join(', ')} WHERE article_id = ? AND model = ? AND (llm_model IS NULL OR llm_model <> ?)`;
  return session.run({ table: sentimentAnalysis.name, sql, values: [...COLUMNS.map((c) => row[c]), row.article_id, row.model, row.llm_model], prepared: true });
}

export function enrichmentRepository(db: Database): EnrichmentRepository {
  const scores = db.name(sentimentAnalysis);
  return {
    unread: ({ market, model, llm, fromMs, limit }) =>
      db.select<UnreadArticle>(newsArticles, {
        sql: `SELECT a.article_id, a.title, a.summary, s.sentiment_score, s.confidence FROM ${db.name(newsArticles)} a JOIN ${scores} s ON s.article_id = a.article_id AND s.model = ? WHERE a.market_type = ? AND a.available_at > ? AND (s.llm_model IS NULL OR s.llm_model <> ?) ORDER BY a.available_at DESC LIMIT ${Math.trunc(limit)}`,
        values: [model, market, new Date(fromMs), llm],
      }),
    async cached(hashes, llm) {
      if (hashes.length === 0) return new Map();
      const list = inList(hashes);
      const rows = await db.select<LlmCacheRow>(llmCache, { sql: `SELECT * FROM ${db.name(llmCache)} WHERE content_hash IN ${list.sql} AND model = ?`, values: [...list.values, llm] });
      return new Map(rows.map((r) => [r.content_hash, r]));
    },
    remember: async (row) => void (await db.save(llmCache, [row])),
    async enhance(rows) {
      const sorted = [...rows].sort((a, b) => Number(a.article_id > b.article_id) - Number(a.article_id < b.article_id));
      return db.mysql.transaction(sentimentAnalysis.name, async (session) => {
        let filled = 0;
        for (const row of sorted) filled += await fill(session, scores, row);
        return filled;
      });
    },
  };
}
