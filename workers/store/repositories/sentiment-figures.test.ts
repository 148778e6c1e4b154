import { describe, expect, it } from 'vitest';
import { added, figuresOf, noSums, type Sums } from './sentiment-figures.js';

const sums = (...texts: [score: number, confidence: number][]): Sums => ({
  n: texts.length,
  s: texts.reduce((sum, [s]) => sum + s, 0),
  ss: texts.reduce((sum, [s]) => sum + s * s, 0),
  c: texts.reduce((sum, [, c]) => sum + c, 0),
  cs: texts.reduce((sum, [s, c]) => sum + c * s, 0),
  positive: texts.filter(([s]) => s > 0.1).length,
  negative: texts.filter(([s]) => s < -0.1).length,
  newest: null,
});

describe('the figures of a window', () => {
  it('weigh each score by its confidence', () => {
    const figures = figuresOf(sums([1, 0.9], [-1, 0.3], [0, 0.6]), noSums);
    expect(figures.score).toBeCloseTo(0.6 / 1.8, 12);
    expect(figures.mean).toBeCloseTo(0, 12);
    expect(figures.confidence).toBeCloseTo(0.6, 12);
    expect(figures.dispersion).toBeCloseTo(1, 12);
    expect([figures.positive, figures.negative]).toEqual([1 / 3, 1 / 3]);
  });

  it('are unknown for a window without texts, and for what cannot be computed', () => {
    expect(figuresOf(noSums, sums([1, 1]))).toEqual({ texts: 0, score: null, mean: null, confidence: null, dispersion: null, positive: null, negative: null, momentum: null, newest: null });
    expect(figuresOf(sums([0.5, 0.5]), noSums)).toMatchObject({ score: 0.5, dispersion: null, momentum: null });
    expect(figuresOf(sums([0.5, 0]), noSums)).toMatchObject({ score: null, mean: 0.5 });
  });

  it('have the change against the window before as momentum', () => {
    expect(figuresOf(sums([0.5, 0.5]), sums([-0.25, 1])).momentum).toBeCloseTo(0.75, 12);
  });

  it('add up over sources as if they had been one', () => {
    const [a, b] = [sums([0.2, 0.4], [0.9, 0.8]), sums([-0.7, 0.6])];
    expect(figuresOf(added(a, b), noSums)).toEqual(figuresOf(sums([0.2, 0.4], [0.9, 0.8], [-0.7, 0.6]), noSums));
  });
});
