/**
 * The edges a tree of jobs cannot hold, honoured by the ledger, each with a bound
 * after which the work goes on without what it waited for:
 *
 * side after chain (news after prices, patterns after indicators): while a chain
 * slot that has begun is still being worked on.
 * chain after side (features after sentiment): while the sentiment of an earlier
 * slot is still being scored. That of the slot itself is made of texts first seen
 * after it began, which its features may not know.
 */
import { datasets, type DatasetName } from '#queues/datasets.js';
import { jobs, type JobName, type Payload } from '#queues/jobs/index.js';
import { snooze, type Snooze } from '#queues/outcome.js';
import { cadenceMs } from '#queues/slot.js';
import type { Context, Handler } from '../context.js';

/** Farm ms after its start for which a chain slot is waited for. */
const CHAIN_BOUND_MS = 240_000;
/** Farm ms after its own start for which a chain slot waits for side work. */
const SIDE_BOUND_MS = 3_000;
const LOOK_AGAIN_MS = { chain: 250, side: 2_000 } as const;

type Ledger = Pick<Context, 'store' | 'clock'>;

async function pending({ store }: Ledger, names: readonly DatasetName[], fromMs: number, toMs: number): Promise<DatasetName[]> {
  const rows = fromMs < toMs ? await store.ledger.ofDatasets(names, fromMs, toMs) : [];
  return names.filter((d) => rows.some((r) => r.dataset === d && r.state === 'pending'));
}

/** What has not been settled yet of what the dataset comes after; empty when the work may go on. */
export async function unsettledBefore(ctx: Ledger, dataset: DatasetName, slot: number): Promise<DatasetName[]> {
  const { part, after } = datasets[dataset];
  const other = (after as readonly DatasetName[]).filter((d) => datasets[d].part !== part);
  if (other.length === 0) return [];
  const nowMs = ctx.clock.nowMs();
  if (part === 'side') return pending(ctx, other, Math.max(slot, nowMs - CHAIN_BOUND_MS), nowMs + 1);
  if (nowMs >= slot + SIDE_BOUND_MS) return [];
  return pending(ctx, other, slot - Math.max(...other.map((d) => cadenceMs(datasets[d].every))), slot);
}

/** A reason to come back later, or null. */
async function tooEarly(ctx: Context, name: JobName, payload: Payload<JobName>): Promise<Snooze | null> {
  const key = jobs[name].ledger(payload as never);
  const waiting = key ? await unsettledBefore(ctx, key.dataset, key.slot) : [];
  return key && waiting.length > 0 ? snooze(LOOK_AGAIN_MS[datasets[key.dataset].part], `comes after ${waiting.join(', ')}`) : null;
}

/** The handler, put off while the ledger says that what it comes after is still being worked on. */
export const inOrder =
  <N extends JobName>(name: N, handler: Handler<N>): Handler<N> =>
  async (payload: Payload<N>, ctx) =>
    (ctx.job.childrenDone ? null : await tooEarly(ctx, name, payload as Payload<JobName>)) ?? handler(payload, ctx);
