/**
 * Sentiment in windows that end at an instant, from rows known by then
 * (available_at ≤ at). The window a text falls into is decided by when the text
 * became known; a text scored late enters late, and the past is never rewritten.
 */
import type { Database } from '../database.js';
import { sentimentWindows, type SentimentFigures, type SentimentRepository, type SentimentWindow, type SentimentWindowName } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList } from '../symbols.js';
import { sentimentData } from '../tables/signals.js';
import { added, figuresOf, NEUTRAL_WITHIN, noSums, type Sums } from './sentiment-figures.js';

type Only = NonNullable<Parameters<SentimentRepository['windows']>[2]>;
interface Asked {
  symbols: readonly string[];
  atMs: number;
  only: Only;
}
/** Sums of one symbol and source, of the window itself (1) or the one before it (0). */
type SumRow = Sums & { symbol: string; source: string; recent: 0 | 1 };

const SUMS = `COUNT(*) AS n, SUM(s) AS s, SUM(s * s) AS ss, SUM(c) AS c, SUM(c * s) AS cs, SUM(s > ${NEUTRAL_WITHIN}) AS positive, SUM(s < -${NEUTRAL_WITHIN}) AS negative, MAX(analyzed_at) AS newest`;

/** Of several models' scores of one text the newest counts. A score always has a confidence. */
function statement(db: Database, { symbols, atMs, only }: Asked, lengthMs: number): { sql: string; values: SqlValue[] } {
  const list = inList(symbols);
  const conditions = [`symbol IN ${list.sql}`, 'analyzed_at > ?', 'analyzed_at <= ?', 'available_at <= ?', 'sentiment_score IS NOT NULL'];
  const values: SqlValue[] = [new Date(atMs - lengthMs), ...list.values, new Date(atMs - 2 * lengthMs), new Date(atMs), new Date(atMs)];
  if (only.market) {
    conditions.push('market_type = ?');
    values.push(only.market);
  }
  if (only.sources && only.sources.length > 0) {
    const sources = inList(only.sources);
    conditions.push(`source IN ${sources.sql}`);
    values.push(...sources.values);
  }
  const newest = 'ROW_NUMBER() OVER (PARTITION BY symbol, source, item_id ORDER BY available_at DESC, model)';
  const texts = `SELECT symbol, source, analyzed_at, sentiment_score AS s, confidence AS c, ${newest} AS place FROM ${db.name(sentimentData)} WHERE ${conditions.join(' AND ')}`;
  return { sql: `SELECT symbol, source, analyzed_at > ? AS recent, ${SUMS} FROM (${texts}) t WHERE place = 1 GROUP BY symbol, source, recent`, values };
}

/** Sums come as numbers or as the decimals of COUNT and SUM. */
const numbered = (r: SumRow): SumRow => ({ ...r, n: Number(r.n), s: Number(r.s), ss: Number(r.ss), c: Number(r.c ?? 0), cs: Number(r.cs ?? 0), positive: Number(r.positive), negative: Number(r.negative) });

function windowOf(symbol: string, window: SentimentWindowName, rows: readonly SumRow[]): SentimentWindow {
  const sum = (source: string | null, recent: 0 | 1): Sums => rows.filter((r) => r.recent === recent && (source === null || r.source === source)).reduce<Sums>(added, noSums);
  const figures = (source: string | null): SentimentFigures => figuresOf(sum(source, 1), sum(source, 0));
  const sources = [...new Set(rows.filter((r) => r.recent === 1).map((r) => r.source))].sort();
  return { symbol, window, whole: figures(null), bySource: Object.fromEntries(sources.map((s) => [s, figures(s)])) };
}

async function readWindow(db: Database, asked: Asked, window: SentimentWindowName): Promise<SentimentWindow[]> {
  const rows = await db.mysql.rows<SumRow>({ table: sentimentData.name, ...statement(db, asked, sentimentWindows[window]), prepared: true });
  const all = rows.map(numbered);
  return asked.symbols.map((symbol) => windowOf(symbol, window, all.filter((r) => r.symbol === symbol)));
}

export function sentimentRepository(db: Database): SentimentRepository {
  return {
    async windows(symbols, atMs, only = {}) {
      if (symbols.length === 0) return [];
      const wanted = only.windows ?? (Object.keys(sentimentWindows) as SentimentWindowName[]);
      const byWindow = await Promise.all(wanted.map((w) => readWindow(db, { symbols, atMs, only }, w)));
      return symbols.flatMap((_, i) => byWindow.map((windows) => windows[i] as SentimentWindow));
    },
    async knows(symbol, market, atMs) {
      const sql = `SELECT 1 AS known FROM ${db.name(sentimentData)} WHERE symbol = ? AND market_type = ? AND available_at <= ? AND sentiment_score IS NOT NULL LIMIT 1`;
      return (await db.mysql.rows({ table: sentimentData.name, sql, values: [symbol, market, new Date(atMs)], prepared: true })).length > 0;
    },
  };
}
