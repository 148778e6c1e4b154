import { describe, expect, it } from 'vitest';
import { timetable } from '#queues/schedule.js';
import { addresses } from '#workers/upstream/addresses.js';
import { assetRows } from './assets.js';
import { budgetOf, DAYS_PER_MONTH } from './schedule/budget.js';
import { difference } from './schedule/difference.js';

const SLOTS_PER_MONTH = 288 * DAYS_PER_MONTH;
const use = (symbols: number, host: string) => budgetOf(symbols).find((line) => line.host === host);

describe('the budget of the timetable', () => {
  it('is one CoinGecko call a slot for 124 symbols and two for 320', () => {
    expect(use(124, 'coingecko')).toMatchObject({ mostCallsPerSlot: 1, callsPerMonth: Math.round(SLOTS_PER_MONTH), costPerMonth: Math.round(SLOTS_PER_MONTH) });
    expect(use(320, 'coingecko')).toMatchObject({ mostCallsPerSlot: 2, callsPerMonth: Math.round(2 * SLOTS_PER_MONTH) });
  });

  it('is one 5-minute request a slot for every symbol the venue lists, coarser bars being made of finer ones', () => {
    const listed = assetRows(320, 'test', new Date(0)).filter((a) => a.venues['binance']).length;
    expect(use(320, 'binance')).toMatchObject({ mostCallsPerSlot: listed, mostCostPerSlot: 2 * listed, costPerMonth: Math.round(2 * listed * SLOTS_PER_MONTH) });
  });

  it('stays under 500,000 CoinGecko calls a month, whichever sources ask it', () => {
    for (const symbols of [124, 320]) expect(use(symbols, 'coingecko')?.costPerMonth).toBeLessThan(500_000);
  });

  it('asks every source of some host, and no host for more in a slot than a minute and its refill give', () => {
    const budget = budgetOf(124);
    expect(budget.length).toBeGreaterThan(25);
    const { minute = Infinity } = addresses.binance_futures.budget as { minute?: number };
    // What is paid is asked for once per payment: the busiest slot is that of the eight-hourly one.
    expect(use(124, 'binance_futures')?.mostCostPerSlot).toBeLessThan(3 * minute);
  });

  it('fits what the upstreams allow: a slot of 320 symbols within a minute of Binance weight', () => {
    expect(use(320, 'binance')?.mostCostPerSlot).toBeLessThan(6_000);
  });
});

describe('the difference between Redis and the timetable', () => {
  const [tick] = timetable as [(typeof timetable)[number]];

  it('adds what Redis does not have', () => {
    expect(difference([]).map((line) => [line.name, line.change])).toEqual(timetable.map(({ job }) => [job, 'add']));
  });

  it('keeps what is the same, changes another pattern and removes what is not listed', () => {
    const stored = [{ key: tick.job, pattern: tick.pattern, next: 0 }, { key: 'reconcile', pattern: '0 0 * * *' }, { key: 'retired', pattern: '* * * * *' }];
    const changes = Object.fromEntries(difference(stored).map((line) => [line.name, line.change]));
    expect(changes).toMatchObject({ [tick.job]: 'keep', reconcile: 'change', retired: 'remove' });
  });
});
