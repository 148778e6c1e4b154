/**
 * The small HTTP server of scheduler and workers: `/health`, `/ready`, `/metrics`.
 * Liveness looks at the event loop only: if it touched Redis or MySQL, an outage
 * would restart the fleet. Readiness asks what it is given.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { StartError } from '../errors.js';
import type { Metrics } from './metrics.js';

export interface ProbeOptions {
  host: string;
  port: number;
  metrics: Metrics;
  /** Resolves when the process can do its work; rejects with the reason it cannot. */
  ready(): Promise<void>;
}

const json = (res: ServerResponse, status: number, body: unknown): void => {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
};

async function answer(path: string, res: ServerResponse, o: ProbeOptions, loop: { max: number; reset(): void }): Promise<void> {
  if (path === '/health') {
    const stallMs = Math.round(loop.max / 1e6);
    loop.reset();
    return json(res, 200, { status: 'alive', event_loop_stall_ms: stallMs });
  }
  if (path === '/ready') {
    const reason = await o.ready().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    return reason === undefined ? json(res, 200, { status: 'ready' }) : json(res, 503, { status: 'not ready', reason });
  }
  if (path === '/metrics') {
    const text = await o.metrics.registry.metrics();
    res.writeHead(200, { 'content-type': o.metrics.registry.contentType });
    return void res.end(text);
  }
  json(res, 404, { error: { code: 'NOT_FOUND', message: 'this port answers /health, /ready and /metrics' } });
}

/** @returns the listening server; its port is the given one, or a free one for 0. @throws StartError when the port is taken. */
export async function startProbes(o: ProbeOptions): Promise<{ port: number; close(): Promise<void> }> {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  const server: Server = createServer((req, res) => {
    answer(new URL(req.url ?? '/', 'http://probe').pathname, res, o, loop).catch((error: unknown) => json(res, 500, { error: { code: 'INTERNAL_ERROR', message: String(error) } }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (e: NodeJS.ErrnoException) => reject(e.code === 'EADDRINUSE' ? new StartError(`port ${o.port} is taken: set METRICS_PORT to a free one`) : e));
    server.listen(o.port, o.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : o.port,
    close: () => new Promise((resolve) => (loop.disable(), server.closeAllConnections(), server.close(() => resolve()))),
  };
}
