/**
 * All features of some rows as numbers: the formulas of the registry over inputs that
 * were looked up together. The same values as `featureValues`, to the last bit, in a
 * fraction of the time.
 */
import type { Feature, FeatureInputs } from './feature.js';
import { Gathered } from './gather.js';
import { features, featureNames } from './index.js';
import { finite, type Input } from './inputs.js';
import { loopOf, matrixOf, ROWS_A_BATCH, type Run } from './loops.js';

const all: readonly Feature[] = featureNames.map((name) => features[name]);
const isOfSlot = ({ inputs, compute }: Feature): boolean => compute !== undefined && inputs.every((input) => input === 'slot');
const isFormula = ({ compute, choices }: Pick<Feature, 'compute' | 'choices'>): boolean => compute !== undefined || (choices?.every(isFormula) ?? false);

/** Places of those that the slot alone tells; of those that ask more than numbers, such as a place among all coins; and of all others. */
const ofSlot = all.flatMap((feature, i) => (isOfSlot(feature) ? [i] : []));
const asking = all.flatMap((feature, i) => (isFormula(feature) ? [] : [i]));
const formulas = all.flatMap((feature, i) => (isFormula(feature) && !isOfSlot(feature) ? [i] : []));

/** What formulas read; who asks more looks it up himself. */
const read = [...new Set(formulas.flatMap((i) => (all[i] as Feature).inputs))] as Input[];
const placeOf = new Map<string, number>(read.map((input, place) => [input, place]));
const gathered = new Gathered(read);
const inputs = matrixOf(read.length);
const outputs = matrixOf(all.length);
const rowsOf = ({ numbers, width }: typeof outputs): Float64Array[] => Array.from({ length: ROWS_A_BATCH }, (_, row) => numbers.subarray(row * width, (row + 1) * width));
const outputRows = rowsOf(outputs);

/** A loop for each way to know it, in order of preference. */
function loopsOf({ inputs: names, compute, choices }: Pick<Feature, 'inputs' | 'compute' | 'choices'>, place: number): Run[] {
  if (!compute) return (choices ?? []).flatMap((choice) => loopsOf(choice, place));
  return [loopOf({ compute, from: inputs, places: names.map((name) => placeOf.get(name) as number), to: outputs, place })];
}
const loops = formulas.map((i) => loopsOf(all[i] as Feature, i));

/** By formula: the sources it cannot do without. */
const needed = formulas.map((i) => {
  const { compute, inputs: names } = all[i] as Feature;
  const places = compute ? names.map((name) => placeOf.get(name) as number) : [];
  return gathered.sources.reduce((sum, source, bit) => sum | (Number(places.some((place) => source.includes(place))) << bit), 0);
});
/** By the sources of which nothing is known: the loops that may find something all the same. */
const possible = new Map<number, Run[]>();

function possibleWithout(empty: number): Run[] {
  const known = possible.get(empty) ?? loops.flatMap((runs, k) => (((needed[k] as number) & empty) === 0 ? runs : []));
  possible.set(empty, known);
  return known;
}

/** The slot's own, which all its coins share. */
const slot = { at: NaN, numbers: new Float64Array(ofSlot.length) };

function putSlot(at: number, to: Float64Array): void {
  if (slot.at !== at) {
    ofSlot.forEach((i, k) => (slot.numbers[k] = finite((all[i] as Required<Feature>).compute(at)) ?? NaN));
    slot.at = at;
  }
  for (let k = 0; k < ofSlot.length; k++) to[ofSlot[k] as number] = slot.numbers[k] as number;
}

/** Inputs and whatever is no formula. @returns bits of the sources that no row knows anything of */
function gather(rows: readonly FeatureInputs[]): number {
  let empty = -1;
  outputs.numbers.fill(NaN, 0, rows.length * outputs.width);
  for (const [row, known] of rows.entries()) {
    empty &= gathered.gather(known);
    inputs.numbers.set(gathered.numbers, row * inputs.width);
    const to = outputRows[row] as Float64Array;
    putSlot(known.at, to);
    for (const i of asking) to[i] = (all[i] as Feature).of(known) ?? NaN;
  }
  return empty;
}

/** A list that holds one number per feature. */
export const listOfFeatures = (): Float64Array => new Float64Array(all.length);

/**
 * One number per feature in the order of the registry, NaN where it is unknown.
 * @param rows of one batch, at most `ROWS_A_BATCH`
 * @param lists where the numbers of each row go: of `listOfFeatures`, whatever they held before
 * @throws RangeError for more rows than that
 */
export function featureNumbers(rows: readonly FeatureInputs[], lists: readonly Float64Array[]): void {
  if (rows.length > ROWS_A_BATCH) throw new RangeError(`${rows.length} rows in a batch of ${ROWS_A_BATCH}`);
  for (const run of possibleWithout(gather(rows))) run(rows.length);
  for (const [row, list] of lists.entries()) list.set(outputRows[row] as Float64Array);
}
