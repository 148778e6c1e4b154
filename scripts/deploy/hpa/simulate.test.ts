/** Bursts against the autoscalers that the chart renders: what each pool does with 0 to 50,000 jobs. */
import { describe, expect, it } from 'vitest';
import { poolNames, queues, queuesOf, type PoolName } from '#queues/topology.js';
import { helm, one, overlay, render } from '../testing/helm.js';
import type { HpaSpec, ScalingRules } from './decide.js';
import { drainedAt, simulate, turns, type PoolFacts, type Run } from './simulate.js';

const slotsOf = (pool: PoolName): number => queuesOf(pool).reduce((sum, q) => sum + queues[q].concurrency, 0);
/** As values.yaml declares them; a test below holds the two together by the target. */
const declared: Record<PoolName, { meanJobSeconds: number; drainSeconds: number }> = { collect: { meanJobSeconds: 2, drainSeconds: 30 }, process: { meanJobSeconds: 1, drainSeconds: 30 }, backfill: { meanJobSeconds: 5, drainSeconds: 300 } };
const START_SECONDS = 20;
const factsOf = (pool: PoolName): PoolFacts => ({ slots: slotsOf(pool), meanJobSeconds: declared[pool].meanJobSeconds, startSeconds: START_SECONDS });

interface RenderedHpa {
  minReplicas: number;
  maxReplicas: number;
  metrics: { external: { target: { averageValue: string } } }[];
  behavior: { scaleUp: ScalingRules; scaleDown: ScalingRules };
}
function hpaOf(pool: PoolName): HpaSpec {
  const spec = one(render(...overlay('production', 'autoscaling.mode=hpa-external')), 'HorizontalPodAutoscaler', `farm-crypto-data-farm-worker-${pool}`).spec as unknown as RenderedHpa;
  return { minReplicas: spec.minReplicas, maxReplicas: spec.maxReplicas, averageValue: Number(spec.metrics[0]?.external.target.averageValue), ...spec.behavior };
}

const burst = (pool: PoolName, jobs: number, seconds: number): Run => simulate(hpaOf(pool), factsOf(pool), { seconds, arrivals: (at) => (at === 60 ? jobs : 0) });
/** Seconds in which the full pool works a backlog off, the ramp and the start of the last pods before it. */
function bound(pool: PoolName, jobs: number): number {
  const { maxReplicas, minReplicas } = hpaOf(pool);
  const { slots, meanJobSeconds, startSeconds } = factsOf(pool);
  const ramp = 15 + 30 * Math.ceil(Math.log2(maxReplicas / minReplicas)) + startSeconds;
  return Math.max(declared[pool].drainSeconds + ramp, ramp + (jobs * meanJobSeconds) / (maxReplicas * slots)) + 2 * meanJobSeconds;
}

describe.skipIf(helm === null).each(poolNames)('the autoscaler of the %s pool', (pool) => {
  it('is asked for what follows from its slots, its jobs and the time a backlog may take', () => {
    const { meanJobSeconds, drainSeconds } = declared[pool];
    expect(hpaOf(pool).averageValue).toBe(Math.max(slotsOf(pool), Math.floor(slotsOf(pool) * (1 + drainSeconds / meanJobSeconds) * 0.7)));
  });

  it.each([0, 10, 100, 1_000, 10_000, 50_000])('drains a burst of %d jobs within its time, rises and falls once, and loses none', (jobs) => {
    const seconds = Math.ceil(60 + bound(pool, jobs) + 1_800);
    const run = burst(pool, jobs, seconds);
    const { minReplicas, maxReplicas } = hpaOf(pool);
    expect(run.arrived).toBe(jobs);
    expect(run.done + (run.moments.at(-1)?.demand ?? 0)).toBe(jobs);
    expect(turns(run.moments)).toBeLessThanOrEqual(1);
    for (const { replicas } of run.moments) expect(replicas >= minReplicas && replicas <= maxReplicas).toBe(true);
    if (jobs > 0) expect((drainedAt(run.moments, 0) ?? Infinity) - 60).toBeLessThanOrEqual(bound(pool, jobs));
    expect(run.moments.at(-1)?.replicas).toBe(minReplicas);
  });

  it('is calm at rest: the load of an ordinary five minutes changes nothing', () => {
    const run = simulate(hpaOf(pool), factsOf(pool), { seconds: 7_200, arrivals: (at) => (at % 300 === 0 ? hpaOf(pool).minReplicas * slotsOf(pool) * 2 : 0) });
    expect(new Set(run.moments.map((m) => m.replicas))).toEqual(new Set([hpaOf(pool).minReplicas]));
  });

  it('does not flap under bursts that come and go every two minutes', () => {
    const { averageValue } = hpaOf(pool);
    const run = simulate(hpaOf(pool), factsOf(pool), { seconds: 7_200, arrivals: (at) => (at % 120 === 0 && at < 3_600 ? averageValue * 3 : 0) });
    expect(turns(run.moments)).toBeLessThanOrEqual(1);
    expect(run.moments.at(-1)).toMatchObject({ replicas: hpaOf(pool).minReplicas, demand: 0 });
  });

  it('stays where it is while the demand cannot be read, whatever waits', () => {
    const run = simulate(hpaOf(pool), factsOf(pool), { seconds: 1_800, arrivals: (at) => (at === 60 ? 5_000 : 0), isReadable: (at) => at < 120 || at > 1_500 });
    expect(new Set(run.moments.filter((m) => m.at >= 120 && m.at < 1_500).map((m) => m.replicas)).size).toBe(1);
  });

  it('would flap with a shorter memory: the test above can fail', () => {
    const hasty = { ...hpaOf(pool), scaleDown: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] } } satisfies HpaSpec;
    const run = simulate(hasty, factsOf(pool), { seconds: 3_600, arrivals: (at) => (at % 300 === 0 ? hasty.averageValue * 3 : 0) });
    expect(turns(run.moments)).toBeGreaterThan(5);
  });
});
