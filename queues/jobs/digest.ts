/** The processors beside the main chain: what is made of text, and what is seen in bars. */
import { z } from 'zod';
import { job, round, slotMs, symbolsIfAny, version } from './contract.js';
import { datasets, type DatasetName } from '../datasets.js';
import { slotName } from '../slot.js';
import { roundSuffix } from './ids.js';

const payload = z.object({ v: version, slot: slotMs, chunk: z.number().int().min(1), symbols: symbolsIfAny, round });

const digest = (dataset: DatasetName, name: string) =>
  job({
    queue: 'digest',
    payload,
    attempts: 4,
    backoffMs: 500,
    timeoutMs: 300_000,
    id: (p) => `${name}.${slotName(p.slot)}.c${p.chunk}${roundSuffix(p.round)}`,
    priority: () => datasets[dataset].priority,
    ledger: (p) => ({ dataset, slot: p.slot, chunk: p.chunk }),
    deadline: () => undefined,
    label: () => name,
  });

/** Scores every text that has no score yet. */
export const sentiment = digest('sentiment_analysis', 'sentiment');
/** Tells the themes of the articles seen up to the slot. */
export const narratives = digest('narratives', 'narratives');
/** Looks for chart patterns and anomalies that ended with the bars closed since the last look. */
export const patterns = digest('patterns', 'patterns');
/** Tries the signal rules on the newest closed bars. */
export const signals = digest('trading_signals', 'signals');
/** Says which regime each asset and the market are in, and how they move with other markets. */
export const regime = digest('regime', 'regime');
