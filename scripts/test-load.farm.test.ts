/** A bounded load on a real api: what it says, and what it refuses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from './testing/commands.js';
import { startFarm, type TestFarm } from './testing/farm.js';

let farm: TestFarm;
let url: string;
beforeAll(async () => {
  farm = await startFarm({ clock: { speed: 1, farmMs: Date.UTC(2026, 5, 1, 12, 0, 2) }, symbols: 'BTC' });
  [url] = (await Promise.all([farm.start('api'), farm.start('collect'), farm.start('process')])).map((c) => c.url) as [string];
  await farm.start('scheduler', { TICK_AT_START: 'true' });
}, 90_000);
afterAll(() => farm.stop(), 60_000);

const load = (args: string[], key = farm.keys.trading) => runs('node', ['dist/scripts/test-load.js', ...args], { API_KEY_TRADING: key });
interface Report {
  ok: boolean;
  routes: { route: string; per_second: number; limited: number; failed: number }[];
  sockets: { readers: number; told: number };
}

describe('npm run test-load', () => {
  it('asks every route and fills sockets, and says that none failed; what the limit refuses is no failure', async () => {
    await expect.poll(async () => (await farm.servers.store.store.features.latest(['BTC'])).length, { timeout: 60_000 }).toBe(1);
    const { code, stdout, output } = await load(['--url', url, '--seconds', '1', '--connections', '4', '--readers', '20', '--json']);
    const report = JSON.parse(stdout) as Report;
    expect([code, report.ok], output).toEqual([0, true]);
    expect(report.routes.map((r) => [r.route, r.failed])).toEqual([['/api/v1/prices/current/BTC', 0], ['/api/v1/ml-features/BTC/current', 0], ['/api/v1/technical/BTC', 0], ['/health', 0]]);
    expect(report.routes.some((r) => r.limited > 0)).toBe(true);
    expect(report.sockets).toMatchObject({ readers: 20, told: 20 });
  }, 120_000);

  it.each([
    [['--url', 'http://192.0.2.1:8000'], 2, /asks the loopback only/],
    [['--url', 'http://127.0.0.1:9'], 1, /does not answer/],
    [['--readers', '100000'], 2, /from 1 to 1000/],
    [['--nonsense'], 2, /unknown option/],
  ])('refuses %j', async (args, exit, words) => {
    const { code, stderr } = await load(args);
    expect([code, stderr]).toEqual([exit, expect.stringMatching(words)]);
  }, 30_000);
});
