/** A worker of backfills, as far as rebuilding goes, in a process of its own: told a stretch, it answers what it did. */
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { growHeapFor } from '#workers/host/heap.js';
import { rebuildFeatures } from '#workers/rebuild/features.js';
import type { Stretch } from '#workers/rebuild/rebuild.js';
import { readStoreConfig } from '#workers/store/config.js';
import { createStore } from '#workers/store/create.js';
import { memoryOf, type Memory } from './memory.js';
import { contextOf } from './rebuild-context.js';

export interface Done {
  rows: number;
  memory: Memory;
}

growHeapFor(['backfill']);
const store = createStore(readStoreConfig(processEnvironment()), createMetrics(false), silentLog());

async function rebuild(stretch: Stretch): Promise<void> {
  const { rows } = await rebuildFeatures(stretch, contextOf(store));
  process.send?.({ rows, memory: memoryOf(process.pid) } satisfies Done);
}

process.on('message', (stretch: Stretch) => void rebuild(stretch).catch((error: unknown) => (console.error(String(error)), process.exit(1))));
process.send?.('ready');
