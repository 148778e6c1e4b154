/**
 * One private Redis and one private MySQL for a whole test run, started before
 * the first file and stopped after the last. Files share them by using a key
 * prefix and databases of their own (`testRedis()`, `testStore()`).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {} from '#queues/testing/provided.js';
import type { TestProject } from 'vitest/node';
import { startMysql } from '#scripts/provision/mysql.js';
import { startRedis } from '#scripts/provision/redis.js';

/** vitest globalSetup; returns its teardown. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'farm-test-'));
  const options = { home, durable: false, log: () => undefined };
  const [redis, mysql] = await Promise.all([startRedis(options), startMysql(options)]).catch((error: unknown) => {
    rmSync(home, { recursive: true, force: true }); // the half that started ends with this process
    throw error;
  });
  project.provide('services', {
    redis: { host: redis.host, port: redis.port, password: redis.password },
    mysql: { host: mysql.host, port: mysql.port, user: mysql.user, password: mysql.password },
  });
  return async () => {
    await Promise.all([redis.stop(), mysql.stop()]);
    rmSync(home, { recursive: true, force: true });
  };
}
