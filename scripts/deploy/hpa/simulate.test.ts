/** Loads by hand, with one pod or two: what the simulator must make of them. */
import { describe, expect, it } from 'vitest';
import type { HpaSpec } from './decide.js';
import { drainedAt, simulate, turns, type PoolFacts } from './simulate.js';

const rules = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 10, periodSeconds: 15 }] } as const;
const spec = (over: Partial<HpaSpec> = {}): HpaSpec => ({ minReplicas: 1, maxReplicas: 1, averageValue: 10, scaleUp: rules, scaleDown: rules, ...over });
const facts = (over: Partial<PoolFacts> = {}): PoolFacts => ({ slots: 2, jobSeconds: 5, startSeconds: 20, drainSeconds: 45, graceSeconds: 75, scrapeSeconds: 0, ...over });
const burst = (jobs: number) => (at: number) => (at === 0 ? jobs : 0);

describe('a single pod of two slots', () => {
  it('works 10 jobs of 5 s off in 25 s', () => {
    const run = simulate(spec(), facts(), { seconds: 40, arrivals: burst(10) });
    expect(run.moments.slice(0, 27).map((m) => m.demand)).toEqual([...[10, 8, 6, 4, 2].flatMap((n) => Array<number>(5).fill(n)), 0, 0]);
    expect([run.done, drainedAt(run.moments), run.handedBack, run.killed]).toEqual([10, 25, 0, 0]);
  });

  it('runs several short jobs one after another within a second', () => {
    expect(drainedAt(simulate(spec(), facts({ jobSeconds: 0.5 }), { seconds: 40, arrivals: burst(40) }).moments)).toBe(10);
  });

  it('does not save idle time up for later', () => {
    const run = simulate(spec(), facts(), { seconds: 200, arrivals: (at) => (at === 100 ? 4 : 0) });
    expect(drainedAt(run.moments)).toBe(110);
  });
});

describe('a pool that grows', () => {
  it('decides at the next look, and works with the new pod only when it has started', () => {
    const run = simulate(spec({ maxReplicas: 2 }), facts({ jobSeconds: 10 }), { seconds: 100, arrivals: (at) => (at === 1 ? 20 : 0) });
    expect(run.moments[14]?.replicas).toBe(1);
    expect(run.moments[15]?.replicas).toBe(2);
    // One pod alone until 34: 2 jobs per 10 s from second 1 on; two pods from 35 on.
    expect(run.moments[34]?.demand).toBe(14);
    expect(run.moments[45]?.demand).toBe(10);
  });

  it('sees the demand as late as it is scraped', () => {
    const run = simulate(spec({ maxReplicas: 2 }), facts({ scrapeSeconds: 60 }), { seconds: 100, arrivals: (at) => (at === 1 ? 1_000 : 0) });
    expect([run.moments[59]?.replicas, run.moments[60]?.replicas]).toEqual([1, 2]);
  });
});

describe('a pod that is taken away', () => {
  /** Two pods, four jobs that take 100 s, then a controller that wants one pod. */
  const shrink = (over: Partial<PoolFacts>) => {
    const shrinking = spec({ minReplicas: 1, maxReplicas: 2, averageValue: 2 });
    return simulate(shrinking, facts({ jobSeconds: 100, startSeconds: 0, ...over }), { seconds: 400, arrivals: (at) => (at === 0 || at === 20 ? 2 : 0) });
  };

  it('finishes what it runs when it is given the time', () => {
    const run = shrink({ drainSeconds: 120, graceSeconds: 150 });
    expect([run.arrived, run.done, run.handedBack, run.killed]).toEqual([4, 4, 0, 0]);
  });

  it('hands back what outlasts its drain: run again, nothing lost', () => {
    // The first pod's jobs end at 100 and the second pod leaves at 105, in the middle of jobs that began at 31; given back at 120, they take until 220.
    const run = shrink({ drainSeconds: 15, graceSeconds: 45 });
    expect([run.arrived, run.done, run.handedBack, run.killed]).toEqual([4, 4, 2, 0]);
    expect(drainedAt(run.moments)).toBe(220);
  });

  it('is killed with its jobs where the grace is shorter than the drain: the measure that the chart must keep at 0', () => {
    const run = shrink({ drainSeconds: 45, graceSeconds: 15 });
    expect([run.arrived, run.done, run.handedBack, run.killed]).toEqual([4, 4, 0, 2]);
  });
});

describe('turns', () => {
  it.each([
    [[1, 2, 3, 3, 2, 1], 1],
    [[1, 1, 1], 0],
    [[1, 3, 2, 3, 2], 3],
  ])('of %j are %d', (replicas, count) => {
    expect(turns(replicas.map((n, at) => ({ at, replicas: n, demand: 0 })))).toBe(count);
  });
});
