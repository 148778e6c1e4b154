/**
 * A source collected because somebody asked for it, outside the timetable. It runs
 * in the newest slot of its dataset, as a round of its own: what is already stored
 * stays, what is missing is filled, the upstream's budget holds as for any job.
 */
import { datasets } from '../datasets.js';
import { PAYLOAD_VERSION as v } from '../jobs/contract.js';
import { sources, type SourceName } from '../sources.js';
import { root, type FlowNode } from './tree.js';

/** Rounds of repair count up from 1 and never get this far. */
const FIRST_ROUND = 500;
/** Asking again within this time is asking for the same job. */
const ONCE_PER_MS = 300_000;

export interface AskedFor {
  source: SourceName;
  slot: number;
  chunk: number;
  symbols: readonly string[];
}

/** Pure. @param nowMs farm time, within the slot. */
export function askedJob({ source, slot, chunk, symbols }: AskedFor, nowMs: number): FlowNode {
  const round = FIRST_ROUND + Math.min(499, Math.max(0, Math.floor((nowMs - slot) / ONCE_PER_MS)));
  const queue = datasets[sources[source].dataset].part === 'chain' ? 'repair' : 'survey';
  return root('collect', { v, source, slot, chunk, symbols: [...symbols], round }, { queue });
}
