/** How much is stored, how new is it, and how full is each column? */
import { z } from 'zod';
import type { ColumnCoverage, DatasetStat, Store } from '#workers/store/index.js';
import { datasetNames, datasets } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import { featureGroups } from './features.js';
import { count, figure, instantField, maybe, named } from './fields.js';

/** `off`: nobody collects it here, and `off` says why. `late`: what is stored is young enough, but nobody has asked for more in three cadences. */
export const datasetStates = ['fresh', 'stale', 'late', 'empty', 'off'] as const;
export type DatasetState = (typeof datasetStates)[number];

const datasetShape = named(
  'Dataset',
  'What is stored of a dataset and how new it is',
  z.strictObject({
    dataset: z.enum(datasetNames),
    part: z.enum(['chain', 'side']).describe('chain: in the flow of every slot; side: beside it'),
    table: z.string().describe('where its rows are'),
    every: z.string().describe('cadence'),
    rows: count('rows stored'),
    newest: maybe(instantField('event time of the newest row')),
    newest_slot: maybe(instantField('newest slot that was settled')),
    age_seconds: maybe(count('age of the newest row; null while there is none')),
    target_seconds: count('older than this is stale'),
    state: z.enum(datasetStates).describe('late: young enough, but nobody has asked for more in three cadences; off: nobody collects it here'),
    off: z.string().nullable().describe('why nobody collects it'),
    fresh_symbols: count('of symbols, those with a fresh row'),
    symbols: count('symbols it should have'),
  }),
);
export type DatasetView = z.infer<typeof datasetShape>;
export const collectorsAnswer = named('Collectors', 'Every dataset of the farm', z.strictObject({ data: z.array(datasetShape) }));

const MISSED_CADENCES = 3;

/** A farm's first slot of a dataset may take minutes, its history with it: until one is settled, having asked is enough. */
function stateOf({ off, newestSlot, askedSlot, dataset }: DatasetStat, age: number | null, nowMs: number): DatasetState {
  if (off !== null) return 'off';
  if (age === null) return 'empty';
  if (age > datasets[dataset].freshSeconds) return 'stale';
  const slot = newestSlot ?? askedSlot;
  const isLate = datasets[dataset].part === 'side' && (slot === null || nowMs - slot.getTime() > MISSED_CADENCES * cadenceMs(datasets[dataset].every));
  return isLate ? 'late' : 'fresh';
}

/** `age_seconds` is null while there is no row. */
export function datasetView(stat: DatasetStat, nowMs: number): DatasetView {
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

/** @param nowMs farm time. */
export const collectors = async (store: Pick<Store, 'stats'>, nowMs: number): Promise<DatasetView[]> => (await store.stats.datasets(nowMs)).map((s) => datasetView(s, nowMs));

export const coverageTables = ['technical_indicators', 'ml_features_materialized'] as const;
export type CoverageTable = (typeof coverageTables)[number];

const columnShape = z.strictObject({
  column: z.string(),
  filled: count('rows in which it is known'),
  applicable: count('rows in which it could be known: the coin has such a market or chain, watched for as long as the look-back'),
  fill_ratio: figure('filled of all rows, 0 to 1; null where there are none'),
  coverage: figure('filled of applicable rows, 0 to 1; null where there are none'),
});
const groupShape = z.strictObject({ group: z.string(), columns: count('columns of the group'), fill_ratio: figure('known values of all, 0 to 1'), coverage: figure('known values of those that could be known, 0 to 1') });
const coverageShape = named(
  'Coverage',
  'How full each column of a table is',
  z.strictObject({ table: z.enum(coverageTables), from: instantField('first instant looked at'), to: instantField('last instant looked at, exclusive'), rows: count('rows looked at'), groups: z.array(groupShape).describe('by group of features; empty for other tables'), columns: z.array(columnShape) }),
);
export type CoverageView = z.infer<typeof coverageShape>;
export const coverageAnswer = named('Coverages', 'Share of known values per column', z.strictObject({ data: z.array(coverageShape) }));

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function groupsOf(columns: readonly ColumnCoverage[]): z.infer<typeof groupShape>[] {
  return Object.entries(featureGroups).map(([group, names]) => {
    const own = columns.filter((c) => (names as readonly string[]).includes(c.column));
    const sum = (of: 'filled' | 'rows' | 'applicable'): number => own.reduce((total, c) => total + c[of], 0);
    return { group, columns: own.length, fill_ratio: ratio(sum('filled'), sum('rows')), coverage: ratio(sum('filled'), sum('applicable')) };
  });
}

/** Share of known values per column over rows with timestamp in [fromMs, toMs); null where there are no rows. */
export async function coverage(store: Pick<Store, 'stats'>, table: CoverageTable, fromMs: number, toMs: number): Promise<CoverageView> {
  const columns = await store.stats.coverage(table, fromMs, toMs);
  return {
    table,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    rows: columns[0]?.rows ?? 0,
    groups: table === 'ml_features_materialized' ? groupsOf(columns) : [],
    columns: columns.map((c) => ({ column: c.column, filled: c.filled, applicable: c.applicable, fill_ratio: ratio(c.filled, c.rows), coverage: ratio(c.filled, c.applicable) })),
  };
}
