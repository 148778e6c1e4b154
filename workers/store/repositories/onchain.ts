/**
 * On-chain figures as they were known at an instant: of each symbol and metric
 * the newest observation that was available, and the ones of a day and of a week
 * before. Refuses what was observed or became known later, and a figure too old
 * to stand for its instant.
 */
import type { Database } from '../database.js';
import type { OnchainFact, OnchainRepository } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList } from '../symbols.js';
import { onchainData, type OnchainRow } from '../tables/signals.js';
import type { MetricName } from '../metrics.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An observation stands for an instant at most this long after it: the figure of a day is the newest until the next one comes, some hours after the day after. */
const STANDS_MS = 3 * DAY;

/** Samples jitter around their timetable: this much nearer is still a day, or a week, before. */
const JITTER_MS = HOUR / 4;

type Observation = Pick<OnchainRow, 'symbol' | 'metric' | 'observed_at' | 'available_at' | 'value'>;

export function onchainRepository(db: Database): OnchainRepository {
  const name = db.name(onchainData);
  const columns = 'symbol, metric, observed_at, available_at, value';
  /** What the newest observation's pair was worth some seconds before it, as a scalar subquery; of two sources the first by name. */
  const before = `(SELECT o.value FROM ${name} o WHERE o.symbol = n.symbol AND o.metric = n.metric AND o.observed_at <= n.observed_at - INTERVAL ? SECOND AND o.observed_at > n.observed_at - INTERVAL ? SECOND AND o.available_at <= ? AND o.value IS NOT NULL ORDER BY o.observed_at DESC, o.data_source LIMIT 1)`;
  const reaching = (backMs: number, at: Date): SqlValue[] => [(backMs - JITTER_MS) / 1_000, (backMs + STANDS_MS) / 1_000, at];
  return {
    async asOf(symbols, metrics, atMs) {
      if (symbols.length === 0 || metrics.length === 0) return [];
      const at = new Date(atMs);
      const [ofSymbols, ofMetrics] = [inList(symbols), inList(metrics)];
      const where = `symbol IN ${ofSymbols.sql} AND metric IN ${ofMetrics.sql} AND observed_at > ? AND observed_at <= ? AND available_at <= ? AND value IS NOT NULL`;
      const newest = `SELECT ${columns} FROM (SELECT ${columns}, ROW_NUMBER() OVER (PARTITION BY symbol, metric ORDER BY observed_at DESC, data_source) AS place FROM ${name} WHERE ${where}) k WHERE place = 1`;
      const sql = `SELECT n.*, ${before} AS day_ago, ${before} AS week_ago FROM (${newest}) n ORDER BY symbol, metric`;
      const values = [...reaching(DAY, at), ...reaching(7 * DAY, at), ...ofSymbols.values, ...ofMetrics.values, new Date(atMs - STANDS_MS), at, at];
      return (await db.select<Observation & { day_ago: number | null; week_ago: number | null }>(onchainData, { sql, values })).map((o): OnchainFact => ({
        symbol: o.symbol,
        metric: o.metric as MetricName,
        value: o.value as number,
        observedAt: o.observed_at.getTime(),
        availableAt: o.available_at.getTime(),
        dayAgo: o.day_ago,
        weekAgo: o.week_ago,
      }));
    },

    async history(symbol, metric, { fromMs, atMs }) {
      const at = new Date(atMs);
      const sql = `SELECT ${columns} FROM ${name} WHERE symbol = ? AND metric = ? AND observed_at >= ? AND observed_at <= ? AND available_at <= ? AND value IS NOT NULL ORDER BY observed_at, data_source DESC`;
      const rows = await db.select<Observation>(onchainData, { sql, values: [symbol, metric, new Date(fromMs), at, at] });
      const points = new Map(rows.map((row) => [row.observed_at.getTime(), { observedAt: row.observed_at.getTime(), value: row.value as number }]));
      return [...points.values()];
    },
  };
}
