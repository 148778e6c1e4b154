/** How much is stored, how new is it, and how full is each column? */
import type { DatasetStat, Store } from '#workers/store/index.js';
import { datasets } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';

/** `off`: nobody collects it here, and `off` says why. `late`: what is stored is young enough, but nobody has asked for more in three cadences. */
export type DatasetState = 'fresh' | 'stale' | 'late' | 'empty' | 'off';

const MISSED_CADENCES = 3;

function stateOf({ off, newestSlot, dataset }: DatasetStat, age: number | null, nowMs: number): DatasetState {
  if (off !== null) return 'off';
  if (age === null) return 'empty';
  if (age > datasets[dataset].freshSeconds) return 'stale';
  const isLate = datasets[dataset].part === 'side' && (newestSlot === null || nowMs - newestSlot.getTime() > MISSED_CADENCES * cadenceMs(datasets[dataset].every));
  return isLate ? 'late' : 'fresh';
}

/** `age_seconds` is null while there is no row. */
export function datasetView(stat: DatasetStat, nowMs: number) {
  const { part, table, every, freshSeconds } = datasets[stat.dataset];
  const age = stat.newest === null ? null : Math.max(0, Math.round((nowMs - stat.newest.getTime()) / 1_000));
  return {
    dataset: stat.dataset,
    part,
    table,
    every,
    rows: stat.rows,
    newest: stat.newest?.toISOString() ?? null,
    newest_slot: stat.newestSlot?.toISOString() ?? null,
    age_seconds: age,
    target_seconds: freshSeconds,
    state: stateOf(stat, age, nowMs),
    off: stat.off,
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
