/**
 * Redis and MySQL for this farm: the ones the environment points at, or private
 * ones in the home. What the environment points at is used and never stopped. A
 * private server that ends by itself is started again on the same port.
 */
import { realSleep } from '#queues/runtime/clock.js';
import { startMysql } from '#scripts/provision/mysql.js';
import { startRedis } from '#scripts/provision/redis.js';
import type { RunningServer } from '#scripts/provision/server.js';
import { pauseAfter } from './child.js';
import type { Closers } from './closers.js';
import type { Servers } from './environment.js';
import { givenMysql, givenRedis } from './given.js';

export interface ServersPlace {
  /** The market's folder. */
  home: string;
  /** Caller's environment with `.env` below it. */
  env: Readonly<Record<string, string | undefined>>;
  closers: Closers;
  tell(line: string): void;
}

/** Both at once; nothing is started when one that is given does not answer. @throws ProvisionError with cause and cure. */
export async function startServers(place: ServersPlace): Promise<Servers> {
  const given = { redis: await givenRedis(place.env), mysql: await givenMysql(place.env) };
  const [redis, mysql] = await Promise.allSettled([given.redis ?? privateRedis(place), given.mysql ?? privateMysql(place)]);
  if (redis.status === 'rejected') throw redis.reason;
  if (mysql.status === 'rejected') throw mysql.reason;
  return { redis: redis.value, mysql: mysql.value };
}

async function privateRedis(place: ServersPlace): Promise<Servers['redis']> {
  const options = { home: place.home, durable: true, log: place.tell };
  const first = await startRedis(options);
  keep('Redis', first, () => startRedis({ ...options, port: first.port }), place);
  return { host: first.host, port: first.port, password: first.password };
}

async function privateMysql(place: ServersPlace): Promise<Servers['mysql']> {
  const options = { home: place.home, durable: true, log: place.tell };
  const first = await startMysql(options);
  keep('MySQL', first, () => startMysql({ ...options, port: first.port }), place);
  return { host: first.host, port: first.port, user: first.user, password: first.password };
}

/** Stops it with the farm; starts it again, with a growing pause, when it ends before. */
function keep(name: string, first: RunningServer, again: () => Promise<RunningServer>, { closers, tell }: ServersPlace): void {
  let current = first;
  const stopping = new AbortController();
  const watch = async (): Promise<void> => {
    for (let ends = 1; ; ends += 1) {
      await current.exited;
      if (stopping.signal.aborted) return;
      tell(`${name} ended by itself; starting it again in ${pauseAfter(ends) / 1_000} s`);
      await realSleep(pauseAfter(ends), stopping.signal);
      current = await again();
      if (stopping.signal.aborted) await current.stop();
    }
  };
  // Aborted during the pause, or it cannot be started: the second is told, and the farm says unhealthy.
  const watching = watch().catch((error: unknown) => (stopping.signal.aborted ? undefined : tell(`${name} stays down: ${error instanceof Error ? error.message : String(error)}`)));
  closers.add(name, async () => {
    stopping.abort();
    await current.stop();
    await watching;
  });
}
