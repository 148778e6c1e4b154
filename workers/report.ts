/** Keeps telling the farm that this process is there, until it stops. */
import { hostname } from 'node:os';
import { REPORT_EVERY_MS, removeReport, writeReport } from '#queues/reports.js';
import { realNowMs } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Redis } from '#queues/runtime/redis.js';
import type { Upstream } from './upstream/client.js';

export interface ReportOptions {
  redis: Redis;
  prefix: string;
  log: Log;
  pools: readonly string[];
  upstream: Pick<Upstream, 'report'>;
  /** Tells processes apart; the host's name and the process id when left out. */
  process?: string;
}

/** @returns a function that stops it and takes the report away. */
export function keepReporting({ redis, prefix, log, pools, upstream, process: name = `${hostname()}:${process.pid}` }: ReportOptions): () => Promise<void> {
  const tell = async (): Promise<void> => writeReport(redis, prefix, { process: name, at: realNowMs(), pools: [...pools], upstreams: await upstream.report() });
  const run = (): Promise<void> => tell().catch((error: unknown) => log.debug({ err: error }, 'no report was left'));
  let telling = run();
  const timer = setInterval(() => void (telling = run()), REPORT_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await telling;
    await removeReport(redis, prefix, name).catch((error: unknown) => log.debug({ err: error }, 'the report was left behind'));
  };
}
