import { describe, expect, it } from 'vitest';
import { datasetCosts, freshness, healthOf, type Findings, type Freshness } from './score.js';

const fresh: Freshness = { age_seconds: 60, target_seconds: 600, fresh_symbols: 10, symbols: 10, part: 'chain', state: 'fresh' };
const dead: Freshness = { ...fresh, age_seconds: null, fresh_symbols: 0, state: 'empty' };
const all = (change: Partial<Findings> = {}): Findings => ({ mysql: true, redis: true, queues: 1, datasets: [fresh, fresh], ...change });

describe('freshness', () => {
  it.each([
    [0, 1],
    [600, 1],
    [1_200, 0.5],
    [1_800, 0],
    [86_400, 0],
    [null, 0],
    [Number.NaN, 0],
  ])('of %s seconds against a target of 600 is %s', (age, share) => expect(freshness(age, 600)).toBe(share));
});

describe('the health of the farm', () => {
  it('is 100 and healthy only when everything is', () => {
    expect(healthOf(all())).toMatchObject({ status: 'healthy', score: 100 });
  });

  it.each([
    ['an empty dataset', all({ datasets: [fresh, { ...fresh, age_seconds: null, fresh_symbols: 0 }] })],
    ['a dataset without symbols', all({ datasets: [fresh, { ...fresh, symbols: 0, fresh_symbols: 0 }] })],
    ['a stale dataset', all({ datasets: [fresh, { ...fresh, age_seconds: 1_700 }] })],
    ['symbols without a fresh row', all({ datasets: [fresh, { ...fresh, fresh_symbols: 3 }] })],
    ['a dataset beside the chain that is empty', all({ datasets: [fresh, { ...dead, part: 'side' }] })],
    ['a dataset nobody has asked for lately', all({ datasets: [fresh, { ...fresh, part: 'side', state: 'late' }] })],
    ['nothing but datasets that are off', all({ datasets: [{ ...dead, state: 'off' }] })],
    ['datasets nobody could read', all({ datasets: null })],
    ['no datasets at all', all({ datasets: [] })],
    ['a pool without a worker', all({ queues: 0.5 })],
    ['queues nobody could read', all({ queues: null })],
    ['Redis away', all({ redis: false })],
  ])('is lowered by %s', (_what, findings) => {
    const health = healthOf(findings);
    expect(health.status).toBe('degraded');
    expect(health.score).toBeLessThan(100);
  });

  it('leaves out what is off by configuration, and weighs the chain three times what stands beside it', () => {
    expect(healthOf(all({ datasets: [fresh, { ...dead, part: 'side', state: 'off' }] })).score).toBe(100);
    const score = (part: 'chain' | 'side') => healthOf(all({ datasets: [fresh, fresh, { ...dead, part }] })).components.datasets.score;
    expect([score('chain'), score('side')]).toEqual([67, 86]);
  });

  it('gives a dead component zero and does not leave it out of the mean', () => {
    const { components, score } = healthOf(all({ redis: false, queues: null }));
    expect(components.redis.score).toBe(0);
    expect(components.queues.score).toBe(0);
    expect(score).toBe(75);
  });

  it('lacks exactly the points that the datasets cost', () => {
    const datasets = [fresh, { ...dead, part: 'side' as const }, { ...fresh, fresh_symbols: 0 }, { ...dead, state: 'off' as const }];
    const costs = datasetCosts(datasets);
    expect(costs.map((c) => Math.round(c * 100) / 100)).toEqual([0, 7.14, 21.43, 0]);
    // Half of the score is theirs.
    expect(healthOf(all({ datasets })).components.datasets.score).toBe(Math.round(100 - 2 * costs.reduce((a, b) => a + b)));
    expect(datasetCosts([{ ...dead, state: 'off' }])).toEqual([0]);
  });

  it('is unhealthy when the store is away, whatever else works', () => {
    expect(healthOf(all({ mysql: false, datasets: null }))).toMatchObject({ status: 'unhealthy', score: 25 });
  });

  it('never rises when a dataset ages', () => {
    const scores = [0, 600, 900, 1_500, 3_000].map((age) => healthOf(all({ datasets: [{ ...fresh, age_seconds: age }] })).score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });
});
