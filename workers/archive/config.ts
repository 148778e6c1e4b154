/** The slice of variables about keeping upstream answers. */
import { z } from 'zod';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';

export const archiveSlice = {
  ARCHIVE: variable(z.enum(['on', 'off']).default('on'), 'on or off: whether the answers of upstreams are kept, so that the past can be computed again', 'on'),
  ARCHIVE_DAYS: variable(z.coerce.number().min(0.01).max(3_650).default(14), 'days an answer is kept, 0.01 to 3650', '14'),
  ARCHIVE_MAX_MB: variable(z.coerce.number().int().min(1).max(10_000_000).default(10_000), 'megabytes of compressed answers kept at most; the oldest go first', '10000'),
} as const;
export type ArchiveConfig = Values<typeof archiveSlice>;

/** @throws ConfigError with every problem of the slice. */
export const readArchiveConfig = (env: Environment): ArchiveConfig => readEnv(archiveSlice, env);
