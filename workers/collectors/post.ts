/**
 * A post as its network tells it, and the row it becomes. Score and replies are
 * what they were when it was read: both move later, and a row keeps its first
 * version. Known to this farm from first sight: `available_at` is the receipt.
 * Refuses posts that say nothing, and those taken back. The author's name is kept
 * as shown; an account that is gone is no author.
 */
import type { SocialPostRow } from '../store/tables/news.js';
import { instantSeen, textOr } from './article.js';
import type { Received } from './collector.js';

const MOST = { title: 500, body: 40_000, author: 100, channel: 80, url: 1_000 } as const;
const LARGEST_INT = 2_147_483_647;
const TAKEN_BACK = /^\[?\s*(?:removed|deleted)(?:\s+by\s+[\w ]+)?\s*\]?$/i;

/** Texts may hold markup. */
export interface ToldPost {
  network: 'reddit' | 'twitter';
  id: string;
  channel: string;
  author: string | null;
  title: string | null;
  body: string | null;
  url: string;
  score: number | null;
  replies: number | null;
  postedAt: Date | null;
}

const unlessTakenBack = (text: string | null): string | null => (text !== null && TAKEN_BACK.test(text) ? null : text);
const countOr = (n: number | null): number | null => (n !== null && Math.abs(n) <= LARGEST_INT ? Math.trunc(n) : null);

/** The row, or the reason why there is none. */
export function postRow(told: ToldPost, received: Received): SocialPostRow | string {
  const title = textOr(told.title, MOST.title);
  const body = textOr(told.body, MOST.body);
  const [kept, text] = [unlessTakenBack(title), unlessTakenBack(body)];
  if (kept === null && text === null) return title ?? body ? 'taken back by its author or a moderator' : 'it says nothing';
  if (title !== null && kept === null) return 'taken back by its author or a moderator';
  const postedAt = instantSeen(told.postedAt, received);
  if (typeof postedAt === 'string') return postedAt;
  return {
    network: told.network,
    post_id: told.id,
    channel: textOr(told.channel, MOST.channel),
    author: unlessTakenBack(textOr(told.author, MOST.author)),
    title: kept,
    body: text,
    url: told.url.length <= MOST.url ? told.url : null,
    score: countOr(told.score),
    replies: countOr(told.replies),
    symbols: received.symbolsIn?.([kept, text].filter(Boolean).join('. '), postedAt) ?? [],
    posted_at: postedAt,
    available_at: received.at,
    ingested_at: received.at,
    data_source: received.dataSource,
  };
}
