/**
 * What two farms that saw the same market must have in common, stated before any
 * run and taken from the declarations; nothing here knows of a fault.
 *
 *   bars, indicators   equal everywhere, and there in both: they can be had later.
 *   snapshots          equal where both have one. A past price cannot be asked for: a row may
 *                      be missing where the farm's own ledger names the symbol, and may differ
 *                      where the row itself says that it is doubted.
 *   features           there in both. Equal, where both read the same snapshot; where they did
 *                      not, in every column that no snapshot flows into.
 *   features again     equal, bit for bit, to those rebuilt of the farm's own stored inputs: no
 *                      row is left as it was before its inputs came (`rebuilt.ts`).
 *
 * Not compared: when and by which run a row was written; and features made of what work
 * beside the chain had found by then (regimes, patterns, texts), for which no slot waits.
 */
import type { Feature } from '#workers/processors/features/feature.js';
import { features, featureNames, type FeatureName } from '#workers/processors/features/index.js';
import { besideNames } from '#workers/processors/features/views/index.js';

export type Row = Record<string, unknown>;

const inputsOf = (feature: Feature): readonly string[] => [...feature.inputs, ...(feature.ways ?? []).flat()];
const reading = (sources: readonly string[]): FeatureName[] => featureNames.filter((name) => inputsOf(features[name]).some((input) => sources.some((s) => input.startsWith(`${s}.`))));

const beside = new Set(reading(besideNames));
/** Features made of the chain alone: snapshots, bars and the cross-section of the market. */
export const ofChain: readonly FeatureName[] = featureNames.filter((name) => !beside.has(name));
/** Those a snapshot flows into. */
export const ofSnapshot: ReadonlySet<string> = new Set(reading(['price']));

/** The newest input of each kind that a feature row names; those beside the chain are not compared. */
export const lineageOf = (row: Row): Record<string, unknown> => {
  const lineage = row['lineage'];
  const marks = (typeof lineage === 'string' ? JSON.parse(lineage) : lineage) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(marks).filter(([input]) => !(besideNames as readonly string[]).includes(input)));
};
export const SNAPSHOT_MARK = 'price_data_real';

/** When or by which run a row was written, and what the validator made of it beside what it knew then. */
export const OF_THE_RUN: ReadonlySet<string> = new Set(['ingested_at', 'collected_at', 'job_id', 'quality', 'quality_score', 'quality_reasons']);
/** Known of a bar that was received, NULL in one made of finer bars: compared where both know it. */
export const MAYBE_UNKNOWN: ReadonlySet<string> = new Set(['trades']);

/** A snapshot that says of itself that it is not to be believed. */
export const isDoubted = (row: Row): boolean => row['quality'] !== 'ok' || Number(row['quality_score'] ?? 1) < 1;

/** A coarse bar is received, or made of finer ones: the same sum in another order. */
const NOISE = 1e-9;
export const isSame = (a: unknown, b: unknown): boolean => (typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= NOISE * Math.max(1, Math.abs(a), Math.abs(b)) : shown(a) === shown(b));
export const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** The columns that differ, with both values; undefined where none does. */
export function inWords(columns: readonly string[], row: Row, other: Row, same: (a: unknown, b: unknown) => boolean = isSame): string | undefined {
  const differing = columns.filter((column) => !same(row[column], other[column]));
  const more = differing.length > 4 ? `; and ${differing.length - 4} more` : '';
  return differing.length === 0 ? undefined : `${differing.slice(0, 4).map((column) => `${column} ${shown(row[column])}, not ${shown(other[column])}`).join('; ')}${more}`;
}
