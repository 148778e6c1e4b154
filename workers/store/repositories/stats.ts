/**
 * Figures about what is stored, cheap enough for every scrape: row counts are
 * the server's estimates, newest rows are jumps through primary keys.
 */
import { datasetNames, datasets, type DatasetName } from '#queues/datasets.js';
import type { Database } from '../database.js';
import type { DatasetStat, StatsRepository, SymbolNewest } from '../index.js';
import type { Table } from '../table.js';
import { cryptoAssets } from '../tables/assets.js';
import { slotLedger, type LedgerRow } from '../tables/ledger.js';
import { beginnings } from './beginnings.js';
import { columnCoverage } from './coverage.js';
import { ledgerRepository } from './ledger.js';
import { measured, tableOf } from './newest.js';

async function estimatedRows(db: Database, t: Pick<Table, 'database' | 'name'>): Promise<number> {
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
    return chunks.length === 0 ? whole : symbolsOf(chunks);
  };
}

interface Seen {
  nowMs: number;
  /** What should be there, for datasets that are about symbols. */
  symbols: ReadonlySet<string>;
  /** The ledger's rows of the newest slot that is not pending as a whole. */
  settled: readonly LedgerRow[];
  /** The newest slot in the ledger, ms; undefined where there is none. */
  asked: number | undefined;
}

/** A dataset's symbols, less what nothing can bring. */
function symbolsOf(chunks: readonly LedgerRow[]): Set<string> {
  const hopeless = new Set(chunks.flatMap((c) => c.missing.filter((m) => m.permanent).map((m) => m.symbol)));
  return new Set(chunks.flatMap((c) => c.symbols).filter((s) => !hopeless.has(s)));
}

/** The datasets that are about the farm's symbols, one by one. */
const symbolDatasets = datasetNames.filter((d) => measured[d].expects === undefined);

function newestOf(db: Database, dataset: DatasetName): Promise<SymbolNewest[]> {
  const t = tableOf(dataset);
  const query = measured[dataset].newest(db.name(t));
  return db.mysql.rows<SymbolNewest>({ table: t.name, sql: query.sql, values: query.values ?? [], prepared: true });
}

async function statOf(db: Database, dataset: DatasetName, { nowMs, symbols, settled, asked }: Seen): Promise<DatasetStat> {
  const expected = measured[dataset].expects ? new Set(measured[dataset].expects) : symbols;
  const [rows, perSymbol] = await Promise.all([estimatedRows(db, tableOf(dataset)), newestOf(db, dataset)]);
  const isFresh = (r: SymbolNewest): boolean => nowMs - r.newest.getTime() <= (measured[dataset].freshSeconds?.(r.symbol) ?? datasets[dataset].freshSeconds) * 1_000;
  const newestSlot = settled.find((r) => r.state === 'done' || r.state === 'partial')?.slot ?? null;
  if (measured[dataset].sparse && newestSlot) perSymbol.splice(0, perSymbol.length, { symbol: 'all', newest: newestSlot });
  const times = perSymbol.map((r) => r.newest.getTime());
  return {
    dataset,
    // The estimate lags behind a table's first rows, and calls an empty partition a row.
    rows: times.length > 0 ? Math.max(rows, perSymbol.length) : 0,
    newest: times.length > 0 ? new Date(times.reduce((a, b) => Math.max(a, b))) : null,
    freshSymbols: perSymbol.filter((r) => expected.has(r.symbol) && isFresh(r)).length,
    symbols: expected.size,
    newestSlot,
    askedSlot: asked === undefined ? null : new Date(asked),
    off: settled.find((r) => r.state === 'off')?.reason ?? null,
  };
}

export function statsRepository(db: Database): StatsRepository {
  const ledger = ledgerRepository(db);
  return {
    async datasets(nowMs) {
      const [expected, settled, asked] = await Promise.all([expectedSymbols(db), ledger.newestSettled(datasetNames), ledger.newestSlots(datasetNames)]);
      const of = (d: DatasetName): LedgerRow[] => settled.filter((row) => row.dataset === d);
      const symbols = (d: DatasetName) => (datasets[d].part === 'chain' ? expected(d) : symbolsOf(of(d)));
      return Promise.all(datasetNames.map((d) => statOf(db, d, { nowMs, symbols: symbols(d), settled: of(d), asked: asked.get(d) })));
    },

    collected: async () => (await expectedSymbols(db))('ml_features'),

    newestBySymbol: () => Promise.all(symbolDatasets.map(async (dataset) => ({ dataset, rows: await newestOf(db, dataset) }))),

    beginnings: () => beginnings(db),

    coverage: (table, fromMs, toMs) => columnCoverage(db, table, { fromMs, toMs }),
  };
}
