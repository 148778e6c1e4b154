/**
 * The inputs of a row as numbers, each looked up once and not once for every feature
 * that reads it: NaN where it is unknown. For who makes rows by the million. Pure but
 * for what it remembers of the row before.
 */
import type { FeatureInputs } from './feature.js';
import { PackedRow, type Places } from '../../store/tables/packed.js';
import { isBeside, isTimeframe, numeric, readerOf, type Input } from './inputs.js';

type Row = Readonly<Record<string, unknown>> | null;

/** What is read of one row or view. */
interface Source {
  of(inputs: FeatureInputs): Row;
  names: string[];
  places: number[];
  /** Rows and views are never changed: of one that many coins share, or that stands for an hour, the numbers are in place. */
  last: Row | undefined;
  isEmpty: boolean;
  /** Of rows that are packed: where their numbers are, by what holds it, −1 for what is no number of theirs. */
  packed: { places: Places; at: Int32Array } | undefined;
}

/** Numbers are taken as they lie, NaN where they are unknown. */
function takePacked(source: Source, row: PackedRow, into: Float64Array): void {
  const { names, places } = source;
  if (source.packed?.places !== row.places) source.packed = { places: row.places, at: Int32Array.from(names, (name) => row.places[name] ?? -1) };
  const { at } = source.packed;
  for (let i = 0; i < places.length; i++) {
    const place = at[i] as number;
    if (place >= 0) into[places[i] as number] = row.block[row.from + place] as number;
    else into[places[i] as number] = numberOf(row, names[i] as string);
  }
}

const numberOf = (row: Row | PackedRow, name: string): number => (row === null ? null : numeric((row as Record<string, unknown>)[name])) ?? NaN;

function isEmpty(row: Row): boolean {
  if (row instanceof PackedRow) return false;
  for (const _ in row) return false;
  return true;
}

function sourceOf(name: string): Source['of'] {
  if (isBeside(name)) return ({ beside }) => beside[name];
  return isTimeframe(name) ? ({ technical }) => technical[name] : ({ price }) => price as Row;
}

/** Looks up inputs by their place in a list of them. */
export class Gathered {
  readonly numbers: Float64Array;
  readonly #rows: Source[];
  readonly #others: { place: number; read: (inputs: FeatureInputs) => number | null }[] = [];

  /** @param inputs without repeats, in the order of their numbers */
  constructor(inputs: readonly Input[]) {
    this.numbers = new Float64Array(inputs.length).fill(NaN);
    const rows = new Map<string, Source>();
    inputs.forEach((input, place) => {
      const dot = input.indexOf('.');
      const [name, column] = [input.slice(0, dot), input.slice(dot + 1)];
      if (input === 'slot' || input === 'price.quality' || name === 'market') return void this.#others.push({ place, read: readerOf(input) });
      const source = rows.get(name) ?? { of: sourceOf(name), names: [], places: [], last: undefined, isEmpty: true, packed: undefined };
      rows.set(name, source);
      source.names.push(column);
      source.places.push(place);
    });
    this.#rows = [...rows.values()];
  }

  /** Places of the inputs that come of each source, in the order of the bits that `gather` returns. */
  get sources(): readonly (readonly number[])[] {
    return this.#rows.map(({ places }) => places);
  }

  /** Fills `numbers` with what is known of the inputs. @returns a bit for each source of which nothing is known at all */
  gather(known: FeatureInputs): number {
    for (const source of this.#rows) {
      const row = source.of(known);
      if (row === source.last) continue;
      source.last = row;
      source.isEmpty = isEmpty(row);
      const { names, places } = source;
      if (row instanceof PackedRow) takePacked(source, row, this.numbers);
      else for (let i = 0; i < places.length; i++) this.numbers[places[i] as number] = numberOf(row, names[i] as string);
    }
    for (const { place, read } of this.#others) this.numbers[place] = read(known) ?? NaN;
    return this.#rows.reduce((bits, source, i) => bits | (Number(source.isEmpty) << i), 0);
  }
}
