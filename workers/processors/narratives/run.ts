/**
 * The `narratives` job: the themes told by the articles first seen in the 24
 * hours up to the slot and in the slot's own round of collecting, crypto and
 * stock alike, one row per theme. Scores are those known when it runs; an article
 * without one is told without a mood. The rows are known when they are told, not
 * before. A window without articles has no row: that is a fact, not a failure.
 */
import { done } from '#queues/outcome.js';
import type { Context, Handler } from '../../context.js';
import type { Market, TextsRepository } from '../../store/index.js';
import { narrativesOf, type Article } from './narrative.js';
import { narrativeRow } from './rows.js';
import { themeOf } from './themes.js';

export const WINDOW_HOURS = 24;
const HOUR = 3_600_000;
const WINDOW_MS = WINDOW_HOURS * HOUR;
const MARKETS: readonly Market[] = ['crypto', 'stock'];
/** What the slot's own round of collecting brings is first seen within this time after it. */
const ROUND_MS = 15 * 60_000;
/** Articles of one market that are read; the newest. */
const MOST_ARTICLES = 1_000;
/** Articles filed before others get the event loop. */
const ARTICLES_AT_ONCE = 32;
/** Earlier windows, one a day, that a narrative is compared with. */
const DAYS_REMEMBERED = 60;

type Found = Awaited<ReturnType<TextsRepository['latest']>>[number];

async function articlesOf(market: Market, slot: number, { store, clock, signal }: Context): Promise<Article[]> {
  const latest = await store.texts.latest({ market, atMs: Math.max(slot, clock.nowMs()), limit: MOST_ARTICLES, sinceMs: slot - WINDOW_MS });
  // A run that comes late tells of its own slot, not of what came after it.
  const known = latest.filter(({ article }) => article.available_at.getTime() <= slot + ROUND_MS);
  const articles: Article[] = [];
  for (const [i, found] of known.entries()) {
    if (i % ARTICLES_AT_ONCE === 0) {
      await new Promise(setImmediate);
      signal.throwIfAborted();
    }
    articles.push(articleOf(found));
  }
  return articles;
}

const articleOf = ({ article, sentiment }: Found): Article => ({
  id: article.article_id,
  title: article.title,
  theme: themeOf(article).main,
  symbols: article.symbols,
  sentiment: sentiment?.sentiment_score ?? null,
  story: sentiment?.theme && sentiment.narrative_summary ? { theme: sentiment.theme, summary: sentiment.narrative_summary } : null,
});

export const narratives: Handler<'narratives'> = async ({ slot, chunk }, ctx) => {
  const { store, clock, sourcePrefix } = ctx;
  const articles: Article[] = [];
  for (const market of MARKETS) articles.push(...(await articlesOf(market, slot, ctx)));
  if (articles.length === 0) return done(0);
  const earlier = Array.from({ length: DAYS_REMEMBERED }, (_, day) => slot - (day + 1) * WINDOW_MS);
  const past = (await store.insights.narrativesAt(earlier, WINDOW_HOURS)).map(({ theme, windowEnd, terms }) => ({ key: { window_end: windowEnd.toISOString(), theme }, terms }));
  const told = { slot, windowHours: WINDOW_HOURS, at: clock.now(), dataSource: `${sourcePrefix}narratives` };
  const rows = await store.add('news_narratives', narrativesOf(articles).map((n) => narrativeRow(n, past, told)));
  await ctx.landed({ kind: 'rows', dataset: 'narratives', slot, chunk, rows, symbols: [] });
  return done(rows);
};
