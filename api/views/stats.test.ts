import { describe, expect, it } from 'vitest';
import { cadenceMs } from '#queues/slot.js';
import { datasets } from '#queues/datasets.js';
import type { DatasetStat } from '#workers/store/index.js';
import { datasetView } from './stats.js';

const NOW = Date.UTC(2026, 0, 20, 12);
const CADENCE = cadenceMs(datasets.derivatives.every);
const ago = (cadences: number): Date => new Date(NOW - cadences * CADENCE);
const young: DatasetStat = { dataset: 'derivatives', rows: 1, newest: new Date(NOW), newestSlot: ago(1), askedSlot: ago(0), off: null, freshSymbols: 1, symbols: 1 };
const stateOf = (over: Partial<DatasetStat>): string => datasetView({ ...young, ...over }, NOW).state;

describe('a dataset with young rows beside the chain', () => {
  it.each<[string, Partial<DatasetStat>, string]>([
    ['whose slots are settled', {}, 'fresh'],
    ['whose first slot is being worked on', { newestSlot: null }, 'fresh'],
    ['whose first slot was asked for long ago, and never again', { newestSlot: null, askedSlot: ago(3.1) }, 'late'],
    ['that nobody ever asked for', { newestSlot: null, askedSlot: null }, 'late'],
    ['of which nothing was settled for long, whatever is asked for', { newestSlot: ago(3.1) }, 'late'],
    ['that is off', { off: 'no key', newestSlot: null, askedSlot: null }, 'off'],
  ])('%s', (_, over, state) => {
    expect(stateOf(over)).toBe(state);
  });

  it('is stale or empty first of all', () => {
    expect(stateOf({ newest: new Date(NOW - (datasets.derivatives.freshSeconds + 1) * 1_000) })).toBe('stale');
    expect(stateOf({ newest: null, newestSlot: null })).toBe('empty');
  });
});
