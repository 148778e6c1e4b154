/**
 * The main chain of one slot: features ← indicators ← prices and bars.
 *
 *   features(slot)                       waits for all, fans out feature chunks, settles the slot
 *    ├─ indicators(slot, c1) ← collect crypto-prices(slot, c1), collect ohlc(slot, c1)
 *    └─ indicators(slot, c2) ← collect crypto-prices(slot, c2), collect ohlc(slot, c2)
 *
 * A chunk that fails for good is ignored by its parent, which finds its rows
 * missing and says so in the ledger: one bad chunk does not sink the slot.
 */
import { PAYLOAD_VERSION as v } from '../jobs/contract.js';
import { chainSources, sources } from '../sources.js';
import type { QueueName } from '../topology.js';
import { child, root, type FlowNode } from './tree.js';

export interface RefreshRequest {
  slot: number;
  /** Symbols by chunk; chunk n of the ledger is `chunks[n - 1]`. */
  chunks: readonly (readonly string[])[];
  /** 0 for the timetable's own run; a repair round otherwise. */
  round: number;
  /** False once the slot is over: a snapshot must never be stored under a past time. */
  snapshots: boolean;
}

/** Pure: the same request gives the same tree, ids included. */
export function refreshFlow({ slot, chunks, round, snapshots }: RefreshRequest): FlowNode {
  const lane: { queue?: QueueName } = round === 0 ? {} : { queue: 'repair' };
  const asked = chainSources.filter((s) => snapshots || sources[s].reach === 'history');
  const children = chunks.map((list, i) => {
    const symbols = [...list];
    const chunk = i + 1;
    const inputs = asked.map((source) => child('ignore', 'collect', { v, source, slot, chunk, symbols, round }, lane));
    return child('ignore', 'indicators', { v, slot, chunk, symbols, round }, { ...lane, children: inputs });
  });
  return root('features', { v, slot, chunks: chunks.map((c) => [...c]), round }, { ...lane, children });
}

/** The children that `features(slot)` adds to itself once the indicators are in. */
export function featureChunks(p: { slot: number; chunks: readonly (readonly string[])[]; round: number }): FlowNode[] {
  const lane: { queue?: QueueName } = p.round === 0 ? {} : { queue: 'repair' };
  return p.chunks.map((symbols, i) => child('ignore', 'feature-chunk', { v, slot: p.slot, chunk: i + 1, symbols: [...symbols], round: p.round }, lane));
}
