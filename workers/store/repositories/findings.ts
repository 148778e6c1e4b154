/** Findings a page at a time, newest first. A page is found by its key, never by counting rows, so that the last costs what the first does. */
import type { Database } from '../database.js';
import type { FindingsRepository, Page, PageMark } from '../finding-reads.js';
import type { SqlValue } from '../mysql.js';
import type { Row, Table } from '../table.js';
import { chartPatterns, marketCorrelations, marketRegime, type MarketCorrelationRow } from '../tables/insight.js';
import { marketEvents, newsNarratives, type NewsNarrativeRow } from '../tables/news.js';
import { tradingSignals } from '../tables/signals.js';

/** A table that is looked through by an instant; `key` tells rows of one instant apart. */
interface Listing<T extends Table> {
  table: T;
  at: keyof Row<T> & string;
  /** An SQL expression, and the same from a row. */
  key: string;
  keyOf(row: Row<T>): string;
}

const listing = <T extends Table>(l: Listing<T>): Listing<T> => l;
const patterns = listing({ table: chartPatterns, at: 'ended_at', key: "CONCAT(timeframe, ' ', pattern)", keyOf: (r) => `${r.timeframe} ${r.pattern}` });
const regimes = listing({ table: marketRegime, at: 'timestamp', key: 'symbol', keyOf: (r) => r.symbol });
const events = listing({ table: marketEvents, at: 'occurred_at', key: 'event_id', keyOf: (r) => r.event_id });
const signals = listing({ table: tradingSignals, at: 'timestamp', key: 'signal_name', keyOf: (r) => r.signal_name });

/** @param equal columns and what they must be; undefined asks for all. */
async function pageOf<T extends Table>(db: Database, { table, at, key, keyOf }: Listing<T>, equal: Readonly<Record<string, string | undefined>>, page: Page): Promise<{ rows: Row<T>[]; next: PageMark | null }> {
  const wanted = Object.entries(equal).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const conditions = [...wanted.map(([column]) => `${column} = ?`), `${at} >= ?`, `${at} < ?`, 'available_at <= ?'];
  const values: SqlValue[] = [...wanted.map(([, value]) => value), new Date(page.fromMs), new Date(page.toMs), new Date(page.knownAtMs)];
  if (page.after) {
    const mark = new Date(page.after.atMs);
    conditions.push(`(${at} < ? OR (${at} = ? AND ${key} > ?))`);
    values.push(mark, mark, page.after.key);
  }
  const sql = `SELECT * FROM ${db.name(table)} WHERE ${conditions.join(' AND ')} ORDER BY ${at} DESC, ${key} LIMIT ${Math.trunc(page.limit) + 1}`;
  const found = await db.select<Row<T>>(table, { sql, values });
  const rows = found.slice(0, page.limit);
  const last = rows.at(-1);
  return { rows, next: found.length > page.limit && last ? { atMs: (last[at] as Date).getTime(), key: keyOf(last) } : null };
}

type Span = Omit<Page, 'limit' | 'after'>;
const instants = ({ fromMs, toMs, knownAtMs }: Span): SqlValue[] => [new Date(fromMs), new Date(toMs), new Date(knownAtMs)];

async function correlations(db: Database, symbol: string, span: Span): Promise<MarketCorrelationRow[]> {
  const name = db.name(marketCorrelations);
  const known = 'timestamp >= ? AND timestamp < ? AND available_at <= ?';
  const newest = `SELECT series, window_days, MAX(timestamp) AS timestamp FROM ${name} WHERE symbol = ? AND ${known} GROUP BY series, window_days`;
  const sql = `SELECT c.* FROM (${newest}) k JOIN ${name} c ON c.symbol = ? AND c.series = k.series AND c.window_days = k.window_days AND c.timestamp = k.timestamp ORDER BY c.series, c.window_days`;
  return db.select<MarketCorrelationRow>(marketCorrelations, { sql, values: [symbol, ...instants(span), symbol] });
}

async function narratives(db: Database, windowHours: number | undefined, span: Span): Promise<NewsNarrativeRow[]> {
  const name = db.name(newsNarratives);
  const ofLength = windowHours === undefined ? '' : 'AND window_hours = ? ';
  const newest = `SELECT window_end, window_hours FROM ${name} WHERE window_end >= ? AND window_end < ? AND available_at <= ? ${ofLength}ORDER BY window_end DESC, window_hours DESC LIMIT 1`;
  const sql = `SELECT n.* FROM (${newest}) k JOIN ${name} n ON n.window_end = k.window_end AND n.window_hours = k.window_hours WHERE n.available_at <= ? ORDER BY n.articles DESC, n.theme`;
  const values = [...instants(span), ...(windowHours === undefined ? [] : [windowHours]), new Date(span.knownAtMs)];
  return db.select<NewsNarrativeRow>(newsNarratives, { sql, values });
}

export const findingsRepository = (db: Database): FindingsRepository => ({
  patterns: (filter, page) => pageOf(db, patterns, { ...filter }, page),
  regimes: (symbol, page) => pageOf(db, regimes, { symbol }, page),
  correlations: (symbol, span) => correlations(db, symbol, span),
  events: (filter, page) => pageOf(db, events, { ...filter }, page),
  signals: (symbol, page) => pageOf(db, signals, { symbol }, page),
  narratives: (windowHours, span) => narratives(db, windowHours, span),
});
