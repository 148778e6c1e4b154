/**
 * Figures about what is stored, cheap enough for every scrape: row counts are
 * the server's estimates, newest rows are jumps through primary keys.
 */
import { datasetNames, datasets, type DatasetName } from '#queues/datasets.js';
import type { Database } from '../database.js';
import { quoted } from '../ddl.js';
import type { DatasetStat, StatsRepository } from '../index.js';
import type { Table } from '../table.js';
import { cryptoAssets } from '../tables/assets.js';
import { slotLedger, type LedgerRow } from '../tables/ledger.js';
import { mlFeatures } from '../tables/features.js';
import { ohlcData } from '../tables/ohlc.js';
import { priceDataReal } from '../tables/prices.js';
import { technicalIndicators } from '../tables/technical.js';

interface Newest {
  symbol: string;
  newest: Date;
}

/** `symbol`, `newest`: the newest event per symbol, by jumps through the primary key. */
type NewestQuery = (name: string) => string;
/** A stale coin's newest snapshot is new, its price is not: the age is that of the price. */
const newestPrice: NewestQuery = (name) => `SELECT p.symbol, MAX(p.available_at) AS newest FROM (SELECT symbol, MAX(slot) AS slot FROM ${name} GROUP BY symbol) k JOIN ${name} p ON p.symbol = k.symbol AND p.slot = k.slot GROUP BY p.symbol`;
const newestBy = (column: string, group: string): NewestQuery => (name) => `SELECT symbol, MAX(newest) AS newest FROM (SELECT symbol, MAX(${column}) AS newest FROM ${name} GROUP BY ${group}) s GROUP BY symbol`;

const measured: { readonly [D in DatasetName]: { table: Table; newest: NewestQuery } } = {
  crypto_prices: { table: priceDataReal, newest: newestPrice },
  ohlc: { table: ohlcData, newest: newestBy('open_time', 'symbol, timeframe') },
  technical_indicators: { table: technicalIndicators, newest: newestBy('timestamp', 'symbol, timeframe') },
  ml_features: { table: mlFeatures, newest: newestBy('timestamp', 'symbol') },
};

const covered = { technical_indicators: technicalIndicators, ml_features_materialized: mlFeatures } as const;

async function estimatedRows(db: Database, t: Table): Promise<number> {
  const [schema = '', name = ''] = db.name(t).split('.').map((part) => part.replaceAll('`', ''));
  const [row] = await db.mysql.rows<{ n: number | null }>({ table: t.name, sql: 'SELECT table_rows AS n FROM information_schema.tables WHERE table_schema = ? AND table_name = ?', values: [schema, name], prepared: true });
  return row?.n ?? 0;
}

/**
 * The symbols each dataset should have: those of the newest slot that was settled,
 * less what nothing can bring (no venue). Before the first slot: the active registry.
 */
async function expectedSymbols(db: Database): Promise<(dataset: DatasetName) => ReadonlySet<string>> {
  const name = db.name(slotLedger);
  const settled = `SELECT MAX(slot) FROM ${name} WHERE dataset = 'ml_features' AND chunk = 0 AND state <> 'pending'`;
  const rows = await db.select<LedgerRow>(slotLedger, { sql: `SELECT * FROM ${name} WHERE slot = (${settled}) AND chunk > 0` });
  const active = rows.length > 0 ? [] : await db.mysql.rows<{ symbol: string }>({ table: cryptoAssets.name, sql: `SELECT symbol FROM ${db.name(cryptoAssets)} WHERE active = 1`, prepared: true });
  const whole = new Set(active.map((a) => a.symbol));
  return (dataset) => {
    const chunks = rows.filter((r) => r.dataset === dataset);
    if (chunks.length === 0) return whole;
    const hopeless = new Set(chunks.flatMap((c) => c.missing.filter((m) => m.permanent).map((m) => m.symbol)));
    return new Set(chunks.flatMap((c) => c.symbols).filter((s) => !hopeless.has(s)));
  };
}

async function statOf(db: Database, dataset: DatasetName, view: { nowMs: number; expected: ReadonlySet<string> }): Promise<DatasetStat> {
  const { table: t, newest } = measured[dataset];
  const [rows, perSymbol] = await Promise.all([estimatedRows(db, t), db.mysql.rows<Newest>({ table: t.name, sql: newest(db.name(t)), prepared: true })]);
  const oldestFresh = view.nowMs - datasets[dataset].freshSeconds * 1_000;
  const times = perSymbol.map((r) => r.newest.getTime());
  return {
    dataset,
    // The estimate lags behind a table's first rows.
    rows: Math.max(rows, perSymbol.length),
    newest: times.length > 0 ? new Date(times.reduce((a, b) => Math.max(a, b))) : null,
    freshSymbols: perSymbol.filter((r) => view.expected.has(r.symbol) && r.newest.getTime() >= oldestFresh).length,
    symbols: view.expected.size,
  };
}

export function statsRepository(db: Database): StatsRepository {
  return {
    async datasets(nowMs) {
      const expected = await expectedSymbols(db);
      return Promise.all(datasetNames.map((d) => statOf(db, d, { nowMs, expected: expected(d) })));
    },

    async coverage(table, fromMs, toMs) {
      const t: Table = covered[table];
      const columns = Object.keys(t.columns).filter((c) => t.columns[c]?.sql === 'DOUBLE' && t.columns[c]?.nullable);
      const sql = `SELECT COUNT(*) AS n, ${columns.map((c, i) => `COUNT(${quoted(c)}) AS c${i}`).join(', ')} FROM ${db.name(t)} WHERE ${t === (technicalIndicators as Table) ? "timeframe IN ('5m', '1h', '4h', '1d') AND " : ''}timestamp >= ? AND timestamp < ?`;
      const [row] = await db.mysql.rows<Record<string, number>>({ table, sql, values: [new Date(fromMs), new Date(toMs)] });
      return columns.map((column, i) => ({ column, rows: row?.n ?? 0, filled: row?.[`c${i}`] ?? 0 }));
    },
  };
}
