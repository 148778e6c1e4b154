/**
 * When the newest of what a row was computed from became known, per input: what
 * lineage names. Views tell ages in minutes, so their youngest age is the newest
 * input; a view that knows nothing has no age. Pure.
 */
import type { FeatureInputs } from './feature.js';
import { timeframes } from './inputs.js';
import { besideNames, type BesideName } from './views/index.js';
import { MINUTE, type View } from './views/view.js';

const isAge = (figure: string): boolean => figure.endsWith('.age');

/** Views that many coins share are looked through once. */
const youngest = new WeakMap<View<string>, number | null>();

function youngestAge(view: View<string>): number | null {
  const known = youngest.get(view);
  if (known !== undefined) return known;
  let least: number | null = null;
  for (const figure in view) {
    const age = view[figure];
    if (typeof age === 'number' && isAge(figure) && (least === null || age < least)) least = age;
  }
  youngest.set(view, least);
  return least;
}

/** Instants that are written again for every coin of a slot. */
const written = new Map<number, string>();
const MOST_WRITTEN = 1_000;

function iso(ms: number): string {
  const known = written.get(ms);
  if (known !== undefined) return known;
  if (written.size >= MOST_WRITTEN) written.clear();
  const text = new Date(ms).toISOString();
  written.set(ms, text);
  return text;
}

const isoOf = (instant: Date | null | undefined): string | null => (instant ? iso(instant.getTime()) : null);

type Reader = (inputs: FeatureInputs) => string | null;
const ofBeside = (name: BesideName): Reader => ({ beside, at }) => {
  const age = youngestAge(beside[name] as View<string>);
  return age === null ? null : iso(Math.round(at - age * MINUTE));
};
const readers: readonly (readonly [name: string, read: Reader])[] = [
  ['price_data_real', ({ price }) => isoOf(price?.last_updated ?? price?.available_at)],
  ...timeframes.map((t) => [`technical_indicators.${t}`, ({ technical }: FeatureInputs) => isoOf(technical[t]?.timestamp)] as const),
  ...besideNames.map((name) => [name, ofBeside(name)] as const),
];

/** Of the row before: coins of a slot have read the same, as often as not. */
let last: Readonly<Record<string, string | null>> = Object.freeze({});

/** Input → ISO instant, null where there was none: the snapshot, the newest bar of each timeframe, and every source beside them. Never changed: rows may share it. */
export function watermarks(inputs: FeatureInputs): Readonly<Record<string, string | null>> {
  if (!readers.every(([name, read]) => last[name] === read(inputs))) last = Object.freeze(Object.fromEntries(readers.map(([name, read]) => [name, read(inputs)])));
  return last;
}
