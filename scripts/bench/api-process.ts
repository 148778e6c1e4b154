/** The api role as the farm starts it, for the benches that ask it. */
import { startChild } from '../farm/child.js';
import { HEAP_FLAGS } from '../farm/roles.js';
import { freePort } from '../provision/ports.js';
import type { BenchServices } from './services.js';

/** Starts the api role. @returns its URL and process id. */
export async function startApi(b: BenchServices, keys: Record<string, string>): Promise<{ url: string; pid: number }> {
  const port = await freePort();
  const env = { ...b.env, ...keys, PORT: String(port), RATE_LIMIT_REQUESTS: '1000000000' };
  const api = startChild({ name: 'api', args: [...HEAP_FLAGS, 'dist/api/main.js'], env, logFile: `${b.logs}/api.log`, readyUrl: `http://127.0.0.1:${port}/ready`, drainMs: 10_000, tell: (line) => process.stderr.write(`${line}\n`) });
  b.closers.add('api', () => api.stop());
  await api.ready(30_000);
  return { url: `http://127.0.0.1:${port}`, pid: api.pid };
}
