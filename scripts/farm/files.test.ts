import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { farmKeys, forgetState, keepFarmMs, lastFarmMs, marketHome, readState, statePath, writeState, type FarmState } from './files.js';
import { lockOwner, takeLock } from './lock.js';

const home = mkdtempSync(join(tmpdir(), 'up-files-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const server = { host: '127.0.0.1', port: 1, password: 'p' };
const state: FarmState = {
  mode: 'sim',
  api_url: 'http://127.0.0.1:8000',
  keys: { master: 'a', trading: 'b', readonly: 'c' },
  mysql: { ...server, user: 'farm', databases: { prices: 'crypto_prices', trading: 'crypto_transactions', stock: 'stock_market_news' } },
  redis: server,
  simulator: { url: 'http://127.0.0.1:2' },
  processes: [{ role: 'worker', pool: 'collect', pid: 1, metrics_url: 'http://127.0.0.1:3/metrics' }],
};

describe('the home of a farm', () => {
  it('keeps a state that reads back equal, and only its owner may read it', () => {
    writeState(home, state);
    expect(readState(home)).toEqual(state);
    expect(statSync(statePath(home)).mode & 0o777).toBe(0o600);
    forgetState(home);
    expect(readState(home)).toBeNull();
  });

  it('keeps the same four different keys at every start', () => {
    const keys = farmKeys(home);
    expect(farmKeys(home)).toEqual(keys);
    expect(new Set(Object.values(keys)).size).toBe(4);
    expect(Math.min(...Object.values(keys).map((k) => k.length))).toBeGreaterThanOrEqual(24);
    expect(statSync(join(home, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it('gives every market a folder of its own', () => {
    const folders = [marketHome(home, 'sim', null), marketHome(home, 'live', null), marketHome(home, 'replay', '/data/one'), marketHome(home, 'replay', '/other/one')];
    expect(new Set(folders).size).toBe(4);
  });

  it('remembers where farm time stood', () => {
    expect(lastFarmMs(home)).toBeNull();
    keepFarmMs(home, 1_700_000_000_000);
    expect(lastFarmMs(home)).toBe(1_700_000_000_000);
  });

  it('takes over a lock whose owner is gone, and gives it back', () => {
    const release = takeLock(home);
    expect(lockOwner(home), 'this process is no up').toBeNull();
    release();
    takeLock(home)();
  });
});
