/** A process that is told to stop while its servers are away has nobody to say goodbye to: it must end all the same, and soon. */
import { afterEach, describe, expect, it } from 'vitest';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { startFarm, type TestFarm } from './testing/farm.js';

/** Above the 10 s that a drain may take, for a busy machine; without an end of its own a process would wait for its servers for ever. */
const SOON_MS = 60_000;

let farm: TestFarm | undefined;
afterEach(async () => {
  await farm?.stop();
  farm = undefined;
}, 60_000);

describe('every process, told to stop', () => {
  for (const name of ['redis', 'mysql'] as const) {
    it(`ends by itself while ${name} is away`, async () => {
      const f = (farm = await startFarm({ symbols: 'BTC,ETH', ownServers: true, env: { DRAIN_TIMEOUT_MS: '10000' } }));
      const children = [await f.start('api'), await f.start('collect'), await f.start('process'), await f.start('backfill'), await f.start('scheduler', { TICK_AT_START: 'true' })];
      await f.servers.outages![name].stop();
      const started = stopwatchMs();
      for (const child of children) child.process.kill('SIGTERM');
      const codes = await Promise.all(children.map(async (c) => [c.role, await c.exit]));
      expect(codes).toEqual(children.map((c) => [c.role, 0]));
      expect(stopwatchMs() - started).toBeLessThan(SOON_MS);
      await f.servers.outages![name].start();
    }, 120_000);
  }
});
