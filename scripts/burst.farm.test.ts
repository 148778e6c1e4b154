/** Workers that are told to go in the middle of a burst lose nothing and double nothing. The long form is `npm run chaos -- burst`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { burst } from './chaos/burst.js';
import { sharedServers, type FarmServers } from './testing/servers.js';

const JOBS = 1_000;

let servers: FarmServers;
beforeAll(async () => {
  servers = await sharedServers();
});
afterAll(() => servers.close());

const text = (values: object): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value ?? '')]));

it('every effect is there exactly once, however often a worker is told to go', async () => {
  const { redis, prefix, store } = servers;
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'test', FARM_MODE: 'sim', LOG_FORMAT: 'json', LOG_LEVEL: 'warn', DRAIN_TIMEOUT_MS: '20000', REDIS_PREFIX: prefix, ...text(redis), ...text(store.config) };
  const report = await burst({ redis, prefix, store: store.config, env, jobs: JOBS, workers: 3, kills: 6, progress: () => undefined });
  expect(report).toMatchObject({ expected: JOBS, done: JOBS, lost: 0, doubled: 0, badEnds: [] });
  expect(report.kills, 'a burst in which nobody was told to go proves nothing').toBeGreaterThan(0);
}, 180_000);
