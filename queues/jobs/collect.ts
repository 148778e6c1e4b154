import { z } from 'zod';
import { job, round, slotMs, symbolsIfAny, version } from './contract.js';
import { datasets } from '../datasets.js';
import { sourceNames, sources, type SourceName } from '../sources.js';
import { cadenceMs, slotName } from '../slot.js';
import { roundSuffix } from './ids.js';

const isSnapshot = (source: SourceName): boolean => sources[source].reach === 'snapshot';

/** Fetches one source for one chunk of symbols, or for everybody, and stores what it answered. */
export const collect = job({
  queue: 'collect',
  payload: z
    .object({ v: version, source: z.enum(sourceNames as [SourceName, ...SourceName[]]), slot: slotMs, chunk: z.number().int().min(1), symbols: symbolsIfAny, round })
    .refine((p) => (sources[p.source].scope === 'symbols') === p.symbols.length > 0, 'a source of symbols needs at least one, a global source takes none'),
  attempts: 4,
  backoffMs: 500,
  timeoutMs: 240_000,
  id: (p) => `${p.source}.${slotName(p.slot)}.c${p.chunk}${roundSuffix(p.round)}`,
  priority: (p) => datasets[sources[p.source].dataset].priority,
  ledger: (p) => ({ dataset: sources[p.source].dataset, slot: p.slot, chunk: p.chunk }),
  deadline: (p) => (p.round === 0 || isSnapshot(p.source) ? p.slot + cadenceMs(datasets[sources[p.source].dataset].every) : undefined),
  label: (p) => `collect.${p.source}`,
});
