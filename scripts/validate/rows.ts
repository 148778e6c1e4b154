/** The rows of every dataset are as young as promised: read from MySQL where it can be reached, and asked of the api elsewhere. */
import { healthAnswer } from '#api/views/health.js';
import { collectors, collectorsAnswer, type DatasetView } from '#api/views/stats.js';
import { sessionAnswer } from '#api/views/session.js';
import { datasetNames, datasets, type DatasetName } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { createStore } from '#workers/store/create.js';
import { answered } from './answers.js';
import { Broken, keyFor, Unseen, type Check, type CheckContext } from './check.js';

async function looked(ctx: CheckContext): Promise<{ views: readonly DatasetView[]; from: string }> {
  const key = keyFor(ctx.target, 'readonly');
  if (ctx.target.mysql === undefined) return { views: (await answered(ctx, '/api/v1/stats/collectors', key, collectorsAnswer)).data, from: 'the api' };
  const { clock } = await answered(ctx, '/api/v1/session', key, sessionAnswer);
  const store = createStore(ctx.target.mysql, createMetrics(false), silentLog());
  try {
    return { views: await collectors(store, Date.parse(clock.now)), from: 'MySQL' };
  } finally {
    await store.close();
  }
}

/** Twenty checks ask within a second or two: one look serves them all. */
let latest: { ctx: CheckContext; at: number; work: ReturnType<typeof looked> } | undefined;
const KEPT_MS = 2_000;
function look(ctx: CheckContext): ReturnType<typeof looked> {
  if (latest?.ctx !== ctx || performance.now() - latest.at > KEPT_MS) latest = { ctx, at: performance.now(), work: looked(ctx) };
  return latest.work;
}

const cureOf = (dataset: DatasetName): string => `see ${dataset} in /api/v1/farm and its jobs in Bull Board; a worker of its pool must run, its upstream must answer, its key must be set`;

const PATIENCE_MS = 60_000;

/** A farm that has not seen a whole cadence may have had nothing to store: an hour without scored texts has no narratives. */
async function isYoung(ctx: CheckContext, dataset: DatasetName): Promise<boolean> {
  const { uptime_seconds } = await answered(ctx, '/health', undefined, healthAnswer);
  return datasets[dataset].part === 'side' && uptime_seconds * 1_000 * ctx.speed < cadenceMs(datasets[dataset].every);
}

const rowsOf = (dataset: DatasetName): Check => ({
  name: `rows.${dataset}`,
  promise: `newest row of ${datasets[dataset].table} younger than ${datasets[dataset].freshSeconds} s`,
  patienceMs: PATIENCE_MS,
  run: async (ctx) => {
    const { views, from } = await look(ctx);
    const view = views.find((v) => v.dataset === dataset);
    if (view === undefined) throw new Broken(`${from} does not know ${dataset}`, 'bring api and scripts to the same version');
    if (view.off !== null) return `off here: ${view.off}`;
    if (view.state === 'empty' && (await isYoung(ctx, dataset))) throw new Unseen(`no row yet, and the farm has run for less than one cadence (${datasets[dataset].every}): look again later`);
    if (view.state !== 'fresh') throw new Broken(`${view.state}: its newest row is ${view.newest ?? 'none'}, ${view.age_seconds ?? '-'} s old`, cureOf(dataset));
    return `${view.age_seconds} s old, ${view.fresh_symbols} of ${view.symbols} fresh (${from})`;
  },
});

export const rowChecks: readonly Check[] = datasetNames.map(rowsOf);
