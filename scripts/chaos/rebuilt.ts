/**
 * Features rebuilt of what a farm has stored, as a rebuild of the past does it,
 * beside those it wrote at the time: equal to the last bit, or a row was left as
 * it was before one of its inputs came.
 */
import { BASE_CADENCE } from '#queues/datasets.js';
import { slotsBetween } from '#queues/slot.js';
import { loadInputs } from '#workers/processors/features/load.js';
import { featureValues, isKnown } from '#workers/processors/features/row.js';
import { watermarks } from '#workers/processors/features/watermarks.js';
import type { Arena } from './arena.js';
import type { Difference } from './rows.js';
import { inWords, lineageOf, ofChain, shown, type Row } from './rules.js';

export interface RebuiltReport {
  rows: number;
  differences: Difference[];
}

const TABLE = 'ml_features_materialized';
const toTheBit = (a: unknown, b: unknown): boolean => Object.is(a, b) || shown(a) === shown(b);

/** @param from first slot, farm ms. @param end end of the last, exclusive. */
export async function compareRebuilt({ rows: store, symbols }: Arena, from: number, end: number): Promise<RebuiltReport> {
  // As a process that has just started: nothing that was read before is remembered.
  const fresh = { ...store, ohlc: { ...store.ohlc } };
  const report: RebuiltReport = { rows: 0, differences: [] };
  for (const slot of slotsBetween(from, end, BASE_CADENCE)) {
    const stored = new Map((await store.features.at(symbols, slot)).map((row) => [row.symbol, row as Row]));
    for (const inputs of await loadInputs(fresh, symbols, slot)) {
      const row = stored.get(inputs.symbol);
      const what = row ? departure(row, inputs) : isKnown(inputs) && 'is missing, and could have been made of what is stored';
      report.rows += 1;
      if (what) report.differences.push({ table: TABLE, key: `${inputs.symbol} ${new Date(slot).toISOString()}`, what });
    }
  }
  return report;
}

function departure(row: Row, inputs: Parameters<typeof featureValues>[0]): string | undefined {
  const again: Row = featureValues(inputs);
  const marks = lineageOf({ lineage: watermarks(inputs) });
  const words = inWords(ofChain, row, again, toTheBit) ?? inWords(Object.keys(marks), lineageOf(row), marks);
  return words && `not as rebuilt of the farm's own rows: ${words}`;
}
