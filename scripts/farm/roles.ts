/** The farm's own processes as data: role, pool, script, port variable. Nothing here starts anything. */
import { join } from 'node:path';
import type { PoolName } from '#queues/topology.js';
import type { ChildSpec } from './child.js';

export interface RoleSpec {
  role: 'scheduler' | 'worker' | 'api';
  pool: PoolName | null;
  /** Also the name of its log. */
  name: string;
  script: string;
  flags: readonly string[];
}

const worker = (pool: PoolName, n: number): RoleSpec => ({ role: 'worker', pool, name: `worker-${pool}-${n}`, script: 'dist/workers/main.js', flags: ['--pool', pool] });

/** In the order in which they start; they stop in the reverse. Pure. @param workers processes of the collect and process pools, each. */
export function rolesOf(workers: number): RoleSpec[] {
  const numbers = Array.from({ length: workers }, (_, i) => i + 1);
  return [
    { role: 'api', pool: null, name: 'api', script: 'dist/api/main.js', flags: [] },
    ...numbers.flatMap((n) => [worker('collect', n), worker('process', n)]),
    worker('backfill', 1),
    { role: 'scheduler', pool: null, name: 'scheduler', script: 'dist/queues/main.js', flags: [] },
  ];
}

/**
 * V8 sizes its heap by the machine's memory and would collect late on a large
 * one; with these a role that needs 120 MiB stays near them, and within 256.
 */
export const HEAP_FLAGS = ['--max-old-space-size=192', '--max-semi-space-size=8'] as const;

/** SIGKILL only after the process's own drain and its grace have passed, real ms. */
const KILL_AFTER_MS = 60_000;

export interface Place {
  port: number;
  logs: string;
  env: Record<string, string>;
  tell(line: string): void;
}

/** The process as a child to start. Pure. */
export function childSpec(spec: RoleSpec, { port, logs, env, tell }: Place): ChildSpec {
  const variables: Record<string, string> = spec.role === 'api' ? { PORT: String(port) } : { METRICS_PORT: String(port) };
  if (spec.role === 'scheduler') variables['TICK_AT_START'] = 'true';
  return { name: spec.name, args: [...HEAP_FLAGS, spec.script, ...spec.flags], env: { ...env, ...variables }, logFile: join(logs, `${spec.name}.log`), readyUrl: `http://127.0.0.1:${port}/ready`, drainMs: KILL_AFTER_MS, tell };
}
