import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { featureNames } from '#workers/processors/features/index.js';
import { KEYS, testGround, type Ground, type Running } from '../testing/api.js';
import { SLOT } from '../testing/rows.js';

/** Another interpreter than the first on PATH: of a virtual environment, say. */
const PYTHON = process.env['PYTHON'] ?? 'python3';
const has = (module: string): boolean => spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0;

/** Can the example run here? Says aloud why not. */
function there(example: string, module: string): boolean {
  const found = has(module);
  if (!found) console.warn(`skipped: ${example}, since ${PYTHON} cannot import ${module} (its head says what to install; PYTHON names another interpreter)`);
  return found;
}

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground.cleanup());

async function run(example: string, env: Record<string, string> = {}): Promise<string[]> {
  const store = Object.fromEntries(Object.entries(ground.store.config).map(([k, v]) => [k, String(v)]));
  const farm = { FARM_URL: api.url, FARM_KEY: KEYS.trading, FARM_UPDATES: '2' };
  const { stdout } = await promisify(execFile)(PYTHON, [new URL(example, import.meta.url).pathname], { timeout: 25_000, env: { PATH: process.env['PATH'], ...store, ...farm, ...env } });
  return stdout.trimEnd().split('\n');
}

describe('the Python examples', () => {
  it.skipIf(!there('rest.py', 'requests'))('rest.py', async () => {
    expect(await run('rest.py')).toEqual(['price BTC 98765.43', 'again 304', 'candles 12', 'features 290']);
  });

  it.skipIf(!there('rest.py', 'requests'))('rest.py says what the farm says', async () => {
    await expect(run('rest.py', { FARM_KEY: 'wrong' })).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^INVALID_API_KEY: the key is not valid or has expired \(request [0-9a-f-]{36}\)/) as string });
  });

  it.skipIf(!there('live_websocket.py', 'websocket'))('live_websocket.py', async () => {
    expect((await run('live_websocket.py')).map((line) => line.split(' ').slice(0, 3)).sort()).toEqual([['update', 'BTC', '98765.43'], ['update', 'ETH', '3456.78']]);
  });

  it.skipIf(!there('live_socketio.py', 'socketio'))('live_socketio.py', async () => {
    expect((await run('live_socketio.py')).map((line) => line.split(' ')[0]).sort()).toEqual(['features', 'prices']);
  });

  it.skipIf(!there('live_events.py', 'requests'))('live_events.py', async () => {
    expect((await run('live_events.py')).sort()).toEqual(['update BTC 98765.43', 'update ETH 3456.78']);
  });

  it.skipIf(!there('features_sql.py', 'mysql.connector'))('features_sql.py', async () => {
    const [line] = await run('features_sql.py');
    expect(line).toMatch(new RegExp(`^row BTC ${new Date(SLOT).toISOString().slice(0, 19)} [\\d.]+ \\d+$`));
    expect(Number(line?.split(' ').at(-1))).toBeGreaterThan(featureNames.length);
  });
});
