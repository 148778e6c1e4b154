/** Redis refuses the scripts of one user, as it refuses everybody's when its disk is full. */
import { randomBytes } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { expect, it } from 'vitest';
import { realSleep } from '#queues/runtime/clock.js';
import { silentLog, type Log } from '#queues/runtime/log.js';
import { workerConnection } from '#queues/runtime/redis.js';
import { testRedis } from '#queues/testing/redis.js';
import { restWhenRefused } from './rest.js';

it('a worker that is refused asks now and then, says so now and then, and goes on when it is let', async () => {
  const { redis, settings, prefix, cleanup } = await testRedis();
  const [username, password] = [`test-${randomBytes(4).toString('hex')}`, randomBytes(12).toString('hex')];
  await redis.acl('SETUSER', username, 'on', `>${password}`, '~*', '&*', '+@all');
  const connection = { ...workerConnection(settings), username, password };
  const queue = new Queue('resting', { connection, prefix });
  const done: string[] = [];
  const refuse = (job: string): Promise<unknown> => (job === 'last' ? redis.acl('SETUSER', username, '-eval', '-evalsha') : Promise.resolve());
  const worker = new Worker('resting', (job) => (done.push(job.name), refuse(job.name)), { connection, prefix });
  let errors = 0;
  const lines: string[] = [];
  const log: Log = Object.assign(silentLog(), { warn: (_fields: unknown, message: string) => void lines.push(message) });
  worker.on('error', () => (errors += 1));
  restWhenRefused(worker, log);
  try {
    await queue.addBulk(['before', 'last'].map((name) => ({ name, data: {} })));
    await expect.poll(() => lines, { timeout: 10_000 }).toContain('Redis refuses what this worker asks: it rests');
    const seen = [errors, lines.length];
    await realSleep(3_000);
    // Thousands a second before.
    expect(errors - (seen[0] as number)).toBeLessThan(50);
    expect(lines.length - (seen[1] as number)).toBeLessThan(20);
    await redis.acl('SETUSER', username, '+eval', '+evalsha');
    await queue.add('after', {});
    await expect.poll(() => done, { timeout: 10_000 }).toEqual(['before', 'last', 'after']);
  } finally {
    await worker.close();
    await queue.close();
    await redis.acl('DELUSER', username);
    await cleanup();
  }
}, 40_000);
