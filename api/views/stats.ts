/** How much is stored, how new is it, and how full is each column? */
import type { DatasetStat, Store } from '#workers/store/index.js';
import { datasets } from '#queues/datasets.js';

export type DatasetState = 'fresh' | 'stale' | 'empty';

function stateOf(age: number | null, target: number): DatasetState {
  if (age === null) return 'empty';
  return age <= target ? 'fresh' : 'stale';
}

/** `age_seconds` is null while the table is empty. */
export function datasetView(stat: DatasetStat, nowMs: number) {
  const target = datasets[stat.dataset].freshSeconds;
  const age = stat.newest === null ? null : Math.max(0, Math.round((nowMs - stat.newest.getTime()) / 1_000));
  return {
    dataset: stat.dataset,
    table: datasets[stat.dataset].table,
    every: datasets[stat.dataset].every,
    rows: stat.rows,
    newest: stat.newest?.toISOString() ?? null,
    age_seconds: age,
    target_seconds: target,
    state: stateOf(age, target),
    fresh_symbols: stat.freshSymbols,
    symbols: stat.symbols,
  };
}
export type DatasetView = ReturnType<typeof datasetView>;

/** @param nowMs farm time. */
export const collectors = async (store: Pick<Store, 'stats'>, nowMs: number): Promise<DatasetView[]> => (await store.stats.datasets(nowMs)).map((s) => datasetView(s, nowMs));

export const coverageTables = ['technical_indicators', 'ml_features_materialized'] as const;
export type CoverageTable = (typeof coverageTables)[number];

/** Share of known values per column over rows with timestamp in [fromMs, toMs); null where there are no rows. */
export async function coverage(store: Pick<Store, 'stats'>, table: CoverageTable, fromMs: number, toMs: number) {
  const columns = await store.stats.coverage(table, fromMs, toMs);
  return {
    table,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    rows: columns[0]?.rows ?? 0,
    columns: columns.map((c) => ({ column: c.column, filled: c.filled, fill_ratio: c.rows === 0 ? null : c.filled / c.rows })),
  };
}
export type CoverageView = Awaited<ReturnType<typeof coverage>>;
