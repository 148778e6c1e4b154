/** A rebuild that nobody waits for, and that gives way to nobody. */
import { systemClock } from '#queues/runtime/clock.js';
import type { RebuildContext } from '#workers/rebuild/rebuild.js';
import type { Store } from '#workers/store/index.js';

export const contextOf = (store: Store): RebuildContext => ({ store, clock: systemClock, sourcePrefix: 'sim:', signal: new AbortController().signal, jobId: 'bench', progress: () => undefined });
