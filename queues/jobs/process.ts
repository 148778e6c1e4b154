import { z } from 'zod';
import { job, round, slotMs, symbols, version } from './contract.js';
import { datasets } from '../datasets.js';
import { slotName } from '../slot.js';
import { roundSuffix } from './ids.js';

const chunk = z.number().int().min(1);

/** Advances the indicator state of a chunk's symbols over every bar that has closed. */
export const indicators = job({
  queue: 'process',
  payload: z.object({ v: version, slot: slotMs, chunk, symbols, round }),
  attempts: 4,
  backoffMs: 200,
  timeoutMs: 240_000,
  id: (p) => `indicators.${slotName(p.slot)}.c${p.chunk}${roundSuffix(p.round)}`,
  priority: () => datasets.technical_indicators.priority,
  ledger: (p) => ({ dataset: 'technical_indicators', slot: p.slot, chunk: p.chunk }),
  deadline: () => undefined,
  label: () => 'indicators',
});

/** The slot's root: waits for all indicators, fans out the feature chunks, then settles the slot. */
export const features = job({
  queue: 'process',
  payload: z.object({ v: version, slot: slotMs, chunks: z.array(symbols).min(1).max(64), round }),
  attempts: 4,
  backoffMs: 200,
  timeoutMs: 120_000,
  id: (p) => `features.${slotName(p.slot)}${roundSuffix(p.round)}`,
  priority: () => datasets.ml_features.priority,
  ledger: (p) => ({ dataset: 'ml_features', slot: p.slot, chunk: 0 }),
  deadline: () => undefined,
  label: () => 'features',
});

/** Computes and stores the feature rows of one chunk of symbols. */
export const featureChunk = job({
  queue: 'process',
  payload: z.object({ v: version, slot: slotMs, chunk, symbols, round }),
  attempts: 4,
  backoffMs: 200,
  timeoutMs: 120_000,
  id: (p) => `features.${slotName(p.slot)}.c${p.chunk}${roundSuffix(p.round)}`,
  priority: () => datasets.ml_features.priority,
  ledger: (p) => ({ dataset: 'ml_features', slot: p.slot, chunk: p.chunk }),
  deadline: () => undefined,
  label: () => 'feature-chunk',
});
