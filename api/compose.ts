/** Builds the api's context and its live parts out of doors that are open already; `main.ts` and tests hand them in. */
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { StartError } from '#queues/errors.js';
import { realSleep, type Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import { connectRedis, type Redis, type RedisSettings } from '#queues/runtime/redis.js';
import type { Producer } from '#queues/producer.js';
import type { Store } from '#workers/store/index.js';
import { createAnswers } from './answers.js';
import { addressThrough } from './auth/address.js';
import { createGuesses } from './auth/guesses.js';
import { followKeysFile, readKeysFile } from './auth/keys-file.js';
import { createKeys } from './auth/keys.js';
import { createLimits } from './auth/limits.js';
import { createSessions } from './auth/session.js';
import type { ApiConfig } from './config.js';
import type { ApiContext, Foundations } from './context.js';
import { createGraphql } from './graphql/server.js';
import { keepGauges } from './gauges.js';
import { createHot } from './hot.js';
import { followLanded } from './live/follow.js';
import { createHub, type Hub } from './live/hub.js';
import { serveSocketIo } from './live/socketio.js';
import { Connections } from './live/admission.js';
import { createSse } from './live/sse.js';
import { serveWs } from './live/ws.js';
import { createHttpServer } from './server.js';
import { createAssets } from './views/registry.js';
import { createCheckup } from './views/health.js';
import { keepWatch } from './watch/watch.js';
import { createWebhook } from './watch/webhook.js';

export interface Doors {
  config: ApiConfig;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  store: Store;
  producer: Producer;
  redis: RedisSettings;
  prefix: string;
  live(): boolean;
}

export interface Api {
  server: Server;
  hub: Hub;
  connections: Connections;
  ctx: ApiContext;
  /** Resolves with the port once it listens. @throws StartError when the port is taken. */
  listen(): Promise<number>;
  /** Stops listening, says goodbye to sockets, closes its own connections; the doors stay open. */
  close(): Promise<void>;
}

/** A request is never kept waiting for Redis: a command that cannot be sent now fails now. */
const FAIL_FAST = { commandTimeout: 1_000, enableOfflineQueue: false };
/** The reader blocks on purpose, and waits out an outage. */
const BLOCKING = { commandTimeout: 15_000, maxRetriesPerRequest: null };

function contextOf(d: Doors): { base: Foundations; disconnect(): void } {
  const { API_KEYS_FILE: keysFile } = d.config;
  const keys = createKeys(d.config, d.clock, keysFile === undefined ? undefined : readKeysFile(keysFile));
  const stopKeys = keysFile === undefined ? () => undefined : followKeysFile(keysFile, keys, d.log);
  const redis = connectRedis(d.redis, d.log, FAIL_FAST);
  const answers = createAnswers({ redis, prefix: d.prefix, metrics: d.metrics, log: d.log });
  const limits = createLimits(redis, d.prefix);
  const { clock, log, metrics, store, producer } = d;
  const config = { CORS_ORIGINS: d.config.CORS_ORIGINS, production: d.config.production };
  const checkup = createCheckup({ store, redis, producer, clock, log });
  const hot = createHot({ answers, keys, limits, metrics });
  const base: Foundations = { config, clock, log, metrics, store, redis, prefix: d.prefix, producer, assets: createAssets(store), answers, hot, keys, limits, guesses: createGuesses(redis, d.prefix), addressOf: addressThrough(d.config.TRUSTED_PROXIES), sessions: createSessions(keys), checkup, live: d.live };
  return { base, disconnect: () => (stopKeys(), redis.disconnect()) };
}

const FIRST_CONTACT_MS = 1_000;
/** Waits a moment for Redis, so that the first checkup does not call a connection that is being made an outage. */
const firstContact = async (redis: Redis): Promise<void> => {
  const stop = new AbortController();
  const ready = new Promise<void>((resolve) => (redis.status === 'ready' ? resolve() : redis.once('ready', () => resolve())));
  await Promise.race([ready, realSleep(FIRST_CONTACT_MS, stop.signal).catch(() => undefined)]).finally(() => stop.abort());
};

const listening = (server: Server, { PORT, HOST }: ApiConfig): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (e: NodeJS.ErrnoException) => reject(e.code === 'EADDRINUSE' ? new StartError(`port ${PORT} is taken: set PORT to a free one`) : e));
    server.listen(PORT, HOST, () => resolve((server.address() as AddressInfo).port));
  });

const IDLE_SCAN_MS = 50;
/** How long a request under way may take when the process stops. */
const LAST_ANSWER_MS = 10_000;

/** Connections on which nothing was asked yet: Node does not count them as idle, and one of them would hold a stopping server up for a minute. */
function silentOn(server: Server): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  const asked = ({ socket }: IncomingMessage): void => void silent.delete(socket);
  server.on('request', asked);
  server.on('upgrade', asked);
  return silent;
}

/** Requests under way are finished; a connection is closed as soon as it has none, or has had its time. */
const stopListening = (server: Server, silent: ReadonlySet<Socket>): Promise<void> =>
  new Promise((resolve) => {
    const scan = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of silent) socket.destroy();
    }, IDLE_SCAN_MS);
    const last = setTimeout(() => server.closeAllConnections(), LAST_ANSWER_MS);
    server.close(() => (clearInterval(scan), clearTimeout(last), resolve()));
  });

export function composeApi(doors: Doors): Api {
  const { base, disconnect } = contextOf(doors);
  const hub = createHub(base);
  const connections = new Connections();
  const ctx: ApiContext = { ...base, sse: createSse(base, hub, connections) };
  const graphql = createGraphql(ctx);
  const server = createHttpServer(ctx, graphql);
  const silent = silentOn(server);
  const closeWs = serveWs(server, ctx, hub, connections);
  const connect = (): Redis => connectRedis(doors.redis, doors.log, BLOCKING);
  const closeSocketIo = serveSocketIo(server, ctx, { hub, connections, connect });
  const stopFollowing = followLanded({ redis: connect(), prefix: doors.prefix, log: doors.log, onEvent: hub.take });
  let stopGauges = (): void => undefined;
  let stopWatch = async (): Promise<void> => undefined;
  const listen = async (): Promise<number> => {
    await firstContact(ctx.redis);
    stopGauges = keepGauges(ctx);
    const { ALERT_WEBHOOK_URL: webhook } = doors.config;
    stopWatch = keepWatch(ctx, webhook === undefined ? undefined : createWebhook(webhook));
    return listening(server, doors.config);
  };
  const close = async (): Promise<void> => {
    stopGauges();
    await stopWatch();
    const closed = stopListening(server, silent);
    ctx.sse.close();
    closeWs();
    closeSocketIo();
    await stopFollowing();
    await closed;
    await graphql.stop();
    disconnect();
  };
  return { server, hub, connections, ctx, listen, close };
}
