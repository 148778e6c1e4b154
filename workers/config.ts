/** The workers' own slice of the environment. */
import { z } from 'zod';
import { type Environment, readEnv, variable, type Values } from '#queues/runtime/env.js';
import { DEFAULT_CHUNK_SYMBOLS } from '#queues/flows/chunks.js';
import { poolNames, type PoolName } from '#queues/topology.js';
import type { Universe } from './universe.js';

const pools = z
  .string()
  .optional()
  .transform((v) => (v ?? '').split(',').map((p) => p.trim()).filter(Boolean))
  .refine((list): list is PoolName[] => list.every((p) => (poolNames as string[]).includes(p)));

const symbols = z
  .string()
  .default('all')
  .transform((v): Universe['wanted'] => {
    if (v === 'all') return 'all';
    return /^\d+$/.test(v) ? Number(v) : v.split(',').map((s) => s.trim()).filter(Boolean);
  })
  .refine((v) => v === 'all' || (typeof v === 'number' ? v > 0 : v.length > 0 && v.every((s) => /^[\w-]{1,100}$/.test(s))));

export const workersSlice = {
  WORKER_POOLS: variable(pools, `a comma-separated list of ${poolNames.join(', ')}`, 'collect,process'),
  WORKER_CONCURRENCY: variable(z.coerce.number().int().min(1).max(500).optional(), 'jobs at the same time per queue, 1 to 500', '8'),
  METRICS_PORT: variable(z.coerce.number().int().min(0).max(65_535).default(9_102), 'a port, or 0 for a free one', '9102'),
  SYMBOLS: variable(symbols, 'all, a number (that many by rank) or a comma-separated list of tickers or CoinGecko ids', 'BTC,ETH,SOL'),
  CHUNK_SYMBOLS: variable(z.coerce.number().int().min(1).max(250).default(DEFAULT_CHUNK_SYMBOLS), 'symbols per job, 1 to 250 (the most CoinGecko takes in one call)', '160'),
} as const;
export type WorkersConfig = Values<typeof workersSlice>;

/** @throws ConfigError with every problem. */
export const readWorkersConfig = (env: Environment): WorkersConfig => readEnv(workersSlice, env);

export const universeFrom = (c: Pick<WorkersConfig, 'SYMBOLS' | 'CHUNK_SYMBOLS'>): Universe => ({ wanted: c.SYMBOLS, chunkSymbols: c.CHUNK_SYMBOLS });
