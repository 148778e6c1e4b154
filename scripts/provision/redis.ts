/**
 * A private Redis under HOME/redis, on the loopback address with a password.
 * Never evicts (BullMQ would lose jobs silently) and ticks at hz 100 (job
 * schedulers are about five times more punctual). Starting again in the same
 * home resumes the data; a Redis started by somebody else is never touched.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort, portIsFree } from './ports.js';
import { requireProgram } from './packages.js';
import { ProvisionError } from './failure.js';
import { redisAnswers } from './greeting.js';
import { keptSecret } from './secret.js';
import { requireSpace, startServer, type RunningServer } from './server.js';

export interface RedisOptions {
  home: string;
  /** Append-only file synced every second, or nothing on disk at all (tests). */
  durable: boolean;
  /** Chosen by the system when omitted. */
  port?: number;
  log(line: string): void;
}

export interface PrivateRedis extends RunningServer {
  host: string;
  port: number;
  password: string;
}

const SPACE_NEEDED = 100 * 1024 ** 2;

/** Lines of redis.conf; the password goes through the file because arguments are visible to every user. */
export function redisConfig(o: { port: number; dir: string; password: string; durable: boolean }): string {
  const persistence = o.durable ? ['appendonly yes', 'appendfsync everysec', 'save 3600 1'] : ['appendonly no', 'save ""'];
  return [`port ${o.port}`, 'bind 127.0.0.1', 'protected-mode yes', `requirepass ${o.password}`, `dir "${o.dir}"`, 'daemonize no', 'hz 100', 'maxmemory-policy noeviction', 'tcp-backlog 128', ...persistence, ''].join('\n');
}

/** @throws ProvisionError with cause and cure. */
export async function startRedis({ home, durable, port: wanted, log }: RedisOptions): Promise<PrivateRedis> {
  const program = requireProgram('redis', 'redis-server');
  const dir = join(resolve(home), 'redis');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (durable) requireSpace(dir, SPACE_NEEDED);
  if (wanted !== undefined && !(await portIsFree(wanted))) throw new ProvisionError(`Redis did not start: port ${wanted} is taken`, 'stop the program that listens there, or let a free port be chosen');
  const port = wanted ?? (await freePort());
  const password = keptSecret(join(dir, 'password'));
  const file = join(dir, 'redis.conf');
  writeFileSync(file, redisConfig({ port, dir, password, durable }), { mode: 0o600 });
  const server = await startServer({ name: 'Redis', program, args: [file], logFile: join(dir, 'redis.log'), ready: () => redisAnswers(port, password), readyTimeoutMs: 60_000, stopTimeoutMs: 15_000 });
  log(`Redis listens on 127.0.0.1:${port}`);
  return { host: '127.0.0.1', port, password, ...server };
}
