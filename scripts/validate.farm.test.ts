/** A farm with broken parts: `validate` must fail, and name each with its cure. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from './testing/commands.js';
import { startFarm, type TestFarm } from './testing/farm.js';
import type { Result } from './validate/run.js';

let farm: TestFarm;
let url: string;
beforeAll(async () => {
  farm = await startFarm({ clock: { speed: 1, farmMs: Date.UTC(2026, 5, 1, 12, 0, 2) }, symbols: 'BTC' });
  url = (await farm.start('api')).url;
}, 90_000);
afterAll(() => farm.stop(), 60_000);

const keys = () => ({ API_KEY_MASTER: farm.keys.master, API_KEY_TRADING: farm.keys.trading, API_KEY_READONLY: farm.keys.readonly });
const validate = (args: string[], env: Record<string, string> = keys()) => runs('node', ['dist/scripts/validate.js', ...args], env);
interface Report {
  ok: boolean;
  failed: number;
  checks: Result[];
}

describe('npm run validate', () => {
  it('says of a farm without workers that it has no price, and what to do', async () => {
    const { code, stdout } = await validate(['--url', url, '--json']);
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as Report)).toMatchObject({ ok: false, failed: 1, checks: [{ check: 'farm', state: 'failed', text: 'the farm has no price of any symbol', cure: expect.stringMatching(/collect worker/) }] });
  }, 60_000);

  it('names what stays undone in a farm without a process pool, and nothing that works', async () => {
    await farm.start('collect');
    const upkeep = await farm.start('process'); // opens the slot, then is gone
    await farm.start('scheduler', { TICK_AT_START: 'true' });
    const prices = () => farm.servers.store.store.prices.latest(['BTC']);
    await expect.poll(async () => (await prices()).length, { timeout: 40_000, interval: 50 }).toBe(1);
    upkeep.process.kill('SIGTERM');
    await upkeep.exit;
    const { stdout, code } = await validate(['--url', url, '--only', 'rows.ml_features', '--patience', '1', '--json'], keys());
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as Report).checks).toMatchObject([{ check: 'rows.ml_features', state: 'failed', text: expect.stringMatching(/^empty: /), cure: expect.stringContaining('ml_features') }]);
    const kept = await validate(['--url', url, '--only', 'rest.price']);
    expect([kept.code, kept.stdout]).toEqual([0, expect.stringMatching(/ok +rest\.price +BTC /)]);
  }, 180_000);

  it('fails where nobody answers, and where the key is not the farm\'s', async () => {
    const nobody = await validate(['--url', 'http://127.0.0.1:9']);
    expect([nobody.code, nobody.stdout]).toEqual([1, expect.stringMatching(/FAILED +farm +http:\/\/127\.0\.0\.1:9.* does not answer: .*\n +cure: is the farm up/)]);
    const wrong = await validate(['--url', url], { API_KEY_READONLY: 'test-key-of-another-farm-0001' });
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining('answered 401')]);
  }, 60_000);

  it.each([
    [['--home', '/nowhere/at/all'], /no farm is up in \/nowhere\/at\/all/],
    [['--url', 'ftp://x'], /--url must be an http or https address/],
    [['--url', 'http://127.0.0.1:9', '--compose'], /name one farm, not --url and --compose/],
    [['--nonsense'], /unknown option '--nonsense': npm run validate -- --help lists the options/],
  ])('refuses %j', async (args, words) => {
    const { code, stderr } = await validate(args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  }, 30_000);
});
