import { describe, expect, it } from 'vitest';
import { AUDIT_BARS, auditColumns, auditedColumns } from './audit.js';
import { sampleOf } from './audit-run.js';
import { columnsFrom, everyColumn, walk } from './testing.js';

const bars = walk(600);
const storedOf = (list = bars) => {
  const table = everyColumn(list);
  return Object.fromEntries(auditedColumns.map((name) => [name, table[name].at(-1) as number]));
};

describe('auditColumns', () => {
  it.each([1e-9, 1, 1e5])('finds nothing to say about what the engine computed, at prices near %d', (price) => {
    const list = walk(600, price, 21);
    expect(auditColumns(columnsFrom(list), storedOf(list))).toEqual([]);
  });

  it('agrees though the engine has seen bars that the audit has not', () => {
    const long = walk(3_000, 100, 4);
    expect(auditColumns(columnsFrom(long.slice(-AUDIT_BARS)), storedOf(long))).toEqual([]);
  });

  it.each(auditedColumns)('names %s when the stored value is off by a hundred-thousandth', (column) => {
    const stored = storedOf();
    stored[column] = (stored[column] as number) * (1 + 1e-5) + (column === 'cci_20' || column === 'williams_r' ? 0.01 : 0) + (column === 'roc_10' ? 1e-4 : 0);
    expect(auditColumns(columnsFrom(bars), stored).map((m) => m.column)).toEqual([column]);
  });

  it('counts a value that should be there and is null as a disagreement', () => {
    const [found] = auditColumns(columnsFrom(bars), { ...storedOf(), atr_14: null });
    expect(found).toMatchObject({ column: 'atr_14', stored: null });
    expect(found?.expected).toBeGreaterThan(0);
  });

  it('accepts null where both divide by zero', () => {
    const flat = walk(500).map((bar) => ({ ...bar, open: 0.1, high: 0.1, low: 0.1, close: 0.1 }));
    const table = everyColumn(flat);
    const stored = Object.fromEntries(auditedColumns.map((name) => [name, Number.isNaN(table[name].at(-1)) ? null : (table[name].at(-1) as number)]));
    expect(stored).toMatchObject({ cci_20: null, williams_r: null });
    expect(auditColumns(columnsFrom(flat), stored)).toEqual([]);
  });

  it('refuses to judge on too few bars', () => {
    expect(() => auditColumns(columnsFrom(bars.slice(0, 399)), {})).toThrow(/needs 400 bars, got 399/);
  });
});

describe('the sample of an hour', () => {
  const symbols = Array.from({ length: 12 }, (_, i) => `C${i}`);
  const HOUR = 3_600_000;

  it('is the same for every process and whatever the order of the symbols', () => {
    expect(sampleOf(7 * HOUR + 59, symbols)).toEqual(sampleOf(7 * HOUR, [...symbols].reverse()));
  });

  it('comes to every symbol on every timeframe', () => {
    const seen = new Set<string>();
    for (let hour = 0; hour < 4 * 12; hour++) {
      const { symbols: picked, timeframe } = sampleOf(hour * HOUR, symbols);
      for (const symbol of picked) seen.add(`${symbol}|${timeframe}`);
    }
    expect(seen.size).toBe(48);
  });

  it('names no symbol twice when there are few', () => expect(sampleOf(5 * HOUR, ['BTC', 'ETH']).symbols.sort()).toEqual(['BTC', 'ETH']));
});
