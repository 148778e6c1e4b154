/** The slice of variables about collecting itself. */
import { z } from 'zod';
import { sourceNames, type SourceName } from '#queues/sources.js';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';

const wanted = z
  .string()
  .default('all')
  .transform((v): 'all' | SourceName[] => (v === 'all' ? v : (v.split(',').map((s) => s.trim()).filter(Boolean) as SourceName[])))
  .refine((v) => v === 'all' || (v.length > 0 && v.every((s) => (sourceNames as string[]).includes(s))));

export const collectorsSlice = {
  SOURCES: variable(wanted, `all, or a comma-separated list of ${sourceNames.join(', ')}`, 'crypto-prices,ohlc,crypto-news'),
  HISTORY_BARS: variable(z.coerce.number().int().min(2).max(20_000).default(1_000), 'bars of each timeframe fetched at first sight of a symbol, 2 to 20000', '1000'),
} as const;
export type CollectorsConfig = Values<typeof collectorsSlice>;

/** @throws ConfigError with every problem of the slice. */
export const readCollectorsConfig = (env: Environment): CollectorsConfig => readEnv(collectorsSlice, env);
