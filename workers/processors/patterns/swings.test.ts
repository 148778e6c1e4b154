import { describe, expect, it } from 'vitest';
import { findAll } from './index.js';
import { swingsAt } from './swings.js';
import { barsOf, HOUR, path, reflected, START, type Candle } from './testing.js';

type Points = [number, number][];
const wiggle: Points = Array.from({ length: 31 }, (_, i) => [2 * i, i % 2 ? 100.4 : 100]);

interface Drawn {
  mirror: string;
  points: Points;
  /** Bars of the turns that prove it. */
  turns: number[];
  missed: Record<string, Points>;
}

const drawn: Record<string, Drawn> = {
  double_bottom: {
    mirror: 'double_top',
    points: [[0, 120], [12, 100], [24, 110], [36, 100.5], [50, 114]],
    turns: [11, 23, 35],
    missed: {
      'the second low is far above the first': [[0, 120], [12, 100], [24, 110], [36, 104], [50, 114]],
      'the price never closes above the neckline': [[0, 120], [12, 100], [24, 110], [36, 100.5], [45, 109]],
      'no fall led into it': [[0, 96], [1, 104], [12, 100], [24, 110], [36, 100.5], [50, 114]],
    },
  },
  triple_bottom: {
    mirror: 'triple_top',
    points: [[0, 120], [12, 100], [24, 110], [36, 100.5], [48, 110.5], [60, 99.8], [75, 114]],
    turns: [11, 23, 35, 47, 59],
    missed: { 'the third low undercuts the others': [[0, 120], [12, 100], [24, 110], [36, 100.5], [48, 110.5], [60, 95], [75, 114]] },
  },
  inverse_head_and_shoulders: {
    mirror: 'head_and_shoulders',
    points: [[0, 120], [10, 104], [18, 110], [30, 98], [42, 110.5], [50, 104.5], [64, 116]],
    turns: [9, 17, 29, 41, 49],
    missed: {
      'the head is no deeper than the shoulders': [[0, 120], [10, 104], [18, 110], [30, 103], [42, 110.5], [50, 104.5], [64, 116]],
      'one shoulder is as deep as the head': [[0, 120], [10, 98.5], [18, 110], [30, 98], [42, 110.5], [50, 104.5], [64, 116]],
      'the neckline holds': [[0, 120], [10, 104], [18, 110], [30, 98], [42, 110.5], [50, 104.5], [56, 109]],
    },
  },
  ascending_triangle: {
    mirror: 'descending_triangle',
    points: [[0, 106], [8, 100], [20, 110], [30, 103], [38, 110], [44, 106], [52, 113]],
    turns: [7, 19, 29, 37, 43],
    missed: {
      'the lows do not rise': [[0, 106], [8, 100], [20, 110], [30, 100], [40, 110], [50, 100], [62, 113]],
      'a close left it before': [[0, 106], [8, 100], [20, 110], [25, 98], [30, 103], [38, 110], [44, 106], [52, 113]],
    },
  },
  falling_wedge: {
    mirror: 'rising_wedge',
    points: [[0, 112], [10, 124], [24, 108], [34, 115], [44, 104], [51, 109], [57, 105], [64, 112]],
    turns: [9, 23, 33, 43, 50],
    missed: { 'its sides are parallel': [[0, 112], [10, 124], [24, 108], [34, 117], [44, 101], [54, 110], [60, 104], [70, 118]] },
  },
  cup_and_handle: {
    mirror: 'inverted_cup_and_handle',
    points: [[0, 100], [10, 110], [16, 103], [26, 100], [36, 100], [46, 103], [52, 110], [60, 107], [66, 113]],
    turns: [9, 51],
    missed: {
      'its floor is a point': [[0, 100], [10, 110], [31, 100], [52, 110], [60, 107], [66, 113]],
      'the handle gives back most of the cup': [[0, 100], [10, 110], [16, 103], [26, 100], [36, 100], [46, 103], [52, 110], [60, 102], [72, 113]],
      'one rim is far below the other': [[0, 100], [10, 114], [16, 103], [26, 100], [36, 100], [46, 103], [52, 109], [60, 107], [66, 113]],
    },
  },
  bull_flag: {
    mirror: 'bear_flag',
    points: [...wiggle, [68, 120], [78, 116], [80, 121]],
    turns: [67],
    missed: { 'the pause gives back most of the pole': [...wiggle, [68, 120], [78, 105], [85, 121]], 'the move before is a small one': [...wiggle, [68, 102], [78, 101.6], [80, 102.3]] },
  },
};

