/** How does the farm work? The chain of the last slots, what waits, who drains it, how the upstreams are, and why the score is what it is. */
import { z } from 'zod';
import { datasetNames, datasets } from '#queues/datasets.js';
import { demandOf, readDepths } from '#queues/demand.js';
import { readReports, type ProcessReport } from '#queues/reports.js';
import { cadenceMs } from '#queues/slot.js';
import { queues, queuesOf, poolNames, type PoolName, type QueueName } from '#queues/topology.js';
import type { Settlement, Stage } from '#workers/store/index.js';
import type { ApiContext } from '../context.js';
import { catchingUp, dayOf, dayShape, workShape, type Work } from './catching-up.js';
import { count, figure, instantField, maybe, named } from './fields.js';
import { within, type Checkup } from './health.js';
import { reasonsOf, reasonShape } from './reasons.js';
import { statuses } from './score.js';
import { upstreamShape, upstreamsOf } from './upstreams.js';

type FarmContext = Pick<ApiContext, 'store' | 'redis' | 'prefix' | 'producer' | 'clock' | 'checkup' | 'log'>;

const STATES = ['done', 'partial', 'missed', 'off', 'pending'] as const;
const stageShape = named(
  'Stage',
  'One dataset in one slot, summed over its chunks',
  z.strictObject({
    dataset: z.enum(datasetNames),
    state: z.enum(STATES).describe('the least of its chunks'),
    chunks: count('jobs it was cut into'),
    done: count('of them, those that are done'),
    rows: count('rows stored'),
    missing: count('symbols that should have a row and do not'),
    repairs: count('rounds of repair'),
    after_seconds: figure('seconds (of the wall clock) from the opening of the slot until the first chunk began'),
    seconds: figure('seconds (of the wall clock) from then until the last chunk was settled; null while one is pending'),
  }),
);
const slotShape = named('Slot', 'A slot of the chain and what was due beside it', z.strictObject({ slot: instantField('start of the slot'), state: z.enum(STATES), seconds: figure('seconds (of the wall clock) from its opening until the chain was settled'), stages: z.array(stageShape) }));
const queueShape = z.strictObject({
  queue: z.string(),
  waiting: count('jobs that could run now'),
  active: count('jobs that run'),
  delayed: count('jobs whose time has not come'),
  waiting_children: count('jobs that wait for others'),
  failed: count('jobs that failed for good and are kept to be looked at'),
  paused: z.boolean(),
  oldest_seconds: z.number().min(0).describe('how long the job that has waited longest could have run'),
});
const poolShape = z.strictObject({ pool: z.string(), processes: count('worker processes that report'), slots: count('jobs these can run at the same time'), demand: count('jobs that run or could'), queues: z.array(queueShape) });

export const farmAnswer = named(
  'Farm',
  'How the farm works',
  z.strictObject({
    as_of: instantField('farm time of this look'),
    health: z.strictObject({ status: z.enum(statuses), score: z.number().min(0).max(100), reasons: z.array(reasonShape).describe('what keeps the score from 100, costliest first') }),
    slots: z.array(slotShape).describe('newest first'),
    pools: maybe(z.array(poolShape)).describe('null while Redis does not answer'),
    catching_up: maybe(z.array(workShape)).describe('jobs that repair or fill in, at most twenty; null while Redis does not answer'),
    last_day: dayShape.describe('the slots of the last 24 hours by what became of them'),
    upstreams: maybe(z.array(upstreamShape)).describe('hosts that a running process has called; null while Redis does not answer'),
  }),
);
export type FarmView = z.infer<typeof farmAnswer>;
export type SlotView = z.infer<typeof slotShape>;

const SECONDS = 1_000;
const DAY_MS = 86_400_000;
type Instants = { from: Date | null; to: Date | null };
/** Stored instants are farm time; what a person wants to know is how long it took. */
const secondsBetween = ({ from, to }: Instants, speed: number): number | null => (from && to ? Math.max(0, Math.round((to.getTime() - from.getTime()) / speed)) / SECONDS : null);

function stateOf(s: Stage): (typeof STATES)[number] {
  if (s.pending > 0) return 'pending';
  if (s.missed > 0) return s.missed === s.chunks ? 'missed' : 'partial';
  if (s.partial > 0) return 'partial';
  return s.off > 0 ? 'off' : 'done';
}

