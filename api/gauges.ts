/** Turns checkups into gauges every few seconds, so that a scrape reads memory and never the store. */
import type { ApiContext } from './context.js';
import { datasets } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import { gapDatasets } from '#workers/store/index.js';
import { gaps } from './views/gaps.js';
import { coverage } from './views/stats.js';
import type { Checkup } from './views/health.js';

const EVERY_MS = 10_000;
/** Fill ratios move slowly and cost a count: one look in this many rounds. */
const FILL_EVERY = 6;
/** How much is kept is a sum over an index: once in ten minutes is enough. */
const ARCHIVE_EVERY = 60;
const FILL_WINDOW_MS = 3_600_000;

type GaugeContext = Pick<ApiContext, 'checkup' | 'store' | 'clock' | 'metrics' | 'log'>;

/** A dataset without rows reports 0, the oldest instant there is: an alert on age then fires. */
export function setGauges({ metrics, clock }: Pick<GaugeContext, 'metrics' | 'clock'>, c: Checkup): void {
  metrics.mysqlUp.set(c.mysqlUp ? 1 : 0);
  metrics.redisUp.set(c.redisUp ? 1 : 0);
  metrics.healthScore.set(c.score);
  for (const d of c.datasets ?? []) {
    // What is off has no age to alert on.
    if (d.off !== null) continue;
    metrics.datasetLastSuccess.set({ dataset: d.dataset }, d.newest === null ? 0 : Date.parse(d.newest) / 1_000);
    metrics.datasetFreshnessTarget.set({ dataset: d.dataset }, d.target_seconds);
  }
  const chainEnd = c.datasets?.find((d) => d.dataset === 'ml_features')?.newest;
  if (chainEnd) metrics.slotLag.set(Math.max(0, (clock.nowMs() - Date.parse(chainEnd) - cadenceMs(datasets.ml_features.every)) / 1_000));
}

async function setFill({ store, clock, metrics }: GaugeContext): Promise<void> {
  const nowMs = clock.nowMs();
  const { groups } = await coverage(store, 'ml_features_materialized', nowMs - FILL_WINDOW_MS, nowMs + 1);
  // Nothing that could be known is nothing known.
  for (const { group, coverage: known } of groups) metrics.featureFill.set({ group }, known ?? 0);
}

const UNFILLED = ['open', 'healing', 'permanent'] as const;
const MISSING_WINDOW_HOURS = 24;
/** The finest bars alone: coarser ones are made of them or come with them. */
async function setMissing({ store, clock, metrics }: GaugeContext): Promise<void> {
  const { dataset, missing } = await gaps(store, { dataset: 'ohlc', timeframe: '5m', hours: MISSING_WINDOW_HOURS }, clock.nowMs());
  metrics.datasetMissing.set({ dataset }, missing);
}

/** What is filled again goes to 0 and does not vanish: a series that ends is not a gap that closed. */
async function setGapRows({ store, metrics }: GaugeContext): Promise<void> {
  const totals = await store.gaps.totals();
  for (const dataset of gapDatasets) {
    for (const state of UNFILLED) metrics.datasetGapRows.set({ dataset, state }, totals.find((t) => t.dataset === dataset && t.state === state)?.rows ?? 0);
  }
}

async function setArchive({ store, metrics }: GaugeContext): Promise<void> {
  const { answers, asked, bytes, rawBytes } = await store.archive.size();
  metrics.archiveBytes.set({ form: 'packed' }, bytes);
  metrics.archiveBytes.set({ form: 'raw' }, rawBytes);
  metrics.archiveRows.set({ table: 'answers' }, answers);
  metrics.archiveRows.set({ table: 'asked' }, asked);
}

async function setBackfills({ store, metrics }: GaugeContext): Promise<void> {
  for (const { stage, chunks, rows } of await store.backfills.openWork()) {
    metrics.backfillChunks.set({ stage }, chunks);
    metrics.backfillRows.set({ stage }, rows);
  }
}

/** @returns a function that stops the refreshing. */
export function keepGauges(ctx: GaugeContext): () => void {
  let round = 0;
  const refresh = async (): Promise<void> => {
    const checkup = await ctx.checkup();
    setGauges(ctx, checkup);
    if (checkup.mysqlUp && round++ % FILL_EVERY === 0) {
      await setFill(ctx);
      await setMissing(ctx);
      await setGapRows(ctx);
      if (round % ARCHIVE_EVERY === 1) await setArchive(ctx);
      await setBackfills(ctx);
    }
  };
  const run = (): void => void refresh().catch((error: unknown) => ctx.log.warn({ err: error }, 'gauges not refreshed'));
  run();
  const timer = setInterval(run, EVERY_MS);
  return () => clearInterval(timer);
}
