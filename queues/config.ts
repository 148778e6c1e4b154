/** The scheduler's own slice of the environment. */
import { z } from 'zod';
import { readEnv, variable, type Environment, type Values } from './runtime/env.js';

export const schedulerSlice = {
  METRICS_PORT: variable(z.coerce.number().int().min(0).max(65_535).default(9_101), 'a port, or 0 for a free one', '9101'),
  TICK_AT_START: variable(z.enum(['true', 'false']).default('false'), 'true or false: open the current slot at once instead of waiting for the next', 'false'),
} as const;
export type SchedulerConfig = Values<typeof schedulerSlice>;

/** @throws ConfigError with every problem of the slice. */
export const readSchedulerConfig = (env: Environment): SchedulerConfig => readEnv(schedulerSlice, env);
