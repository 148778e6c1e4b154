/**
 * How a feature names what it reads, and how that name is looked up.
 *
 *   price.COLUMN   the newest snapshot in price_data_real, at most 15 minutes old; its quality is 1 (ok) or 0
 *   5m.COLUMN      the newest technical_indicators row of a timeframe (5m, 1h, 4h, 1d)
 *   market.FIGURE  a figure of the market's cross-section (market.ts)
 *   SOURCE.FIGURE  a figure of a table beside them (views/): sentiment, news, social, macro, onchain, derivatives, regime
 *   slot           the slot itself, ms
 *
 * A formula is written over plain numbers: `from` turns it into one that is null
 * whenever an input is unknown or the result is not finite. It never fills in.
 */
import type { PriceRow } from '../../store/tables/prices.js';
import type { IndicatorName } from '../indicators/index.js';
import type { Feature, FeatureGroup, FeatureInputs, Timeframe } from './feature.js';
import type { FigureName } from './market.js';
import { besideNames, type Beside, type BesideName } from './views/index.js';

export const timeframes = ['5m', '1h', '4h', '1d'] as const satisfies readonly Timeframe[];
export type TechnicalColumn = IndicatorName | 'timestamp' | 'bars';
type BesideInput = { [S in BesideName]: `${S}.${Extract<keyof Beside[S], string>}` }[BesideName];
export type Input = 'slot' | `price.${PriceColumn}` | `${Timeframe}.${TechnicalColumn}` | `market.${FigureName}` | BesideInput;

/** Columns of a snapshot that are numbers or instants, and its quality. */
type PriceColumn = { [K in keyof PriceRow]: PriceRow[K] extends number | Date | null ? K : never }[keyof PriceRow] | 'quality';

type Reader = (inputs: FeatureInputs) => number | null;
export type Declaration = Omit<Feature, 'group'>;

export const isTimeframe = (name: string): name is Timeframe => (timeframes as readonly string[]).includes(name);

export const isBeside = (name: string): name is BesideName => (besideNames as readonly string[]).includes(name);

/** Numbers as they are, instants as ms; anything else is unknown. */
export function numeric(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return value.getTime();
  return null;
}

/** How one input is looked up. */
export function readerOf(input: Input): Reader {
  if (input === 'slot') return ({ at }) => at;
  if (input === 'price.quality') return ({ price }) => (price?.quality ? Number(price.quality === 'ok') : null);
  const dot = input.indexOf('.');
  const [source, name] = [input.slice(0, dot), input.slice(dot + 1)];
  if (isBeside(source)) return ({ beside }) => numeric((beside[source] as Readonly<Record<string, unknown>>)[name]);
  if (source === 'market') return ({ market, symbol }) => market.value(name, symbol);
  if (isTimeframe(source)) return ({ technical }) => numeric(technical[source]?.[name as TechnicalColumn]);
  return ({ price }) => numeric(price?.[name as keyof PriceRow]);
}

/** Finite, or null: a division by zero is unknown, not infinite. */
export const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);

/** `inputs`, `of` and `compute` of a feature from what it reads and a formula over plain numbers. */
export function from<const R extends readonly Input[]>(inputs: R, formula: (...values: { [K in keyof R]: number }) => number): Pick<Feature, 'inputs' | 'of' | 'compute'> {
  const readers = inputs.map(readerOf);
  const compute = formula as (...values: number[]) => number;
  const [first, second] = readers as [Reader, Reader];
  const ofOne = (known: FeatureInputs): number | null => {
    const a = first(known);
    return a === null ? null : finite(compute(a));
  };
  const ofTwo = (known: FeatureInputs): number | null => {
    const a = first(known);
    if (a === null) return null;
    const b = second(known);
    return b === null ? null : finite(compute(a, b));
  };
  const ofMany = (known: FeatureInputs): number | null => {
    const values: number[] = [];
    for (const read of readers) {
      const value = read(known);
      if (value === null) return null;
      values.push(value);
    }
    return finite(compute(...values));
  };
  // Nearly all read one or two; a list for every one of them is most of what they cost.
  return { inputs, of: { 1: ofOne, 2: ofTwo }[inputs.length] ?? ofMany, compute };
}

/** The first of several features that is known; its formula says in which order. */
export function firstKnown(...choices: Pick<Feature, 'inputs' | 'of' | 'compute'>[]): Pick<Feature, 'inputs' | 'ways' | 'of' | 'choices'> {
  const of = (known: FeatureInputs): number | null => {
    for (const choice of choices) {
      const value = choice.of(known);
      if (value !== null) return value;
    }
    return null;
  };
  const ways = choices.map((c) => c.inputs);
  return { inputs: [...new Set(ways.flat())], ways, of, choices };
}

/** The features of one group, by column name. */
export function declare<const R extends Record<string, Declaration>>(group: FeatureGroup, features: R): { [K in keyof R]: Feature } {
  return Object.fromEntries(Object.entries(features).map(([name, feature]) => [name, { group, ...feature }])) as { [K in keyof R]: Feature };
}

/** Columns of one source that the given features read, sorted: what a query must select. */
export function columnsRead(features: Record<string, Feature>, source: string): string[] {
  const columns = Object.values(features).flatMap((f) => f.inputs.filter((i) => i.startsWith(`${source}.`)).map((i) => i.slice(source.length + 1)));
  return [...new Set(columns)].sort();
}
