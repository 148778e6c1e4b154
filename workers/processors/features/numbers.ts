/**
 * All features of a row as numbers: the formulas of the registry over inputs that were
 * looked up together. The same values as `featureValues`, to the last bit, in a
 * fraction of the time.
 */
import type { Feature, FeatureInputs } from './feature.js';
import { Gathered } from './gather.js';
import { features, featureNames } from './index.js';
import type { Input } from './inputs.js';

/** A feature over inputs by their places, put where it belongs; NaN is unknown. Nothing is handed back: a number handed from function to function is one more object. */
type Compiled = (inputs: Float64Array, to: Float64Array, place: number) => void;

const all: readonly Feature[] = featureNames.map((name) => features[name]);
/** What formulas read; who asks more looks it up himself. */
const read = [...new Set(all.flatMap(({ inputs, compute, choices }) => (compute || choices ? inputs : [])))] as Input[];
const placeOf = new Map<string, number>(read.map((input, place) => [input, place]));
const gathered = new Gathered(read);

/** @returns undefined for a feature that asks more than its inputs' values, such as a place among all coins */
function compiled({ inputs, compute, choices }: Pick<Feature, 'inputs' | 'compute' | 'choices'>): Compiled | undefined {
  if (choices) return firstOf(choices.map(compiled));
  if (!compute) return undefined;
  const [a = 0, b = 0] = inputs.map((input) => placeOf.get(input) as number);
  const put = (to: Float64Array, place: number, value: number): void => void (to[place] = Number.isFinite(value) ? value : NaN);
  if (inputs.length === 1) return (n, to, place) => (Number.isNaN(n[a]) ? undefined : put(to, place, compute(n[a] as number)));
  if (inputs.length === 2) return (n, to, place) => (Number.isNaN(n[a]) || Number.isNaN(n[b]) ? undefined : put(to, place, compute(n[a] as number, n[b] as number)));
  const places = inputs.map((input) => placeOf.get(input) as number);
  return (n, to, place) => {
    const values = places.map((p) => n[p] as number);
    if (!values.some(Number.isNaN)) put(to, place, compute(...values));
  };
}

function firstOf(choices: (Compiled | undefined)[]): Compiled | undefined {
  if (choices.some((choice) => choice === undefined)) return undefined;
  return (n, to, place) => {
    for (const choice of choices as Compiled[]) {
      choice(n, to, place);
      if (!Number.isNaN(to[place])) return;
    }
  };
}

const formulas = all.map(compiled);

const bits = all.map(({ inputs, compute }) => {
  const places = compute ? inputs.map((input) => placeOf.get(input) as number) : [];
  return gathered.sources.reduce((sum, source, i) => sum | (Number(places.some((place) => source.includes(place))) << i), 0);
});
/** By the sources of which nothing is known: the features that may be known all the same. */
const possible = new Map<number, Int32Array>();

function possibleWithout(empty: number): Int32Array {
  const known = possible.get(empty) ?? Int32Array.from(all.flatMap((_, i) => (((bits[i] as number) & empty) === 0 ? [i] : [])));
  possible.set(empty, known);
  return known;
}

/** Those of the slot alone, which all coins of it share. */
const isOfSlot = Uint8Array.from(all, ({ inputs }) => Number(inputs.every((input) => input === 'slot')));
let last: { at: number; numbers: Float64Array } | undefined;

/** @returns a list for each of some rows, nothing known yet, all in one piece of memory: a hundredth of the work of as many pieces. */
export function listsOf(rows: number): Float64Array[] {
  const block = new Float64Array(rows * all.length).fill(NaN);
  return Array.from({ length: rows }, (_, i) => block.subarray(i * all.length, (i + 1) * all.length));
}

/**
 * One number per feature in the order of the registry, NaN where it is unknown.
 * @param numbers a list of NaN, of `listsOf`
 * @returns `numbers`
 */
export function featureNumbers(inputs: FeatureInputs, numbers: Float64Array = listsOf(1)[0] as Float64Array): Float64Array {
  const known = possibleWithout(gathered.gather(inputs));
  const same = last?.at === inputs.at ? last.numbers : undefined;
  for (let k = 0; k < known.length; k++) {
    const i = known[k] as number;
    const formula = formulas[i];
    if (same && isOfSlot[i] === 1) numbers[i] = same[i] as number;
    else if (formula) formula(gathered.numbers, numbers, i);
    else numbers[i] = (all[i] as Feature).of(inputs) ?? NaN;
  }
  if (!same) last = { at: inputs.at, numbers: numbers.slice() };
  return numbers;
}
