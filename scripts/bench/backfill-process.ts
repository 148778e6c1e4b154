/** A worker of backfills, as far as rebuilding goes, in a process of its own: told a stretch, of indicators where it names a timeframe, it answers what it did. */
import { systemClock } from '#queues/runtime/clock.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { growHeapFor } from '#workers/host/heap.js';
import { rebuildFeatures } from '#workers/rebuild/features.js';
import { rebuildIndicators, type IndicatorStretch } from '#workers/rebuild/indicators.js';
import type { RebuildContext, Stretch } from '#workers/rebuild/rebuild.js';
import { readStoreConfig } from '#workers/store/config.js';
import { createStore } from '#workers/store/create.js';
import { memoryOf, type Memory } from './memory.js';

export interface Done {
  rows: number;
  memory: Memory;
}

growHeapFor(['backfill']);
const store = createStore(readStoreConfig(processEnvironment()), createMetrics(false), silentLog());

const ctx: RebuildContext = { store, clock: systemClock, sourcePrefix: 'sim:', signal: new AbortController().signal, jobId: 'bench', progress: () => undefined };

async function rebuild(stretch: Stretch | IndicatorStretch): Promise<void> {
  const { rows } = await ('timeframe' in stretch ? rebuildIndicators : rebuildFeatures)(stretch as IndicatorStretch, ctx);
  process.send?.({ rows, memory: memoryOf(process.pid) } satisfies Done);
}

process.on('message', (stretch: Stretch | IndicatorStretch) => void rebuild(stretch).catch((error: unknown) => (console.error(String(error)), process.exit(1))));
process.send?.('ready');
