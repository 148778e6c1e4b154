/** The slice of the environment that says how long rows are kept. */
import { z } from 'zod';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';
import { isPolicy, keptTables } from './policy.js';

const defaults = keptTables.map((t) => `${t.name} ${t.keep.days}`).join(', ');

export const retentionSlice = {
  KEEP_DAYS: variable(z.string().default('').refine(isPolicy), `table=days, comma-separated, 0 for ever; where it says nothing: ${defaults}`, 'slot_ledger=400,ml_features_materialized=0'),
} as const;
export type RetentionConfig = Values<typeof retentionSlice>;

/** @throws ConfigError naming the tables that may be given. */
export const readRetentionConfig = (env: Environment): RetentionConfig => readEnv(retentionSlice, env);
