import { describe, expect, it } from 'vitest';
import { indicatorColumns } from '../indicators/index.js';
import type { FeatureInputs } from './feature.js';
import { featureGroups, featureNames, features, FEATURE_VERSION } from './index.js';
import { timeframes } from './inputs.js';
import { benchmarks } from './market.js';
import { besideNames, type Beside, type BesideName } from './views/index.js';
import { featureValues } from './row.js';
import { emptyMarket, nothing, simulatedInputs } from './testing/market.js';

const inputs = simulatedInputs();
const rows = inputs.map(featureValues);
const column = (name: (typeof featureNames)[number]): (number | null)[] => rows.map((row) => row[name]);

describe('the registry of features', () => {
  it('has at least 120 columns, each in one group and with a formula, a unit and a look-back', () => {
    expect(featureNames.length).toBeGreaterThanOrEqual(120);
    expect(Object.values(featureGroups).flat().sort()).toEqual([...featureNames].sort());
    for (const name of featureNames) {
      expect(name).toMatch(/^[a-z][a-z0-9_]{1,62}$/);
      const { formula, unit, lookback, inputs: read } = features[name];
      expect([formula, unit, lookback].every((text) => text.length > 0), name).toBe(true);
      expect(read.length, name).toBeGreaterThan(0);
    }
  });

  it('has the columns that the trading engine reads by name', () => {
    expect(featureNames).toEqual(expect.arrayContaining(['price', 'rsi_14', 'macd_line', 'bb_upper']));
  });

  it('counts every formula in the feature version', () => {
    expect(FEATURE_VERSION).toBe(featureNames.reduce((sum, name) => sum + features[name].version, 0));
  });

  it('knows every feature of a coin whose look-backs are full', () => {
    const dead = featureNames.filter((name) => column(name).every((value) => value === null));
    expect(dead).toEqual([]);
  });

  it('has no column that never changes', () => {
    const still = featureNames.filter((name) => new Set(column(name)).size < 2);
    expect(still).toEqual([]);
  });

  it('reads only columns that exist', () => {
    const known = new Set<string>([...indicatorColumns.map((c) => c.name), 'bars', 'timestamp']);
    const unknown = featureNames.flatMap((name) => features[name].inputs.filter((input) => timeframes.some((t) => input.startsWith(`${t}.`)) && !known.has(input.slice(3))));
    expect(unknown).toEqual([]);
  });
});

/** Pearson correlation of two columns over the rows where both are known; NaN where either is constant. */
function correlation(a: (number | null)[], b: (number | null)[]): number {
  const both = a.flatMap((x, i) => (x === null || b[i] === null ? [] : [[x, b[i] as number] as const]));
  const mean = (k: 0 | 1): number => both.reduce((sum, pair) => sum + pair[k], 0) / both.length;
  const [ma, mb] = [mean(0), mean(1)];
  const sum = (f: (x: number, y: number) => number): number => both.reduce((total, [x, y]) => total + f(x - ma, y - mb), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}

describe('no two features', () => {
  it('are the same number up to scale and shift', () => {
    const twins: string[] = [];
    featureNames.forEach((a, i) => {
      for (const b of featureNames.slice(i + 1)) if (Math.abs(correlation(column(a), column(b))) > 1 - 1e-9) twins.push(`${a} = ${b}`);
    });
    expect(twins).toEqual([]);
  });
});

/** Inputs that write down what is read of them. */
function watched(known: FeatureInputs, seen: Set<string>): FeatureInputs {
  const row = <T extends object>(target: T, prefix: string): T => new Proxy(target, { get: (t, key) => (seen.add(`${prefix}.${String(key)}`), Reflect.get(t, key) as unknown) });
  const market = Object.fromEntries(Object.entries(known.market).map(([verb, ask]) => [verb, (figure: string, ...rest: unknown[]) => (seen.add(`market.${figure}`), (ask as (...args: unknown[]) => unknown)(figure, ...rest))]));
  return {
    get symbol() { return known.symbol; },
    get at() { return seen.add('slot'), known.at; },
    price: known.price && row(known.price, 'price'),
    technical: Object.fromEntries(timeframes.map((t) => [t, known.technical[t] && row(known.technical[t] as object, t)])) as FeatureInputs['technical'],
    market: market as unknown as FeatureInputs['market'],
    beside: Object.fromEntries(besideNames.map((source) => [source, row(known.beside[source], source)])) as unknown as Beside,
  };
}

describe.each(featureNames)('%s', (name) => {
  const feature = features[name];

  it('reads exactly the inputs it declares', () => {
    const seen = new Set<string>();
    let known = inputs[1] as FeatureInputs;
    // A way is taken when the one before it is closed.
    for (const way of feature.ways ?? [feature.inputs]) {
      feature.of(watched(known, seen));
      for (const input of way.filter((i) => i !== 'slot')) known = without(known, input);
    }
    expect([...seen].sort()).toEqual([...feature.inputs].sort());
  });

  it('is unknown as soon as every way of knowing it misses an input', () => {
    let known = inputs.find((_, i) => rows[i]?.[name] !== null) as FeatureInputs;
    for (const way of feature.ways ?? [feature.inputs]) {
      expect(feature.of(known)).not.toBeNull();
      const [last] = feature.ways?.slice(-1) ?? [feature.inputs];
      for (const input of way.filter((i) => i !== 'slot')) {
        const after = feature.of(without(known, input));
        if (way === last) expect(after, input).toBeNull();
        else expect(after, input).not.toBeNull();
      }
      for (const input of way.filter((i) => i !== 'slot')) known = without(known, input);
    }
  });

  it('is finite or null whatever comes in', () => {
    for (const value of [0, -1, 1, 1e-300, 1e300, -1e300, NaN, Infinity, null]) {
      const result = feature.of(filledWith(inputs[1] as FeatureInputs, value));
      expect(result === null || Number.isFinite(result), `${value} gave ${result}`).toBe(true);
    }
    for (const result of [...column(name), feature.of(nothing(inputs[1]?.at ?? 0))]) expect(result === null || Number.isFinite(result)).toBe(true);
  });
});

function without(known: FeatureInputs, input: string): FeatureInputs {
  const [source = '', ...rest] = input.split('.');
  const field = rest.join('.');
  if ((besideNames as string[]).includes(source)) return { ...known, beside: { ...known.beside, [source]: { ...known.beside[source as BesideName], [field]: null } } };
  if (source === 'market') return { ...known, market: emptyMarket };
  if (source === 'price') return { ...known, price: { ...known.price, [field]: null } as never };
  return { ...known, technical: { ...known.technical, [source]: { ...known.technical[source as '5m'], [field]: null } } };
}

function filledWith(known: FeatureInputs, value: number | null): FeatureInputs {
  const fill = <T extends object>(row: T | null): T => Object.fromEntries(Object.entries(row ?? {}).map(([key, old]) => [key, typeof old === 'number' || old === null ? value : old])) as T;
  const technical = Object.fromEntries(timeframes.map((t) => [t, fill(known.technical[t])])) as FeatureInputs['technical'];
  const beside = Object.fromEntries(besideNames.map((source) => [source, fill(known.beside[source])])) as unknown as Beside;
  return { ...known, price: fill(known.price), technical, beside, symbol: benchmarks.btc };
}