const stageView = (s: Stage, speed: number): z.infer<typeof stageShape> => ({
  dataset: s.dataset,
  state: stateOf(s),
  chunks: s.chunks,
  done: s.done,
  rows: s.rows,
  missing: s.missing,
  repairs: s.repairs,
  after_seconds: secondsBetween({ from: s.openedAt, to: s.startedAt }, speed),
  seconds: s.pending > 0 ? null : secondsBetween({ from: s.startedAt, to: s.finishedAt }, speed),
});

/** Slots of the chain, newest first, each with everything that was due in it, in the order of the timetable. */
export function slotViews(stages: readonly Stage[], speed: number): SlotView[] {
  const slots = [...new Set(stages.map((s) => s.slot.getTime()))].sort((a, b) => b - a);
  return slots.flatMap((slot) => {
    const all = stages.filter((s) => s.slot.getTime() === slot);
    const chain = all.filter((s) => datasets[s.dataset].part === 'chain');
    const last = chain.find((s) => s.dataset === 'ml_features');
    if (!last) return [];
    const inOrder = datasetNames.flatMap((d) => all.filter((s) => s.dataset === d));
    const opened = new Date(Math.min(...chain.map((s) => s.openedAt.getTime())));
    return [{ slot: new Date(slot).toISOString(), state: stateOf(last), seconds: last.pending > 0 ? null : secondsBetween({ from: opened, to: last.finishedAt }, speed), stages: inOrder.map((s) => stageView(s, speed)) }];
  });
}

const SLOTS = 12;
async function slotsNow({ store, clock }: FarmContext): Promise<SlotView[]> {
  const now = clock.nowMs();
  return slotViews(await store.ledger.stages(now - SLOTS * cadenceMs('5m'), now + 1), clock.speed);
}

type Depths = Awaited<ReturnType<typeof readDepths>>;
function queueView(queue: QueueName, d: Depths[QueueName]): z.infer<typeof queueShape> {
  return { queue, waiting: d.waiting + d.prioritized + d.delayedDue, active: d.active, delayed: d.delayed - d.delayedDue, waiting_children: d.waitingChildren, failed: d.failed, paused: d.paused, oldest_seconds: Math.round(d.oldestReadyAgeSeconds * 10) / 10 };
}

function poolView(pool: PoolName, depths: Depths, reports: readonly ProcessReport[]): z.infer<typeof poolShape> {
  const own = queuesOf(pool);
  const processes = reports.filter((r) => r.pools.includes(pool)).length;
  const places = own.reduce((sum, q) => sum + queues[q].concurrency, 0);
  return { pool, processes, slots: processes * places, demand: demandOf(depths, pool), queues: own.map((q) => queueView(q, depths[q])) };
}

interface Machinery {
  depths: Depths;
  reports: ProcessReport[];
  work: Work[];
}

/** Null while Redis is away; our own connection is asked first and says so at once, BullMQ's would wait for it. */
async function machineryOf({ redis, prefix, producer, log }: FarmContext, realMs: number): Promise<Machinery | null> {
  try {
    const reports = await readReports(redis, prefix);
    const [depths, work] = await within(Promise.all([readDepths(producer, realMs), catchingUp(producer, realMs)]));
    return { depths, reports, work };
  } catch (error) {
    log.debug({ err: error }, 'the queues could not be read');
    return null;
  }
}

export async function farm(ctx: FarmContext, realMs: number): Promise<FarmView> {
  const now = ctx.clock.nowMs();
  const [checkup, slots, day, machinery] = await Promise.all([ctx.checkup(), slotsNow(ctx), ctx.store.ledger.settlements(now - DAY_MS, now + 1), machineryOf(ctx, realMs)]);
  return farmView(ctx.clock.now(), { checkup, slots, day, machinery }, realMs);
}

interface Looked {
  checkup: Checkup;
  slots: SlotView[];
  day: Settlement[];
  machinery: Machinery | null;
}
function farmView(at: Date, { checkup, slots, day, machinery }: Looked, realMs: number): FarmView {
  const idle = machinery ? poolNames.filter((p) => !machinery.reports.some((r) => r.pools.includes(p))) : [];
  return {
    as_of: at.toISOString(),
    health: { status: checkup.status, score: checkup.score, reasons: reasonsOf(checkup, idle) },
    slots,
    pools: machinery && poolNames.map((p) => poolView(p, machinery.depths, machinery.reports)),
    catching_up: machinery && machinery.work,
    last_day: dayOf(day),
    upstreams: machinery && upstreamsOf(machinery.reports, realMs),
  };
}
