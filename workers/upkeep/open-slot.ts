/**
 * Opens a slot: writes what is expected into the ledger, then asks for the work.
 * In that order, so that work lost by Redis is still known to be missing.
 */
import { chainDatasets, datasets, type DatasetName } from '#queues/datasets.js';
import { refreshFlow } from '#queues/flows/refresh.js';
import { chainSources, sources } from '#queues/sources.js';
import type { Context } from '../context.js';
import { settleAs } from './open-side.js';
import { snapshotsPossible } from './plan.js';

type Opening = Pick<Context, 'store' | 'producer' | 'clock'> & { job: { id: string } };

const snapshotDatasets: readonly DatasetName[] = chainSources.filter((s) => sources[s].reach === 'snapshot').map((s) => sources[s].dataset);

/**
 * @param chunks symbols by chunk. @param kind `repair` counts a round of repair and waits in its own lane.
 * Snapshots of a slot that is over are marked as missed: they can never be taken.
 */
export async function openSlot(ctx: Opening, slot: number, chunks: readonly string[][], kind: 'first' | 'repair'): Promise<void> {
  const now = ctx.clock.now();
  const expected = chainDatasets.flatMap((dataset) => chunks.map((symbols, i) => ({ dataset, slot: new Date(slot), chunk: i + 1, symbols, opened_at: now })));
  const whole = { dataset: 'ml_features', slot: new Date(slot), chunk: 0, symbols: [], opened_at: now };
  await ctx.store.ledger.open([...expected, whole]);
  const round = kind === 'repair' ? await ctx.store.ledger.beginRepair(slot, chainDatasets) : 0;
  const snapshots = snapshotsPossible(slot, now.getTime());
  if (!snapshots) await missSnapshots(ctx, slot, chunks.length);
  await ctx.producer.addFlow(refreshFlow({ slot, chunks, round, snapshots }));
}

async function missSnapshots(ctx: Opening, slot: number, chunks: number): Promise<void> {
  for (const dataset of snapshotDatasets) {
    for (let chunk = 1; chunk <= chunks; chunk++) {
      const reason = `no worker took the snapshot while the slot (${datasets[dataset].every}) lasted; a past price cannot be asked for`;
      await settleAs(ctx, { dataset, slot, chunk }, 'missed', reason);
    }
  }
}
