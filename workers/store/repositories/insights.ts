/**
 * The newest findings known at an instant: regimes, correlations, patterns,
 * narratives and settled funding. Refuses what was computed or became known later.
 */
import type { Database } from '../database.js';
import type { CorrelationFact, InsightsRepository, NarrativeFact, PastNarrative, RegimeFact, SettledFunding } from '../slot-reads.js';
import { inList } from '../symbols.js';
import { chartPatterns, marketCorrelations, marketRegime } from '../tables/insight.js';
import { newsNarratives, type NewsNarrativeRow } from '../tables/news.js';
import { derivativesData } from '../tables/signals.js';

const HOUR = 3_600_000;
const VENUES = ['binance_futures', 'bybit'];
const wholeHours = (fromMs: number, atMs: number): Date[] => {
  const last = Math.floor(atMs / HOUR) * HOUR;
  return Array.from({ length: Math.max(0, Math.ceil((last - fromMs) / HOUR)) }, (_, i) => new Date(last - i * HOUR));
};

/** The key of every row asked for is known, so each is a jump; a scan of the day would read a hundred snapshots for each payment. */
async function settledFunding(db: Database, symbols: readonly string[], fromMs: number, atMs: number): Promise<SettledFunding[]> {
  const hours = wholeHours(fromMs, atMs);
  if (symbols.length === 0 || hours.length === 0) return [];
  const list = inList(symbols);
  const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
  const sql =
    `SELECT symbol, venue, funding_rate, observed_at FROM ${db.name(derivativesData)} WHERE symbol IN ${list.sql} AND venue IN (${marks(VENUES)}) AND observed_at IN (${marks(hours)}) ` +
    'AND available_at <= ? AND funding_final = 1 AND funding_rate IS NOT NULL ORDER BY symbol, venue, observed_at';
  const rows = await db.mysql.rows<[string, string, number, Date]>({ table: derivativesData.name, sql, values: [...list.values, ...VENUES, ...hours, new Date(atMs)], asArrays: true, prepared: true });
  const groups = new Map<string, { symbol: string; venue: string; rates: number[]; hours: number[] }>();
  for (const [symbol, venue, rate, paid] of rows) {
    const key = `${symbol} ${venue}`;
    const group = groups.get(key) ?? { symbol, venue, rates: [], hours: [] };
    groups.set(key, group);
    group.rates.push(rate);
    group.hours.push(paid.getTime() / HOUR);
  }
  return [...groups.values()].map(({ symbol, venue, rates, hours: paid }) => ({
    symbol,
    venue,
    mean: rates.reduce((sum, r) => sum + r, 0) / rates.length,
    spacingHours: rates.length < 2 ? null : ((paid.at(-1) as number) - (paid[0] as number)) / (rates.length - 1),
  }));
}

async function narratives(db: Database, atMs: number, maxAgeMs: number): Promise<NarrativeFact[]> {
  const name = db.name(newsNarratives);
  const [from, at] = [new Date(atMs - maxAgeMs), new Date(atMs)];
  const newest = `SELECT window_end, window_hours FROM ${name} WHERE window_end > ? AND window_end <= ? AND available_at <= ? ORDER BY window_end DESC, window_hours DESC LIMIT 1`;
  const sql = `SELECT n.* FROM (${newest}) k JOIN ${name} n ON n.window_end = k.window_end AND n.window_hours = k.window_hours WHERE n.available_at <= ? ORDER BY n.theme`;
  const rows = await db.select<NewsNarrativeRow>(newsNarratives, { sql, values: [from, at, at, at] });
  return rows.map((r) => ({ theme: r.theme, share: r.share, sentiment: r.sentiment_score, symbols: r.symbols, availableAt: r.available_at.getTime() }));
}

async function narrativesAt(db: Database, ends: readonly number[], windowHours: number): Promise<PastNarrative[]> {
  if (ends.length === 0) return [];
  const sql = `SELECT * FROM ${db.name(newsNarratives)} WHERE window_end IN (${ends.map(() => '?').join(', ')}) AND window_hours = ? AND terms IS NOT NULL ORDER BY window_end DESC, theme`;
  const rows = await db.select<NewsNarrativeRow>(newsNarratives, { sql, values: [...ends.map((ms) => new Date(ms)), windowHours] });
  return rows.map((r) => ({ theme: r.theme, windowEnd: r.window_end, terms: r.terms ?? [] }));
}

async function patterns(db: Database, fromMs: number, atMs: number): ReturnType<InsightsRepository['patterns']> {
  const sql = `SELECT symbol, SUM(direction = 'bullish'), SUM(direction = 'bearish'), MAX(available_at) FROM ${db.name(chartPatterns)} WHERE ended_at > ? AND ended_at <= ? AND available_at <= ? GROUP BY symbol`;
  const at = new Date(atMs);
  const rows = await db.mysql.rows<[string, number, number, Date]>({ table: chartPatterns.name, sql, values: [new Date(fromMs), at, at], asArrays: true, prepared: true });
  return rows.map(([symbol, bullish, bearish, newest]) => ({ symbol, bullish, bearish, newest: newest.getTime() }));
}

export function insightsRepository(db: Database): InsightsRepository {
  return {
    async regimes(symbols, atMs, maxAgeMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const at = new Date(atMs);
      const name = db.name(marketRegime);
      const newest = `SELECT symbol, MAX(timestamp) AS timestamp FROM ${name} WHERE symbol IN ${list.sql} AND timestamp > ? AND timestamp <= ? AND available_at <= ? GROUP BY symbol`;
      const sql = `SELECT r.symbol, r.timestamp, p_bull, p_bear, p_sideways, p_high_volatility, p_low_volatility, available_at FROM (${newest}) k JOIN ${name} r ON r.symbol = k.symbol AND r.timestamp = k.timestamp`;
      return db.select<RegimeFact>(marketRegime, { sql, values: [...list.values, new Date(atMs - maxAgeMs), at, at] });
    },

    async correlations(symbols, { series, windowDays }, { fromMs, atMs }) {
      if (symbols.length === 0 || series.length === 0) return [];
      const [list, names] = [inList(symbols), inList(series)];
      const at = new Date(atMs);
      const name = db.name(marketCorrelations);
      const newest = `SELECT symbol, series, MAX(timestamp) AS timestamp FROM ${name} WHERE symbol IN ${list.sql} AND series IN ${names.sql} AND window_days = ? AND timestamp > ? AND timestamp <= ? AND available_at <= ? GROUP BY symbol, series`;
      const sql = `SELECT c.symbol, c.series, c.pearson FROM (${newest}) k JOIN ${name} c ON c.symbol = k.symbol AND c.series = k.series AND c.window_days = ? AND c.timestamp = k.timestamp`;
      return db.select<CorrelationFact>(marketCorrelations, { sql, values: [...list.values, ...names.values, windowDays, new Date(fromMs), at, at, windowDays] });
    },

    patterns: (fromMs, atMs) => patterns(db, fromMs, atMs),
    narratives: (atMs, maxAgeMs) => narratives(db, atMs, maxAgeMs),
    narrativesAt: (ends, windowHours) => narrativesAt(db, ends, windowHours),
    settledFunding: (symbols, fromMs, atMs) => settledFunding(db, symbols, fromMs, atMs),
  };
}
