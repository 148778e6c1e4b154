import { describe, expect, it } from 'vitest';
import { double, instant, table, text } from '../table.js';
import { tables } from '../tables/index.js';
import { later, startOf, startsBetween } from './periods.js';
import { aheadOf, BEYOND, endsAhead, expired, firstParts, partAt, splitsFor } from './plan.js';
import { daysOf, isPolicy } from './policy.js';
import { endOf, splitStatement } from './statements.js';

const at = (text: string): number => Date.parse(text);
const monthly = { by: 'slot', every: 'month' } as const;
const NOW = at('2026-01-31T23:59:59.999Z');

describe('the periods of a table', () => {
  it('begin at UTC months, Mondays and days, over the ends of months and years', () => {
    expect([startOf('month', NOW), startOf('week', NOW), startOf('day', NOW)].map((ms) => new Date(ms).toISOString().slice(0, 10))).toEqual(['2026-01-01', '2026-01-26', '2026-01-31']);
    expect([later('month', NOW, 1), later('month', NOW, -2), later('week', NOW, 1)].map((ms) => new Date(ms).toISOString().slice(0, 10))).toEqual(['2026-02-01', '2025-11-01', '2026-02-02']);
    expect(startsBetween('month', at('2025-11-30'), NOW).map((ms) => new Date(ms).getUTCMonth())).toEqual([10, 11, 0]);
  });
});

describe('the partitions of a table', () => {
  const parts = firstParts(monthly, null, NOW);

  it('take every instant: the past in the lowest, months ahead, and whatever comes after them', () => {
    expect(parts.map((p) => p.name)).toEqual(['before_2026_01_01', 'before_2026_02_01', 'before_2026_03_01', 'before_2026_04_01', 'before_2026_05_01', 'beyond']);
    expect(aheadOf(parts, monthly, NOW)).toBe(3);
    expect(aheadOf(parts, monthly, at('2026-04-30'))).toBe(0);
    expect(aheadOf([BEYOND], monthly, NOW)).toBe(0);
  });

  it('of a table with rows begin at its oldest row, but not further back than five years', () => {
    expect(firstParts(monthly, at('2025-10-03'), NOW).at(0)).toEqual(partAt(at('2025-10-01')));
    expect(firstParts(monthly, at('2010-01-01'), NOW).at(0)).toEqual(partAt(at('2021-01-01')));
  });

  it('are split where an end is missing, wherever that is, and not twice', () => {
    const splits = splitsFor(parts, endsAhead(monthly, at('2026-03-01')));
    expect(splits.map((s) => splitStatement('t', s))).toEqual(["ALTER TABLE t REORGANIZE PARTITION `beyond` INTO (PARTITION `before_2026_06_01` VALUES LESS THAN ('2026-06-01 00:00:00'), PARTITION `before_2026_07_01` VALUES LESS THAN ('2026-07-01 00:00:00'), PARTITION `beyond` VALUES LESS THAN (MAXVALUE))"]);
    expect(splitsFor(parts, [at('2021-06-01'), at('2021-07-01')]).map((s) => s.into.map((p) => p.name))).toEqual([['before_2021_06_01', 'before_2021_07_01', 'before_2026_01_01']]);
    expect(splitsFor(parts, endsAhead(monthly, NOW))).toEqual([]);
  });

  it('go when their youngest row is as old as the policy, to the day, and never the last one', () => {
    expect(expired(parts, 30, at('2026-03-02')).map((p) => p.name)).toEqual(['before_2026_01_01']);
    expect(expired(parts, 30, at('2026-03-03')).map((p) => p.name)).toEqual(['before_2026_01_01', 'before_2026_02_01']);
    expect(expired(parts, 1, at('2099-01-01'))).toHaveLength(5);
    expect(expired(parts, 0, at('2099-01-01'))).toEqual([]);
  });

  it('that somebody else made are refused, not guessed', () => {
    expect([endOf("'2026-02-01'"), endOf("'2026-02-01 00:00:00.000'"), endOf('MAXVALUE')]).toEqual([at('2026-02-01'), at('2026-02-01'), Infinity]);
    for (const odd of ["'2026-02-01 12:00:00'", '738000', "'soon'"]) expect(() => endOf(odd)).toThrow(RangeError);
  });
});

describe('a declaration', () => {
  const columns = { symbol: text(20, 'ticker'), slot: instant('slot'), value: double('value') };
  it('is refused when its key or its indexes cannot carry what it says', () => {
    const coins = { database: 'prices', name: 'coins', doc: 'coins', columns } as const;
    expect(() => table({ ...coins, key: ['symbol'], partition: { by: 'slot', every: 'month' } })).toThrow(/coins: slot cannot cut it/);
    expect(() => table({ ...coins, key: ['symbol', 'slot'], keep: { by: 'slot', days: 9 } })).toThrow(/no index begins with slot/);
  });

  it('of every five-minute table cuts it, and lets nothing go within a year', () => {
    expect(tables.filter((t) => t.partition).map((t) => t.name)).toEqual(expect.arrayContaining(['price_data_real', 'ohlc_data', 'technical_indicators', 'ml_features_materialized', 'derivatives_data']));
    for (const t of tables) if (t.keep && t.keep.days !== 0) expect(t.keep.days, t.name).toBeGreaterThan(366);
  });
});

describe('KEEP_DAYS', () => {
  it('overrides one table and leaves the others; anything else is refused', () => {
    expect([daysOf(' slot_ledger = 90 ,ohlc_data=0').get('slot_ledger'), daysOf('').get('slot_ledger'), daysOf('').get('ohlc_data')]).toEqual([90, 400, 0]);
    expect(['', 'slot_ledger=90'].map(isPolicy)).toEqual([true, true]);
    expect(['trades=9', 'slot_ledger', 'slot_ledger=-1', 'slot_ledger=1e9', 'slot_ledger=9=9', 'slot_ledger='].map(isPolicy)).toEqual([false, false, false, false, false, false]);
  });
});
