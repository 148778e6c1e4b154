import { stopwatchMs } from '#queues/runtime/clock.js';

/** One look serves everybody who asks within `forMs` (wall clock); a failure is not kept: the next one looks again. */
export function kept<V>(forMs: number, look: () => Promise<V>): () => Promise<V> {
  let latest: { at: number; view: Promise<V> } | undefined;
  return () => {
    if (latest && stopwatchMs() - latest.at < forMs) return latest.view;
    const view = look();
    latest = { at: stopwatchMs(), view };
    view.catch(() => (latest = undefined)); // the asker hears why
    return view;
  };
}
