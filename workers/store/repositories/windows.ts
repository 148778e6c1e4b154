/**
 * Sums over windows of texts, one statement for several windows and all coins.
 * A window holds the texts whose own instant (known, published, posted) lies
 * after its start; which texts are known at all is decided by `available_at`.
 */
import type { Database } from '../database.js';
import type { SqlValue } from '../mysql.js';
import type { Known, ScoreSums, TextSums, Windowed, WindowsRepository } from '../slot-reads.js';
import { newsArticles, socialPosts } from '../tables/news.js';
import { sentimentData } from '../tables/signals.js';
import { NEUTRAL_WITHIN } from './sentiment-figures.js';

/** So much of a list of tickers is read; a text about more of them is a list of quotes. */
const NAMES_WIDTH = 500;

const dates = (since: readonly number[]): Date[] => since.map((ms) => new Date(ms));
const emptyOf = <S>(since: readonly number[]): Windowed<S> => ({ windows: since.map(() => new Map<string, S>()), newest: null });

const latest = (a: number | null, b: Date | null): number | null => (b === null ? a : Math.max(a ?? -Infinity, b.getTime()));

/** FORCE INDEX: doubles are added in the order of the index, so the same rows give the same bits every time; it also covers the statement. */
async function scores(db: Database, since: readonly number[], { afterMs, untilMs }: Known): Promise<Windowed<ScoreSums>> {
  const one = 'COALESCE(SUM(analyzed_at > ?), 0), SUM(IF(analyzed_at > ?, sentiment_score, 0E0)), SUM(IF(analyzed_at > ?, sentiment_score * sentiment_score, 0E0)), ' + `COALESCE(SUM(analyzed_at > ? AND sentiment_score > ${NEUTRAL_WITHIN}), 0)`;
  const name = "IF(symbol = 'MARKET' AND market_type = 'stock', 'STOCK', symbol)";
  const sql =
    `SELECT ${name} AS name, MAX(available_at), ${since.map(() => one).join(', ')} FROM ${db.name(sentimentData)} FORCE INDEX (by_known) ` +
    'WHERE available_at > ? AND available_at <= ? AND analyzed_at > ? AND analyzed_at <= ? AND sentiment_score IS NOT NULL GROUP BY name';
  const until = new Date(untilMs);
  const values: SqlValue[] = [...dates(since).flatMap((d) => [d, d, d, d]), new Date(afterMs), until, new Date(Math.min(...since)), until];
  const rows = await db.mysql.rows<[string, Date, ...number[]]>({ table: sentimentData.name, sql, values, asArrays: true, prepared: true });
  const found = emptyOf<ScoreSums>(since);
  for (const [symbol, newest, ...sums] of rows) {
    if (symbol === 'MARKET') found.newest = latest(found.newest, newest);
    found.windows.forEach((window, i) => {
      const [count = 0, sum = 0, squares = 0, positive = 0] = sums.slice(4 * i, 4 * i + 4);
      if (count > 0) window.set(symbol, { count, sum, squares, positive });
    });
  }
  return found;
}

interface TextTable {
  table: typeof newsArticles | typeof socialPosts;
  /** What kind of text it is: 'STOCK' or 'MARKET'. */
  whole: string;
  /** The text's own instant. */
  own: string;
  engagement: string;
  /** Names every value of the index's first column, so that the index is used. */
  all: string;
}

const articleTable: TextTable = { table: newsArticles, whole: "IF(market_type = 'stock', 'STOCK', 'MARKET')", own: 'published_at', engagement: '0', all: "market_type IN ('crypto', 'stock')" };
const postTable: TextTable = { table: socialPosts, whole: "'MARKET'", own: 'posted_at', engagement: 'COALESCE(score, 0) + COALESCE(replies, 0)', all: "network IN ('reddit', 'twitter')" };

const tickersIn = (names: string): string[] => [...names.matchAll(/"([^"]+)"/g)].map((m) => m[1] as string);

function addTo(window: Map<string, TextSums>, name: string, more: TextSums): void {
  const known = window.get(name);
  window.set(name, known ? { count: known.count + more.count, engagement: known.engagement + more.engagement } : more);
}

async function texts(db: Database, { table, whole, own, engagement, all }: TextTable, since: readonly number[], { afterMs, untilMs }: Known): Promise<Windowed<TextSums>> {
  const one = `SUM(${own} > ?), SUM(IF(${own} > ?, ${engagement}, 0))`;
  const sql =
    `SELECT ${whole} AS whole, LEFT(symbols, ${NAMES_WIDTH}) AS names, MAX(available_at), ${since.map(() => one).join(', ')} FROM ${db.name(table)} FORCE INDEX (by_known) ` +
    `WHERE ${all} AND available_at > ? AND available_at <= ? AND ${own} > ? AND ${own} <= ? GROUP BY whole, names`;
  const until = new Date(untilMs);
  const values: SqlValue[] = [...dates(since).flatMap((d) => [d, d]), new Date(afterMs), until, new Date(Math.min(...since)), until];
  const rows = await db.mysql.rows<[string, string, Date, ...number[]]>({ table: table.name, sql, values, asArrays: true, prepared: true });
  const found = emptyOf<TextSums>(since);
  for (const [kind, names, newest, ...sums] of rows) {
    if (kind === 'MARKET') found.newest = latest(found.newest, newest);
    for (const name of [kind, ...tickersIn(names)]) {
      found.windows.forEach((window, i) => (sums[2 * i] ? addTo(window, name, { count: sums[2 * i] ?? 0, engagement: sums[2 * i + 1] ?? 0 }) : undefined));
    }
  }
  return found;
}

export const windowsRepository = (db: Database): WindowsRepository => ({
  scores: (since, known) => scores(db, since, known),
  articles: (since, known) => texts(db, articleTable, since, known),
  posts: (since, known) => texts(db, postTable, since, known),
});
