/** Bursts against the autoscalers that the chart renders: what each pool does with 0 to 50,000 jobs. */
import { describe, expect, it } from 'vitest';
import { poolNames, queues, queuesOf, type PoolName } from '#queues/topology.js';
import { helm } from '../testing/helm.js';
import { declared, factsOf, hpaOf, kedaOf } from '../testing/scaling.js';
import type { HpaSpec } from './decide.js';
import { drainedAt, simulate, turns, type Run } from './simulate.js';

const burst = (pool: PoolName, jobs: number, seconds: number): Run => simulate(hpaOf(pool), factsOf(pool), { seconds, arrivals: (at) => (at === 60 ? jobs : 0) });

/**
 * Seconds that a burst may take: what is declared, where the pool's most pods can do it at all, or else what they need
 * for it; before that the metric, the steps up and the start of the last pods, and a job's length at the end.
 */
function bound(pool: PoolName, jobs: number): number {
  const { maxReplicas, minReplicas } = hpaOf(pool);
  const { slots, jobSeconds, startSeconds, scrapeSeconds } = factsOf(pool);
  const ramp = scrapeSeconds + 15 + 30 * Math.ceil(Math.log2(maxReplicas / minReplicas)) + startSeconds;
  return ramp + Math.max(declared(pool).drainSeconds, (jobs * jobSeconds) / (maxReplicas * slots)) + 2 * jobSeconds;
}

describe.skipIf(helm === null).each(poolNames)('the autoscaler of the %s pool', (pool) => {
  it('is asked for what follows from its slots, its jobs and the time a backlog may take', () => {
    const { slots, meanJobSeconds, drainSeconds } = declared(pool);
    expect(slots).toBe(queuesOf(pool).reduce((sum, q) => sum + queues[q].concurrency, 0));
    expect(hpaOf(pool).averageValue).toBe(Math.max(slots, Math.floor(slots * (1 + drainSeconds / meanJobSeconds) * 0.7)));
  });

  it('is the same, whether Kubernetes or KEDA reads the demand', () => {
    expect(kedaOf(pool)).toEqual(hpaOf(pool));
  });

  it.each([0, 10, 100, 1_000, 10_000, 50_000])('drains a burst of %d jobs within its time, rises and falls once, and cuts no job off', (jobs) => {
    const { minReplicas, maxReplicas } = hpaOf(pool);
    const run = burst(pool, jobs, Math.ceil(60 + bound(pool, jobs) + 1_800));
    expect([run.arrived, run.done, run.killed]).toEqual([jobs, jobs, 0]);
    expect(turns(run.moments)).toBeLessThanOrEqual(1);
    expect(run.moments.filter((m) => m.replicas < minReplicas || m.replicas > maxReplicas)).toEqual([]);
    if (jobs > 0) expect((drainedAt(run.moments) ?? Infinity) - 60).toBeLessThanOrEqual(bound(pool, jobs));
    expect(run.moments.at(-1)?.replicas).toBe(minReplicas);
  });

  it('loses no job of twenty minutes, though pods are taken away in the middle of them', () => {
    const { averageValue } = hpaOf(pool);
    const load = { seconds: 300_000, arrivals: (at: number) => (at === 60 || at === 2_000 ? averageValue * 3 : 0) };
    const facts = { ...factsOf(pool), jobSeconds: 1_200 };
    const run = simulate(hpaOf(pool), facts, load);
    expect([run.done, run.killed]).toEqual([run.arrived, 0]);
    expect(run.handedBack).toBeGreaterThan(0);
    // With a grace below the drain jobs are cut off: so the rendered grace is what keeps them.
    expect(simulate(hpaOf(pool), { ...facts, graceSeconds: facts.drainSeconds - 15 }, load).killed).toBeGreaterThan(0);
  });

  it('is calm at rest: the load of an ordinary five minutes changes nothing', () => {
    const { minReplicas } = hpaOf(pool);
    const run = simulate(hpaOf(pool), factsOf(pool), { seconds: 7_200, arrivals: (at) => (at % 300 === 0 ? minReplicas * factsOf(pool).slots * 2 : 0) });
    expect(new Set(run.moments.map((m) => m.replicas))).toEqual(new Set([minReplicas]));
  });

  it('does not flap under bursts that come and go every two minutes', () => {
    const { averageValue, minReplicas } = hpaOf(pool);
    const run = simulate(hpaOf(pool), factsOf(pool), { seconds: 7_200, arrivals: (at) => (at % 120 === 0 && at < 3_600 ? averageValue * 3 : 0) });
    expect(turns(run.moments)).toBeLessThanOrEqual(1);
    expect(run.moments.at(-1)).toMatchObject({ replicas: minReplicas, demand: 0 });
    expect(run.killed).toBe(0);
  });

  it('stays where it is while the demand cannot be read, whatever waits', () => {
    const run = simulate(hpaOf(pool), factsOf(pool), { seconds: 1_800, arrivals: (at) => (at === 60 ? 5_000 : 0), isReadable: (at) => at < 120 || at > 1_500 });
    expect(new Set(run.moments.filter((m) => m.at >= 120 && m.at < 1_500).map((m) => m.replicas)).size).toBe(1);
  });

  it('would flap with a shorter memory: the tests above can fail', () => {
    const hasty = { ...hpaOf(pool), scaleDown: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] } } satisfies HpaSpec;
    const run = simulate(hasty, factsOf(pool), { seconds: 3_600, arrivals: (at) => (at % 300 === 0 ? hasty.averageValue * 3 : 0) });
    expect(turns(run.moments)).toBeGreaterThan(5);
  });
});
