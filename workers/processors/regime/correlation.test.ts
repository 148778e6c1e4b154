import { describe, expect, it } from 'vitest';
import { barsFromCsv, haveRealData, realText } from '../indicators/testing.js';
import { correlationAt, LEAST_PAIRS, pearson, ranks, sharedMoves, spearman, type DailyClose, type Move } from './correlation.js';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);
/** Closes of consecutive days, each known at the day's end. */
const closes = (values: number[]): DailyClose[] => values.map((close, i) => ({ day: START + i * DAY, close, availableAt: START + (i + 1) * DAY }));
const wave = (n: number, k: number) => Array.from({ length: n }, (_, i) => 100 + Math.sin(i * k) * 10 + i / 10);
const at = (days: number) => START + days * DAY;
const how = { windowDays: 30, move: 'log_return' as Move };

describe('correlation', () => {
  it('is 1 with itself, −1 with its inverse', () => {
    const a = wave(60, 0.7);
    expect(correlationAt(closes(a), closes(a), { at: at(60), ...how })).toEqual({ pearson: expect.closeTo(1, 12), spearman: expect.closeTo(1, 12), pairs: 30 });
    expect(correlationAt(closes(a), closes(a.map((x) => 1 / x)), { at: at(60), ...how }).pearson).toBeCloseTo(-1, 12);
  });

  it('takes yields by their differences, below zero too', () => {
    const a = wave(60, 0.7);
    const yields = a.map((x) => 3 * Math.log(x / 100));
    expect(correlationAt(closes(a), closes(yields), { at: at(60), windowDays: 30, move: 'difference' }).pearson).toBeCloseTo(1, 12);
    expect(correlationAt(closes(a), closes(yields), { at: at(60), ...how }).pairs).toBeLessThan(30);
  });

  it('cuts both to the days they share, so that a weekend is one move on either side', () => {
    const a = closes(wave(60, 0.7));
    const weekdays = closes(wave(60, 0.7)).filter(({ day }) => ![0, 6].includes(new Date(day).getUTCDay()));
    const moves = sharedMoves(a, weekdays, { at: at(60), most: 90, move: 'log_return' });
    expect(moves).toHaveLength(weekdays.length - 1);
    expect(correlationAt(a, weekdays, { at: at(60), ...how }).pearson).toBeCloseTo(1, 12);
  });

  it('reads nothing known later', () => {
    const [a, b] = [closes(wave(60, 0.7)), closes(wave(60, 0.9))];
    expect(correlationAt(a, b, { at: at(45), ...how })).toEqual(correlationAt(a.slice(0, 45), b.slice(0, 45), { at: at(45), ...how }));
    expect(correlationAt(a, b, { at: at(45) - 1, ...how })).toEqual(correlationAt(a.slice(0, 44), b.slice(0, 44), { at: at(45) - 1, ...how }));
  });

  it('is unknown with fewer than 20 pairs, when one side does not move, and when the other market has been silent for a week', () => {
    const a = closes(wave(60, 0.7));
    expect(correlationAt(a.slice(0, LEAST_PAIRS), a, { at: at(21), ...how })).toEqual({ pearson: null, spearman: null, pairs: LEAST_PAIRS - 1 });
    expect(correlationAt(a.slice(0, LEAST_PAIRS + 1), a, { at: at(21), ...how }).pearson).toBeCloseTo(1, 12);
    expect(correlationAt(a, closes(Array.from({ length: 60 }, () => 0.1)), { at: at(60), ...how })).toMatchObject({ pearson: null, spearman: null, pairs: 30 });
    expect(correlationAt(a, a.slice(0, 50), { at: at(60), ...how })).toEqual({ pearson: null, spearman: null, pairs: 0 });
  });

  it('ranks with ties in the middle', () => {
    expect(ranks([10, 20, 10, 5])).toEqual([1.5, 3, 1.5, 0]);
    expect(spearman([[1, 1], [2, 8], [3, 27], [4, 64]])).toBeCloseTo(1, 12);
    expect(pearson([[1, 2], [2, 1], [3, 4], [4, 3]])).toBeCloseTo(0.6, 12);
  });
});

const known = haveRealData('macro-yahoo-daily');
const recorded = (name: string): DailyClose[] => barsFromCsv(realText(`macro-yahoo-daily/${name}.csv.gz`)).map(({ openTime, close }) => ({ day: openTime, close, availableAt: openTime + DAY }));

/**
 * Expected values: computed apart from this code, by a Python 3 script over the same
 * files: the last 31 or 91 dates up to the end that both files have, math.log of
 * neighbouring closes (for TLT as if it were a yield: differences), sums by math.fsum,
 * ranks with mean ties.
 */
describe.runIf(known)('correlation of recorded BTC', () => {
  const btc = known ? recorded('btc') : [];
  it.each<[string, Move, string, number, number, number]>([
    ['spy', 'log_return', '2020-12-31', 90, 0.22996768568486775, 0.1179651808865292],
    ['spy', 'log_return', '2022-06-30', 30, 0.5315056078834681, 0.5519466073414906],
    ['spy', 'log_return', '2022-06-30', 90, 0.5934007628030726, 0.6133349796271145],
    ['gld', 'log_return', '2020-12-31', 30, -0.025061776590176495, 0.023804226918798667],
    ['gld', 'log_return', '2022-06-30', 90, 0.04933136380241595, -0.10337901798575956],
    ['uup', 'log_return', '2020-12-31', 90, -0.24638993214696972, -0.2884754694573875],
    ['tlt', 'difference', '2022-06-30', 30, 0.11957317629809278, -0.1350389321468298],
    ['tlt', 'difference', '2022-06-30', 90, 0.09817677193236943, 0.04358562785529078],
  ])('with %s (%s) up to %s over %i days', (...[name, move, end, windowDays, r, rho]) => {
    const found = correlationAt(btc, recorded(name), { at: Date.parse(end) + DAY, windowDays, move });
    expect(found.pairs).toBe(windowDays);
    expect(found.pearson).toBeCloseTo(r, 10);
    expect(found.spearman).toBeCloseTo(rho, 10);
  });
});
