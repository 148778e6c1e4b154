/** The slice of variables about collecting itself. */
import { z } from 'zod';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';

export const collectorsSlice = {
  HISTORY_BARS: variable(z.coerce.number().int().min(2).max(20_000).default(1_000), 'bars of each timeframe fetched at first sight of a symbol, 2 to 20000', '1000'),
} as const;
export type CollectorsConfig = Values<typeof collectorsSlice>;

/** @throws ConfigError with every problem of the slice. */
export const readCollectorsConfig = (env: Environment): CollectorsConfig => readEnv(collectorsSlice, env);