const named = (candles: Candle[], name: string) => findAll(barsOf(candles)).filter((f) => f.pattern === name);

describe.each(Object.entries(drawn))('%s', (name, { mirror, points, turns, missed }) => {
  const candles = path(points);

  it('is found once, proved by its turns and the bar that breaks out', () => {
    const [found, ...others] = named(candles, name);
    expect(others).toEqual([]);
    const proof = found?.evidence.bars.map((time) => (time - START) / HOUR) as number[];
    for (const turn of turns) expect(proof.some((bar) => Math.abs(bar - turn) <= 1), `bar ${turn} among ${proof}`).toBe(true);
    expect(found?.endedAt).toBe(START + ((proof.at(-1) as number) + 1) * HOUR);
    const neck = found?.evidence.levels.neckline ?? found?.evidence.levels.broken;
    expect(found?.evidence.levels.close).toBeGreaterThan(neck as number);
  });

  it('is found upside down under its other name, below its line', () => {
    const [up] = named(candles, name);
    const [down, ...others] = named(reflected(candles), mirror);
    expect(others).toEqual([]);
    expect(down?.evidence.bars).toEqual(up?.evidence.bars);
    expect(down?.direction).toBe('bearish');
    expect(down?.evidence.levels.close).toBeCloseTo(220 - (up?.evidence.levels.close as number), 9);
  });

  it.each(Object.entries(missed))('is not found when %s', (_, near) => {
    expect(named(path(near), name)).toEqual([]);
    expect(named(reflected(path(near)), mirror)).toEqual([]);
  });
});

describe('symmetrical_triangle', () => {
  const candles = path([[0, 110], [10, 120], [26, 104], [38, 116], [47, 107], [53, 113.5], [57, 110], [64, 119]]);
  it('takes its direction from the side on which it is left', () => {
    expect(named(candles, 'symmetrical_triangle').map((f) => f.direction)).toEqual(['bullish']);
    expect(named(reflected(candles), 'symmetrical_triangle').map((f) => f.direction)).toEqual(['bearish']);
  });
  it('is not found while the price stays inside', () => {
    expect(named(candles.slice(0, 57), 'symmetrical_triangle')).toEqual([]);
  });
});

describe('the zigzag', () => {
  const { high, low } = barsOf(path([[0, 100], [20, 120], [30, 110], [50, 130]]));
  it('knows a turn only after the price has come back by three mean true ranges', () => {
    const [first, second] = swingsAt({ high, low }, 0, 49, 1.2);
    expect(first).toMatchObject({ kind: 'low', index: 0, price: 99.9 });
    expect(second).toMatchObject({ kind: 'high', index: 20, price: 120.1 });
    expect(low[second?.confirmedAt as number]).toBeLessThanOrEqual(120.1 - 3.6);
    expect(low[(second?.confirmedAt as number) - 1]).toBeGreaterThan(120.1 - 3.6);
  });
  it('does not know it a bar earlier', () => {
    const known = swingsAt({ high, low }, 0, 49, 1.2)[1]?.confirmedAt as number;
    expect(swingsAt({ high, low }, 0, known, 1.2)).toHaveLength(2);
    expect(swingsAt({ high, low }, 0, known - 1, 1.2)).toHaveLength(1);
  });
  it('finds nothing on a flat price', () => {
    const flat = new Float64Array(50).fill(7);
    expect(swingsAt({ high: flat, low: flat }, 0, 49, 0)).toEqual([]);
  });
});
