import { afterAll, describe, expect, it } from 'vitest';
import { silentLog } from '#queues/runtime/log.js';
import { connectRedis } from '#queues/runtime/redis.js';
import { testRedis } from './redis.js';

const kit = await testRedis();
afterAll(() => kit.cleanup());

describe('the Redis of a test file', () => {
  it('answers with the settings it hands out', async () => {
    expect(await kit.redis.ping()).toBe('PONG');
    expect(kit.settings.REDIS_PORT).toBeGreaterThan(0);
  });

  it('gives every kit a prefix of its own', async () => {
    const other = await testRedis();
    expect(other.prefix).not.toBe(kit.prefix);
    await other.redis.set(`${other.prefix}:mine`, '1');
    await other.cleanup();
    expect(await kit.redis.exists(`${other.prefix}:mine`)).toBe(0);
  });

  it('names a key that was written outside the prefix', async () => {
    // A database of its own: files running beside this one look for strays, too.
    const [culprit, careless] = [await testRedis({ db: 15 }), await testRedis({ db: 15 })];
    await culprit.redis.set('stray', '1');
    await expect(careless.cleanup()).rejects.toThrow(/stray/);
    await culprit.redis.del('stray');
    await culprit.cleanup();
  });

  it('notices a connection that was left open', async () => {
    const careless = await testRedis();
    const forgotten = connectRedis(careless.settings, silentLog());
    await forgotten.ping();
    await expect(careless.cleanup()).rejects.toThrow(/still open/);
    await forgotten.quit();
  });

  it('never evicts and ticks a hundred times a second', async () => {
    const setting = async (name: string) => ((await kit.redis.config('GET', name)) as string[])[1];
    expect(await setting('maxmemory-policy')).toBe('noeviction');
    expect(await setting('hz')).toBe('100');
  });
});
