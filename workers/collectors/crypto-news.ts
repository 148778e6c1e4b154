/**
 * Crypto news: one conditional call per feed (`feed/feeds.ts`), and CryptoPanic's
 * newest posts where its key is set. Which articles are new is the store's
 * business: an address that is there keeps its first version, so a rolling
 * article that rewrites itself under one address stays as it was first seen.
 *
 *   <item><title><![CDATA[…]]></title><link>https://…?utm_source=rss</link><guid isPermaLink="true">https://…</guid>
 *         <pubDate>Wed, 30 Sep 2026 17:17:54 +0000</pubDate><description><![CDATA[<p><img …></p><p>…</p>]]></description></item>
 *   {"results":[{"kind":"news","source":{"title":"CoinDesk"},"title":"…","published_at":"2026-01-05T11:58:00Z",
 *                "url":"https://cryptopanic.com/news/1/…","currencies":[{"code":"BTC"}]}]}
 */
import { z } from 'zod';
import type { NewsArticleRow } from '../store/tables/news.js';
import { articleRow } from './article.js';
import { collector, type Call, type Parsed, type Received } from './collector.js';
import { feedText, MOST_ITEMS, type Feed } from './feed/document.js';
import { feeds } from './feed/feeds.js';
import type { FeedItem } from './feed/item.js';
import { instantOf } from './feed/when.js';
import { complaints, sift } from './sift.js';

const posts = z.object({ results: z.array(z.unknown()) });
type Posts = z.infer<typeof posts>;

const words = z.string().nullish().transform((s) => s ?? '');
const post = z.object({
  kind: words,
  title: z.string(),
  url: z.string(),
  original_url: words,
  published_at: z.string(),
  source: z.object({ title: words }).nullish(),
  currencies: z.array(z.object({ code: z.string() })).nullish(),
});

const feedCalls: Call[] = feeds.map(({ host, path, name }) => ({ item: name, assets: [], host, kind: 'feed', path, query: {}, cost: 1, most: MOST_ITEMS, as: 'text', conditional: true }));
const cryptopanic: Call = { item: 'CryptoPanic', assets: [], host: 'cryptopanic', kind: 'posts', path: '/api/v1/posts/', query: { public: 'true', kind: 'news' }, cost: 1, most: 50, response: posts };

export const cryptoNews = collector<'news_articles', Feed | Posts>({
  source: 'crypto-news',
  host: 'coindesk',
  others: [...feeds.map((f) => f.host), 'cryptopanic'],
  into: 'news_articles',
  response: feedText,
  plan: (_assets, { canAsk }) => ({ calls: canAsk('cryptopanic') ? [...feedCalls, cryptopanic] : feedCalls, missing: [] }),
  rows: (body, call, received) => ('results' in body ? ofPosts(body, received) : articlesOf(body, call.item, received)),
});

/** @param name what the articles' source is called. */
export function articlesOf(feed: Feed, name: string, received: Received): Parsed<NewsArticleRow> {
  const row = (item: unknown) => ofItem(item as FeedItem, { name, feed, received });
  const sifted = sift(feed.items, name, { row, key: (r) => r.article_id, name: (item) => (item as FeedItem).id || (item as FeedItem).address || undefined });
  if (feed.beyond > 0) sifted.rejected.push({ item: `${name} beyond ${MOST_ITEMS}`, reason: `${feed.beyond} more items than one feed is read for`, sample: '' });
  return { ...sifted, missing: [] };
}

const ofItem = (item: FeedItem, { name, feed, received }: { name: string; feed: Feed; received: Received }): NewsArticleRow | string =>
  articleRow({ ...item, source: name, publishedAt: instantOf(item.date), language: item.language || feed.language }, 'crypto', received);

function ofPosts(body: Posts, received: Received): Parsed<NewsArticleRow> {
  const row = (item: unknown): NewsArticleRow | string => {
    const parsed = post.safeParse(item);
    if (!parsed.success) return complaints(parsed.error.issues);
    const { title, url, original_url, published_at, source, currencies } = parsed.data;
    // Its tickers are its readers' tags: the registry decides which of them are assets.
    const tickers = (currencies ?? []).map((c) => `$${c.code}`).join(' ');
    return articleRow({ title, address: original_url || url, publishedAt: instantOf(published_at), source: source?.title || 'CryptoPanic', tickers }, 'crypto', received);
  };
  const name = (item: unknown): string | undefined => (item as { url?: string } | null)?.url?.toString();
  return { ...sift(body.results, 'CryptoPanic', { row, key: (r) => r.article_id, name }), missing: [] };
}
