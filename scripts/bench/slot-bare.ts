/**
 * The chain of one slot without a queue: the handlers called one after the other
 * in this process, on the same store and upstream. No job, no ledger, no stream.
 */
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import type { Outcome } from '#queues/outcome.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import { chainSources } from '#queues/sources.js';
import { collectWith } from '#workers/collectors/run.js';
import type { Context, Services } from '#workers/context.js';
import { featureChunk } from '#workers/processors/features/run.js';
import { indicators } from '#workers/processors/indicators/run.js';

const contextOf = (services: Services & { log: Log }, id: string): Context => ({
  ...services,
  signal: new AbortController().signal,
  job: { id, queueKey: '', attempt: 1, childrenDone: false, failedChildren: () => Promise.resolve({}) },
});

const rowsOf = (outcome: Outcome): number => (outcome.kind === 'done' ? outcome.rows : 0);

/** @returns real ms from prices and bars stored to the last feature row committed. @throws Error when a feature row is missing. */
export async function bareSlot(services: Services & { log: Log }, slot: number, chunks: readonly string[][]): Promise<number> {
  const collect = collectWith({ SOURCES: 'all', HISTORY_BARS: 2 });
  const payloads = chunks.map((symbols, i) => ({ v: PAYLOAD_VERSION as 1, slot, chunk: i + 1, symbols, round: 0 }));
  const each = async (work: (payload: (typeof payloads)[number], ctx: Context) => Promise<Outcome>): Promise<number[]> => {
    const outcomes = await Promise.all(payloads.map((payload) => work(payload, contextOf(services, `bare.c${payload.chunk}`))));
    return outcomes.map(rowsOf);
  };
  for (const source of chainSources) await each((payload, ctx) => collect({ ...payload, source }, ctx));
  const started = stopwatchMs();
  await each(indicators);
  const rows = await each(featureChunk);
  const took = stopwatchMs() - started;
  const expected = chunks.reduce((sum, symbols) => sum + symbols.length, 0);
  const stored = rows.reduce((sum, n) => sum + n, 0);
  if (stored !== expected) throw new Error(`without a queue ${stored} of ${expected} feature rows were stored`);
  return took;
}
