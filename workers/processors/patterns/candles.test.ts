import { describe, expect, it } from 'vitest';
import { findLast } from './index.js';
import { barsOf, falling, HOUR, reflected, START, type Candle } from './testing.js';

/** Candles after the fall that make the pattern, and such as nearly do, with what is wrong with them. */
const drawn: Record<string, { mirror: string | null; made: Candle[]; bars: number; missed: Record<string, Candle[]> }> = {
  doji: {
    mirror: 'doji',
    bars: 1,
    made: [[106, 107, 105, 106.05]],
    missed: { 'the body is a quarter of the usual range': [[106, 107, 105, 106.3]], 'nothing moved at all': [[106, 106, 106, 106]], 'it is a dragonfly': [[106, 106.1, 104, 106.05]] },
  },
  dragonfly_doji: { mirror: 'gravestone_doji', bars: 1, made: [[106, 106.1, 104, 106.05]], missed: { 'there is an upper shadow': [[106, 106.5, 104, 106.05]] } },
  hammer: {
    mirror: 'shooting_star',
    bars: 1,
    made: [[106, 106.35, 103, 106.3]],
    missed: {
      'there is an upper shadow': [[106, 106.8, 103, 106.3]],
      'the lower shadow is shorter than two bodies': [[106, 106.65, 104.9, 106.6]],
      'the body is well above the low before': [[107, 107.35, 104, 107.3]],
      'the price had been rising': [...Array.from({ length: 12 }, (_, i): Candle => [106 + i, 107.1 + i, 105.9 + i, 107 + i]), [118, 118.35, 115, 118.3]],
    },
  },
  inverted_hammer: { mirror: 'hanging_man', bars: 1, made: [[106, 109, 105.65, 105.7]], missed: { 'there is a lower shadow': [[106, 109, 105, 105.7]], 'the body is above the body before': [[107, 110, 106.65, 106.7]] } },
  bullish_engulfing: {
    mirror: 'bearish_engulfing',
    bars: 2,
    made: [[106, 107.6, 105.9, 107.5]],
    missed: { 'it stops short of the open before': [[106, 107, 105.9, 106.9]], 'it opens inside the body before': [[106.5, 108.2, 106.4, 108]] },
  },
  bullish_harami: {
    mirror: 'bearish_harami',
    bars: 2,
    made: [[106, 106.1, 103.9, 104], [104.2, 104.9, 104.1, 104.8]],
    missed: { 'it leaves the body before': [[106, 106.1, 103.9, 104], [105.7, 106.3, 105.6, 106.2]], 'the first body is an ordinary one': [[106, 106.1, 105.1, 105.2], [105.3, 105.7, 105.2, 105.6]] },
  },
  piercing_line: {
    mirror: 'dark_cloud_cover',
    bars: 2,
    made: [[106, 106.1, 103.9, 104], [104, 105.6, 103.9, 105.5]],
    missed: { 'it closes below the middle': [[106, 106.1, 101.9, 102], [102, 103.9, 101.9, 103.8]], 'it closes above the open before': [[106, 106.1, 103.9, 104], [104, 106.6, 103.9, 106.5]] },
  },
  morning_star: {
    mirror: 'evening_star',
    bars: 3,
    made: [[106, 106.1, 103.9, 104], [103.9, 104, 103.6, 103.7], [103.8, 105.7, 103.7, 105.6]],
    missed: {
      'it comes back too little': [[106, 106.1, 103.9, 104], [103.9, 104, 103.6, 103.7], [103, 104.5, 102.9, 104.4]],
      'the star is long': [[106, 106.1, 103.9, 104], [103.9, 104, 101.9, 102], [102, 105.7, 101.9, 105.6]],
    },
  },
  three_white_soldiers: {
    mirror: 'three_black_crows',
    bars: 3,
    made: [[106, 107.25, 105.9, 107.2], [107.1, 108.45, 107, 108.4], [108.3, 109.65, 108.2, 109.6]],
    missed: {
      'the second one has an upper shadow': [[106, 107.25, 105.9, 107.2], [107.1, 109.4, 107, 108.4], [108.3, 109.65, 108.2, 109.6]],
      'the third one closes lower': [[106, 107.25, 105.9, 107.2], [107.1, 108.45, 107, 108.4], [107.1, 108.35, 107, 108.3]],
    },
  },
};

const named = (candles: Candle[], name: string) => findLast(barsOf(candles)).find((f) => f.pattern === name);

describe.each(Object.entries(drawn))('%s', (name, { mirror, made, bars, missed }) => {
  const all = [...falling, ...made];

  it('is found on the bar that completes it, proved by its own candles', () => {
    const found = named(all, name);
    expect(found?.evidence.bars).toEqual(Array.from({ length: bars }, (_, k) => START + (all.length - bars + k) * HOUR));
    expect(found?.endedAt).toBe(START + all.length * HOUR);
    expect(found?.confidence).toBeGreaterThan(0.3);
  });

  it.runIf(mirror)('is found upside down under its other name, at the prices that were drawn', () => {
    const up = named(all, name);
    const down = named(reflected(all), mirror as string);
    expect(down?.confidence).toBeCloseTo(up?.confidence as number, 3);
    expect(down?.evidence.bars).toEqual(up?.evidence.bars);
    expect(down?.evidence.levels.close).toBeCloseTo(220 - (up?.evidence.levels.close as number), 9);
  });

  it.each(Object.entries(missed))('is not found when %s', (_, candles) => {
    expect(named([...falling, ...candles], name)).toBeUndefined();
    if (mirror) expect(named(reflected([...falling, ...candles]), mirror)).toBeUndefined();
  });
});

describe('candles', () => {
  it('on two sides of a hole in time are no neighbours', () => {
    const bars = barsOf([...falling, ...(drawn.bullish_engulfing?.made as Candle[])]);
    bars.openTime[bars.openTime.length - 1] = (bars.openTime.at(-1) as number) + HOUR;
    expect(findLast(bars).map((f) => f.pattern)).not.toContain('bullish_engulfing');
  });

  it('are not judged before ten others have shown what is usual', () => {
    const [open] = drawn.hammer?.made as [Candle];
    expect(findLast(barsOf([...falling.slice(-9), open]))).toEqual([]);
  });
});
