import { describe, expect, it } from 'vitest';
import type { DatasetView } from '../views/stats.js';
import { nextIncidents, PATIENCE_MS, turned, type Incidents } from './incidents.js';

const T = Date.UTC(2026, 0, 1, 12);
const view = (over: Partial<DatasetView> = {}): DatasetView => ({
  dataset: 'ml_features', part: 'chain', table: 'ml_features_materialized', every: '5m', rows: 10, newest: new Date(T).toISOString(), newest_slot: new Date(T).toISOString(),
  age_seconds: 60, target_seconds: 600, state: 'fresh', off: null, fresh_symbols: 1, symbols: 1, ...over,
});
const stale = view({ state: 'stale', age_seconds: 700 });
const states = (i: Incidents) => [...i.values()].map((x) => [x.dataset, x.state]);

/** Looks one after the other; each is a view and an instant after T. */
function looks(...all: [DatasetView | null, number][]): Incidents[] {
  let known: Incidents = new Map();
  return all.map(([v, ms]) => (known = nextIncidents(known, v && [v], T + ms)));
}

describe('a dead-man\'s switch', () => {
  it('opens an incident once a dataset has been bad for longer than a restart explains, and keeps its beginning', () => {
    const [first, soon, then, later] = looks([stale, 0], [stale, PATIENCE_MS - 1], [stale, PATIENCE_MS], [view({ state: 'stale', age_seconds: 4_000 }), 3_600_000]) as [Incidents, Incidents, Incidents, Incidents];
    expect([states(first), states(soon), states(then)]).toEqual([[['ml_features', 'doubtful']], [['ml_features', 'doubtful']], [['ml_features', 'late']]]);
    expect(turned(soon, then)).toMatchObject([{ state: 'late', since: T, told: false, reason: 'its newest row is 11 min old, 10 min is the limit' }]);
    expect([turned(first, soon), turned(then, later), later.get('ml_features')?.since]).toEqual([[], [], T]);
  });

  it('forgets what came right before that, and ends what had begun with how long it lasted', () => {
    expect(states(looks([stale, 0], [view(), 5_000]).at(-1) as Incidents)).toEqual([]);
    const [, then, back] = looks([stale, 0], [stale, PATIENCE_MS], [view(), 600_000]) as [Incidents, Incidents, Incidents];
    expect(turned(then, back)).toMatchObject([{ state: 'back', since: T + 600_000, told: false, reason: expect.stringMatching(/^late from 2026-01-01T12:00:00.000Z for 10 min: its newest row/) }]);
  });

  it('waits for the first slot of what has no row, and says nothing of what is off', () => {
    const empty = view({ dataset: 'macro', part: 'side', every: '1h', state: 'empty', age_seconds: null, newest: null, newest_slot: null });
    const all = looks([empty, 0], [empty, 3_600_000], [empty, 3_600_000 + PATIENCE_MS]);
    expect(all.map(states).map(([one]) => one?.[1])).toEqual(['doubtful', 'doubtful', 'late']);
    expect(states(looks([view({ state: 'off', off: 'no key' }), 0]).at(-1) as Incidents)).toEqual([]);
  });

  it('names work that ends well and writes nothing new', () => {
    const busy = view({ state: 'stale', age_seconds: 700, newest_slot: new Date(T + 600_000).toISOString() });
    expect(looks([busy, 0]).at(-1)?.get('ml_features')?.reason).toMatch(/its jobs end well, the last for the slot of 2026-01-01T12:10:00.000Z, and write nothing newer than 2026-01-01T12:00:00.000Z/);
  });

  it('keeps what is known of the datasets while the store is away, which is an incident of its own', () => {
    const all = looks([stale, 0], [stale, PATIENCE_MS], [null, PATIENCE_MS + 1], [null, 2 * PATIENCE_MS + 1], [view(), 2 * PATIENCE_MS + 2]);
    expect(states(all[3] as Incidents)).toEqual([['ml_features', 'late'], ['mysql', 'late']]);
    expect(turned(all[3] as Incidents, all[4] as Incidents).map((i) => [i.dataset, i.state]).sort()).toEqual([['ml_features', 'back'], ['mysql', 'back']]);
  });
});
