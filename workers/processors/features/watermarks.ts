/**
 * When the newest of what a row was computed from became known, per input: what
 * lineage names. Views tell ages in minutes, so their youngest age is the newest
 * input; a view that knows nothing has no age. Pure.
 */
import type { FeatureInputs } from './feature.js';
import { timeframes } from './inputs.js';
import { besideNames } from './views/index.js';
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

/** Input → ISO instant, null where there was none: the snapshot, the newest bar of each timeframe, and every source beside them. */
export function watermarks({ price, technical, beside, at }: FeatureInputs): Record<string, string | null> {
  const marks: Record<string, string | null> = { price_data_real: isoOf(price?.last_updated ?? price?.available_at) };
  for (const t of timeframes) marks[`technical_indicators.${t}`] = isoOf(technical[t]?.timestamp);
  for (const name of besideNames) {
    const age = youngestAge(beside[name] as View<string>);
    marks[name] = age === null ? null : iso(Math.round(at - age * MINUTE));
  }
  return marks;
}
