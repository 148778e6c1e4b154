/** Name → what runs. Forget one and the compiler names it. */
import { done } from '#queues/outcome.js';
import { readArchiveConfig, type ArchiveConfig } from './archive/config.js';
import { journaled } from './archive/journal.js';
import { archiveWith } from './archive/run.js';
import { backfillChunk } from './backfill/chunk.js';
import { feedBackfills } from './backfill/feed.js';
import type { CollectorsConfig } from './collectors/config.js';
import { collectWith } from './collectors/run.js';
import { gaps } from './gaps/run.js';
import type { Handlers } from './host/execute.js';
import { audit } from './processors/indicators/audit-run.js';
import { indicators } from './processors/indicators/run.js';
import { featureChunk, features } from './processors/features/run.js';
import { narratives } from './processors/narratives/run.js';
import { patterns } from './processors/patterns/run.js';
import { regime } from './processors/regime/run.js';
import { signals } from './processors/signals/run.js';
import { daysOf } from './store/retention/policy.js';
import type { Universe } from './universe.js';
import { inOrder } from './upkeep/order.js';
import { createReconcile } from './upkeep/reconcile.js';
import { createTick } from './upkeep/tick.js';
import { createTidy } from './upkeep/tidy.js';
import { watch } from './upkeep/watch.js';

/** Scorers are opened only where texts are scored. */
const notHere = () => Promise.reject(new Error('this process drains no queue of texts, so it has opened no scorers'));

/** How long what is kept is kept. */
export interface Keeping {
  days: Parameters<typeof createTidy>[0];
  archive: ArchiveConfig;
}

export const createHandlers = (universe: Universe, collecting: CollectorsConfig, sentiment: Handlers['sentiment'] = notHere, { days, archive }: Keeping = { days: daysOf(''), archive: readArchiveConfig({}) }): Handlers => ({
  collect: inOrder('collect', collectWith(collecting)),
  indicators: journaled('indicators', indicators),
  features: inOrder('features', features),
  'feature-chunk': journaled('feature-chunk', featureChunk),
  tick: createTick(universe, collecting),
  reconcile: createReconcile(universe, collecting),
  sentiment: inOrder('sentiment', journaled('sentiment', sentiment)),
  narratives: inOrder('narratives', journaled('narratives', narratives)),
  patterns: inOrder('patterns', journaled('patterns', patterns)),
  signals: inOrder('signals', journaled('signals', signals)),
  regime: inOrder('regime', journaled('regime', regime)),
  watch,
  audit,
  gaps,
  backfills: async (_payload, ctx) => done(await feedBackfills(ctx)),
  'backfill-chunk': backfillChunk,
  tidy: createTidy(days),
  archive: archiveWith(archive),
});
