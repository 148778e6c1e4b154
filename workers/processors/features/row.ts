/**
 * One symbol's feature values, and how far they can be trusted. Pure: the same
 * inputs give the same row, live and in backfill.
 */
import { AGE_LIMITS } from './age-limits.js';
import type { FeatureInputs, Timeframe } from './feature.js';
import { features, featureNames, type FeatureValues } from './index.js';
import { timeframes } from './inputs.js';
import { watermarks } from './watermarks.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Up to this old (ms) an input is as fresh as it can be. */
const PERIODS = { price: 5 * MINUTE, '5m': 5 * MINUTE, '1h': HOUR, '4h': 4 * HOUR, '1d': 24 * HOUR } as const satisfies Partial<typeof AGE_LIMITS> | Record<string, number>;
/** A doubtful snapshot (stale, undated, out of range) counts for half. */
const DOUBT = 0.5;

/** The calendar is always known, so it says nothing about the data. */
const telling = featureNames.filter((name) => features[name].group !== 'calendar');

export interface Trust {
  fillRatio: number;
  dataQualityScore: number;
  /** The newest instant read, per input (`watermarks.ts`); null where there was none. */
  lineage: Readonly<Record<string, string | null>>;
}

/** True when there is anything to compute from: a snapshot or a bar. */
export const isKnown = ({ price, technical }: FeatureInputs): boolean => price !== null || timeframes.some((t) => technical[t] !== null);

/** Every feature of the registry, in its order. */
export function featureValues(inputs: FeatureInputs): FeatureValues {
  const values = {} as FeatureValues;
  for (const name of featureNames) values[name] = features[name].of(inputs);
  return values;
}

const isTelling = Uint8Array.from(featureNames, (name) => Number(features[name].group !== 'calendar'));

/** How far numbers can be trusted that were made of these inputs: as `trust`. */
export function trustIn(inputs: FeatureInputs, numbers: Float64Array): Trust {
  let known = 0;
  for (let i = 0; i < numbers.length; i++) if (isTelling[i] === 1 && !Number.isNaN(numbers[i])) known++;
  return trustOf(inputs, known);
}

/**
 * fill ratio = share of the features outside the calendar that are known;
 * data quality score = fill ratio × mean freshness of the five inputs (snapshot,
 * newest bar of 5m, 1h, 4h, 1d). Freshness is 1 up to one period of age, falls
 * linearly to 0 at the age limit, and is 0 for an unknown input.
 */
export const trust = (inputs: FeatureInputs, values: FeatureValues): Trust => trustOf(inputs, telling.filter((name) => values[name] !== null).length);

/** @param known telling features that are known */
function trustOf(inputs: FeatureInputs, known: number): Trust {
  const fillRatio = known / telling.length;
  const { price, at } = inputs;
  const ofPrice = price ? freshness('price', at - price.available_at.getTime()) * (price.quality === 'ok' ? 1 : DOUBT) : 0;
  let fresh = ofPrice;
  for (const t of timeframes) fresh += freshness(t, at - closeOf(inputs, t));
  fresh /= 1 + timeframes.length;
  return { fillRatio, dataQualityScore: fillRatio * fresh, lineage: watermarks(inputs) };
}

const closeOf = ({ technical }: FeatureInputs, timeframe: Timeframe): number => technical[timeframe]?.timestamp?.getTime() ?? -Infinity;

function freshness(input: keyof typeof PERIODS, ageMs: number): number {
  const left = (AGE_LIMITS[input] - ageMs) / (AGE_LIMITS[input] - PERIODS[input]);
  return Math.max(0, Math.min(1, left));
}
