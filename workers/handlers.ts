/** Name → what runs. Forget one and the compiler names it. */
import type { CollectorsConfig } from './collectors/config.js';
import { collectWith } from './collectors/run.js';
import type { Handlers } from './host/execute.js';
import { audit } from './processors/indicators/audit-run.js';
import { indicators } from './processors/indicators/run.js';
import { featureChunk, features } from './processors/features/run.js';
import type { Universe } from './universe.js';
import { createReconcile } from './upkeep/reconcile.js';
import { createTick } from './upkeep/tick.js';

export const createHandlers = (universe: Universe, collecting: CollectorsConfig): Handlers => ({
  collect: collectWith(collecting),
  indicators,
  features,
  'feature-chunk': featureChunk,
  tick: createTick(universe),
  reconcile: createReconcile(universe),
  audit,
});
