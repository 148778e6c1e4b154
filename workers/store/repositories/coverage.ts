/**
 * How full each column is, of all rows and of those in which it could be known.
 * A feature of a venue counts from the venue's first word about the coin on; where
 * the registry says that the venue quotes the coin and it never has, every row
 * counts and none is excused.
 */
import { BASE_CADENCE } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import type { Database } from '../database.js';
import { quoted } from '../ddl.js';
import type { ColumnCoverage } from '../index.js';
import type { Table } from '../table.js';
import { cryptoAssets, type AssetRow } from '../tables/assets.js';
import { featureOrigins, mlFeatures, type FeatureOrigin } from '../tables/features.js';
import { derivativesData, onchainData } from '../tables/signals.js';
import { technicalIndicators } from '../tables/technical.js';

export const covered = { technical_indicators: technicalIndicators, ml_features_materialized: mlFeatures } as const;
export type CoveredTable = keyof typeof covered;

interface Window {
  fromMs: number;
  toMs: number;
}
/** Symbol → instant, ms; absent where nothing was ever observed. */
type Firsts = ReadonlyMap<string, number>;

/** Jumps along the primary key: one step for each symbol and venue or metric. */
async function firstsOf(db: Database, t: Table, what: 'venue' | 'metric'): Promise<Map<string, Map<string, number>>> {
  const sql = `SELECT symbol, ${what}, MIN(observed_at) FROM ${db.name(t)} GROUP BY symbol, ${what}`;
  const rows = await db.mysql.rows<[string, string, Date]>({ table: t.name, sql, asArrays: true, prepared: true });
  const firsts = new Map<string, Map<string, number>>();
  for (const [symbol, name, at] of rows) firsts.set(name, (firsts.get(name) ?? new Map<string, number>()).set(symbol, at.getTime()));
  return firsts;
}

interface Known {
  derivatives_data: ReadonlyMap<string, Firsts>;
  onchain_data: ReadonlyMap<string, Firsts>;
  venues: ReadonlyMap<string, Record<string, string>>;
}

/** When an origin's observations of a symbol began; -Infinity where they should be there and never were, Infinity where nobody promised any. */
function beginning({ table, whose, what }: FeatureOrigin, symbol: string, known: Known): number {
  const subject = whose === 'own' ? symbol : whose;
  const names = what === undefined ? [...known[table].keys()] : [what];
  const seen = names.flatMap((name) => known[table].get(name)?.get(subject) ?? []);
  if (seen.length > 0) return Math.min(...seen);
  if (whose !== 'own') return -Infinity;
  const venues = known.venues.get(symbol) ?? {};
  const promised = table === 'derivatives_data' && (what === undefined ? 'binance_futures' in venues || 'bybit' in venues : what in venues);
  return promised ? -Infinity : Infinity;
}

/** First slot at which all origins are old enough. */
function startOf(origins: readonly FeatureOrigin[], symbol: string, known: Known): number {
  const step = cadenceMs(BASE_CADENCE);
  const starts = origins.map((o) => beginning(o, symbol, known) + o.seconds * 1_000);
  const latest = Math.max(...starts);
  return Number.isFinite(latest) ? Math.ceil(latest / step) * step : latest;
}

/** Rows of each symbol from a slot on, asked for once. */
function rowCounter(db: Database, { fromMs, toMs }: Window) {
  const counted = new Map<number, Promise<Map<string, number>>>();
  const count = async (from: number): Promise<Map<string, number>> => {
    const sql = `SELECT symbol, COUNT(*) FROM ${db.name(mlFeatures)} WHERE timestamp >= ? AND timestamp < ? GROUP BY symbol`;
    return new Map(await db.mysql.rows<[string, number]>({ table: mlFeatures.name, sql, values: [new Date(from), new Date(toMs)], asArrays: true, prepared: true }));
  };
  return (start: number): Promise<Map<string, number>> => {
    if (start >= toMs) return Promise.resolve(new Map<string, number>());
    const from = Math.max(start, fromMs);
    const known = counted.get(from) ?? count(from);
    counted.set(from, known);
    return known;
  };
}

/** Column → rows in which it could be known, for columns that rest on something. */
async function applicableRows(db: Database, window: Window): Promise<Map<string, number>> {
  const [derivatives, onchain, assets] = await Promise.all([
    firstsOf(db, derivativesData, 'venue'),
    firstsOf(db, onchainData, 'metric'),
    db.select<Pick<AssetRow, 'symbol' | 'venues'>>(cryptoAssets, { sql: `SELECT symbol, venues FROM ${db.name(cryptoAssets)}` }),
  ]);
  const known: Known = { derivatives_data: derivatives, onchain_data: onchain, venues: new Map(assets.map((a) => [a.symbol, a.venues])) };
  const rowsFrom = rowCounter(db, window);
  const symbols = [...(await rowsFrom(window.fromMs)).keys()];
  const result = new Map<string, number>();
  for (const [column, origins] of Object.entries(featureOrigins)) {
    let rows = 0;
    for (const symbol of symbols) rows += (await rowsFrom(startOf(origins, symbol, known))).get(symbol) ?? 0;
    result.set(column, rows);
  }
  return result;
}

export async function columnCoverage(db: Database, table: CoveredTable, window: Window): Promise<ColumnCoverage[]> {
  const t: Table = covered[table];
  const columns = Object.keys(t.columns).filter((c) => t.columns[c]?.sql === 'DOUBLE' && t.columns[c]?.nullable);
  const frames = table === 'technical_indicators' ? "timeframe IN ('5m', '1h', '4h', '1d') AND " : '';
  const sql = `SELECT COUNT(*) AS n, ${columns.map((c, i) => `COUNT(${quoted(c)}) AS c${i}`).join(', ')} FROM ${db.name(t)} WHERE ${frames}timestamp >= ? AND timestamp < ?`;
  const [[row], applicable] = await Promise.all([
    db.mysql.rows<Record<string, number>>({ table, sql, values: [new Date(window.fromMs), new Date(window.toMs)] }),
    table === 'ml_features_materialized' ? applicableRows(db, window) : new Map<string, number>(),
  ]);
  const rows = row?.['n'] ?? 0;
  return columns.map((column, i) => {
    const filled = row?.[`c${i}`] ?? 0;
    // Earlier values are looked for with a quarter of an hour to spare, so a few rows know more than they need to.
    return { column, rows, filled, applicable: Math.max(filled, applicable.get(column) ?? rows) };
  });
}
