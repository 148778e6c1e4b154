import { describe, expect, it } from 'vitest';
import type { FeatureInputs } from './feature.js';
import { featureNames, features } from './index.js';
import { timeframes } from './inputs.js';
import { ROWS_A_BATCH } from './loops.js';
import { featureNumbers, listOfFeatures } from './numbers.js';
import { featureValues } from './row.js';
import { packing } from '../../store/tables/packed.js';
import { indicatorNames, type IndicatorName } from '../../store/tables/technical.js';
import { ArrayValues } from '../../store/values.js';
import { emptyMarket, nothing, simulatedInputs } from './testing/market.js';
import { nothingBeside, besideNames, type Beside } from './views/index.js';

const inputs = simulatedInputs(3);
const [first] = inputs as [FeatureInputs];
const of = (known: FeatureInputs): (number | null)[] => featureNames.map((name) => featureValues(known)[name]);

function listsOf(...rows: FeatureInputs[]): Float64Array[] {
  const lists = rows.map(() => listOfFeatures().fill(7));
  featureNumbers(rows, lists);
  return lists;
}
const asValues = (list: Float64Array): (number | null)[] => [...list].map((n) => (Number.isNaN(n) ? null : n));
const numbers = (known: FeatureInputs): (number | null)[] => asValues(listsOf(known)[0] as Float64Array);

/** Every number of every row and view is the value. */
function filledWith(known: FeatureInputs, value: number | null): FeatureInputs {
  const fill = <T extends object>(row: T | null): T => Object.fromEntries(Object.entries(row ?? {}).map(([key, old]) => [key, typeof old === 'number' || old === null ? value : old])) as T;
  const technical = Object.fromEntries(timeframes.map((t) => [t, fill(known.technical[t])])) as FeatureInputs['technical'];
  return { ...known, price: fill(known.price), technical, beside: Object.fromEntries(besideNames.map((name) => [name, fill(known.beside[name])])) as unknown as Beside };
}

type IndicatorRow = NonNullable<FeatureInputs['technical']['5m']>;

function withIndicators(known: FeatureInputs, as: (row: IndicatorRow) => IndicatorRow): FeatureInputs {
  const technical = Object.fromEntries(timeframes.map((t) => [t, known.technical[t] && as(known.technical[t])])) as FeatureInputs['technical'];
  return { ...known, technical };
}

/** Just as the store gives it. */
function packedAs(names: readonly (IndicatorName | 'bars')[], row: IndicatorRow): IndicatorRow {
  const sink = packing(names);
  sink.take(new ArrayValues(['BTC', '5m', row.timestamp, ...names.map((name) => row[name] ?? null)]));
  return sink.end()[0] as IndicatorRow;
}

describe('features as numbers', () => {
  it('are those of the registry, to the last bit, row after row', () => {
    for (const known of inputs) expect(numbers(known)).toEqual(of(known));
    expect(inputs.length).toBeGreaterThan(200);
  });

  it('and whatever is unknown', () => {
    const less: FeatureInputs[] = [
      nothing(first.at),
      { ...first, price: null },
      { ...first, market: emptyMarket },
      { ...first, beside: nothingBeside },
      ...timeframes.map((t) => ({ ...first, technical: { ...first.technical, [t]: null } })),
      ...besideNames.map((name) => ({ ...first, beside: { ...first.beside, [name]: {} } })),
      { ...first, price: first.price && { ...first.price, quality: 'stale' } },
    ];
    for (const known of less) expect(numbers(known)).toEqual(of(known));
  });

  it.each([0, -1, 1e-300, 1e300, -1e300, NaN, Infinity, null])('and where every number is %s', (value) => {
    const known = filledWith(first, value);
    expect(numbers(known)).toEqual(of(known));
  });

  it('and where the rows of indicators are packed, whatever columns were read', () => {
    const every = ['bars', ...indicatorNames] as const;
    const few = ['rsi_14', 'close'] as const;
    for (const known of inputs.slice(0, 40)) {
      const whole = withIndicators(known, (row) => packedAs(every, row));
      expect(numbers(whole)).toEqual(of(known));
      const part = withIndicators(known, (row) => packedAs(few, row));
      expect(numbers(part)).toEqual(of(part));
      expect(numbers(known)).toEqual(of(known));
    }
  });

  it('remember nothing of the row before', () => {
    const [a, b] = [first, inputs[17] as FeatureInputs];
    expect(numbers({ ...a, at: b.at })).toEqual(of({ ...a, at: b.at }));
    expect(numbers({ ...b, technical: a.technical })).toEqual(of({ ...b, technical: a.technical }));
    expect(numbers(a)).toEqual(of(a));
  });

  it('are each in its own row of a batch, whatever is known of the others', () => {
    const less = [(known: FeatureInputs) => ({ ...known, price: null, technical: { ...known.technical, '1h': null } }), (known: FeatureInputs) => known, (known: FeatureInputs) => nothing(known.at + 300_000)];
    const batch = inputs.slice(0, ROWS_A_BATCH).map((known, i) => (less[i % 3] as (typeof less)[0])(known));
    expect(listsOf(...batch).map(asValues)).toEqual(batch.map(of));
    expect(listsOf(...batch.slice(3, 8)).map(asValues)).toEqual(batch.slice(3, 8).map(of));
  });

  it('are refused by more than a batch', () => {
    expect(() => listsOf(...inputs.slice(0, ROWS_A_BATCH + 1))).toThrow(RangeError);
  });

  it('are formulas for nearly all of them', () => {
    const asking = featureNames.filter((name) => !('compute' in features[name]) && !('choices' in features[name]));
    expect(asking.every((name) => features[name].group === 'cross_section')).toBe(true);
  });
});
