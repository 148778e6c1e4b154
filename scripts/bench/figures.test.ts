import { describe, expect, it } from 'vitest';
import { printed, quantile, shown } from './figures.js';

describe('the figures of a bench', () => {
  it('are the smallest, the middle and the largest sample', () => {
    expect([0, 0.5, 1].map((q) => quantile([30, 10, 20], q))).toEqual([10, 20, 30]);
  });

  it('lie between neighbours where no sample stands', () => {
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
  });

  it('refuse to speak about nothing', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });

  it('keep three significant digits', () => {
    expect([0.012345, 12.345, 12_345.6].map(shown)).toEqual(['0.0123', '12.3', '12,346']);
  });

  it('are printed with their spread, their number and the goal', () => {
    const text = printed({ bench: 'store', figures: [{ name: 'ours', unit: 'rows/s', samples: [1, 2, 3] }], ratios: [{ name: 'ours / bare', samples: [0.5], goal: '≥ 0.4' }], notes: ['a note'] });
    expect(text).toMatch(/ours +min 1 {2}median 2 {2}max 3 {2}rows\/s \(3\)/);
    expect(text).toContain('(goal ≥ 0.4)');
    expect(text).toContain('  a note');
  });
});
