/** How old is the newest row of every symbol in every dataset that is about symbols? */
import { z } from 'zod';
import { datasetNames, datasets } from '#queues/datasets.js';
import type { Store, SymbolNewest } from '#workers/store/index.js';
import { count, figure, instantField, named } from './fields.js';

const rowShape = named(
  'FreshnessRow',
  'One dataset, a place for each symbol',
  z.strictObject({
    dataset: z.enum(datasetNames),
    target_seconds: count('older than this is stale'),
    ages: z.array(figure('seconds since the newest row of the symbol at the same place in `symbols`; null where it has none')),
  }),
);
export const freshnessAnswer = named('FreshnessMap', 'Symbols × datasets', z.strictObject({ as_of: instantField('farm time of this look'), symbols: z.array(z.string()).describe('collected symbols, by rank'), data: z.array(rowShape) }));
export type FreshnessView = z.infer<typeof freshnessAnswer>;

const SECONDS = 1_000;
const agesOf = (rows: readonly SymbolNewest[], symbols: readonly string[], nowMs: number): (number | null)[] => {
  const newest = new Map(rows.map((r) => [r.symbol, r.newest.getTime()]));
  return symbols.map((s) => {
    const at = newest.get(s);
    return at === undefined ? null : Math.max(0, Math.round((nowMs - at) / SECONDS));
  });
};

/** @param symbols by rank. @param nowMs farm time. */
export async function freshnessMap(store: Pick<Store, 'stats'>, symbols: readonly string[], nowMs: number): Promise<FreshnessView> {
  const newest = await store.stats.newestBySymbol();
  return { as_of: new Date(nowMs).toISOString(), symbols: [...symbols], data: newest.map(({ dataset, rows }) => ({ dataset, target_seconds: datasets[dataset].freshSeconds, ages: agesOf(rows, symbols, nowMs) })) };
}
