/**
 * The scheduler process: keeps the timetable alive in Redis and exports how
 * much work waits. It runs no jobs and needs no MySQL; two of them do no harm,
 * because every write is an idempotent upsert.
 */
import { readSchedulerConfig } from './config.js';
import { PAYLOAD_VERSION } from './jobs/contract.js';
import { root } from './flows/tree.js';
import { BASE_CADENCE } from './datasets.js';
import { createProducer, type Producer } from './producer.js';
import { exportDepths } from './demand.js';
import { repeat } from './repeat.js';
import { mendTimetable } from './mend.js';
import { syncTimetable } from './schedule.js';
import { slotAt, slotName } from './slot.js';
import { parseClock, realNowMs, type Clock } from './runtime/clock.js';
import { readRuntimeConfig } from './runtime/config.js';
import { processEnvironment, readAll } from './runtime/env.js';
import { createLifecycle, ownProcess, start } from './runtime/lifecycle.js';
import { createLog, type Log } from './runtime/log.js';
import { createMetrics } from './runtime/metrics.js';
import { startProbes } from './runtime/probes.js';

/** How often the timetable and the gauges are looked at, real ms. */
const WATCH_MS = 5_000;

start(async () => {
  const env = processEnvironment();
  const { runtime, own } = readAll({ runtime: () => readRuntimeConfig(env), own: () => readSchedulerConfig(env) });
  const log = createLog(runtime, 'scheduler');
  const clock = parseClock(runtime.FARM_CLOCK);
  const metrics = createMetrics();
  const lifecycle = createLifecycle(log, runtime.DRAIN_TIMEOUT_MS);
  ownProcess(lifecycle, log);

  const producer = createProducer({ redis: runtime, prefix: runtime.REDIS_PREFIX, clock, log });
  lifecycle.onStop('producer', () => producer.close());
  let synced = false;
  const ready = async (): Promise<void> => {
    if (!lifecycle.live) throw new Error('stopping');
    if (!synced) throw new Error('the timetable is not in Redis yet: is Redis reachable?');
  };
  const probes = await startProbes({ host: runtime.METRICS_HOST, port: own.METRICS_PORT, metrics, ready });
  lifecycle.onStop('probes', () => probes.close());

  const keepTimetable = repeat('timetable', WATCH_MS, log, async () => {
    if (!synced) await beginTimetable(producer, clock, log, own.TICK_AT_START === 'true');
    else await mendTimetable(producer, clock, log);
    synced = true;
  });
  const gauges = repeat('queue gauges', WATCH_MS, log, () => exportDepths(producer, metrics, realNowMs()));
  lifecycle.onStop('loops', async () => void (await Promise.all([keepTimetable.stop(), gauges.stop()])));
  log.info({ port: probes.port }, 'scheduler started');
});

/** First sync of this process, and a reconciliation at once: whatever was missed while nothing ran is enqueued now. */
async function beginTimetable(producer: Producer, clock: Clock, log: Log, tickNow: boolean): Promise<void> {
  const upkeep = producer.queue('upkeep');
  log.info(await syncTimetable(upkeep), 'timetable synced');
  const now = clock.nowMs();
  if (tickNow) {
    const slot = slotAt(now, BASE_CADENCE);
    const tick = root('tick', { v: PAYLOAD_VERSION, slot });
    await producer.addFlow({ ...tick, opts: { ...tick.opts, jobId: `tick.${slotName(slot)}` } });
  }
  const reconcile = root('reconcile', { v: PAYLOAD_VERSION });
  await producer.addFlow({ ...reconcile, opts: { ...reconcile.opts, jobId: `reconcile.start.${now}` } });
}
