import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIo, openWs } from './testing/sockets.js';
import { KEYS, testGround, type Ground } from './testing/api.js';

let ground: Ground;
const children: ChildProcess[] = [];
beforeAll(async () => {
  ground = await testGround();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await ground.cleanup();
});

const BUILT = new URL('../dist/api/main.js', import.meta.url).pathname;

/** The built process with the ground's Redis and MySQL and only the environment a deployment would give. */
function startProcess(env: Record<string, string> = {}): { child: ChildProcess; output(): string; ended: Promise<number | null> } {
  const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = ground.redis.settings;
  const store = Object.fromEntries(Object.entries(ground.store.config).map(([k, v]) => [k, String(v)]));
  const keys = { API_KEY_MASTER: KEYS.master, API_KEY_TRADING: KEYS.trading, API_KEY_READONLY: KEYS.readonly };
  const child = spawn(process.execPath, [BUILT], {
    env: { PATH: process.env['PATH'], ...store, REDIS_HOST, REDIS_PORT: String(REDIS_PORT), REDIS_PASSWORD: REDIS_PASSWORD ?? '', REDIS_PREFIX: ground.redis.prefix, PORT: '0', LOG_FORMAT: 'json', ...keys, ...env },
  });
  children.push(child);
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  return { child, output: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

const portOf = (output: string): string | undefined => /"port":(\d+)[^\n]*"msg":"listening"/.exec(output)?.[1];

describe('the api process', () => {
  it('answers, and on SIGTERM says goodbye to its sockets and exits 0', async () => {
    const { child, output, ended } = startProcess();
    await expect.poll(() => portOf(output()), { timeout: 20_000 }).toBeDefined();
    const url = `http://127.0.0.1:${portOf(output())}`;
    const answer = await fetch(`${url}/api/v1/prices/current/btc`, { headers: { authorization: `Bearer ${KEYS.readonly}` } });
    expect([answer.status, ((await answer.json()) as { symbol: string }).symbol]).toEqual([200, 'BTC']);
    const client = await openWs(url, KEYS.readonly);
    const other = openIo(url, KEYS.readonly);
    await other.subscribe({ stream: 'prices', symbols: ['BTC'] });
    const goodbye = once(client.ws, 'close');
    child.kill('SIGTERM');
    expect((await goodbye)[0]).toBe(1001);
    expect(await ended).toBe(0);
    expect(output()).not.toContain(KEYS.readonly);
  });

  it('says that it is not ready and goes on answering for a moment before it closes, for those who have not heard', async () => {
    const { child, output, ended } = startProcess({ CLOSE_DELAY_MS: '2000' });
    await expect.poll(() => portOf(output()), { timeout: 20_000 }).toBeDefined();
    const url = `http://127.0.0.1:${portOf(output())}`;
    child.kill('SIGTERM');
    const ready = async () => fetch(`${url}/ready`).then(async (r) => [r.status, await r.json()]);
    await expect.poll(ready, { interval: 20 }).toEqual([503, { status: 'not ready', reason: 'stopping' }]);
    const late = await fetch(`${url}/api/v1/prices/current/btc`, { headers: { authorization: `Bearer ${KEYS.readonly}` } });
    expect([late.status, ((await late.json()) as { symbol: string }).symbol]).toEqual([200, 'BTC']);
    expect(await ended).toBe(0);
  });

  it('names every bad variable in one list and exits 2', async () => {
    const { output, ended } = startProcess({ NODE_ENV: 'production', PORT: 'http', REDIS_PORT: '0', API_KEY_MASTER: 'short' });
    expect(await ended).toBe(2);
    expect(output()).toMatch(/REDIS_PORT must be/);
    expect(output()).toMatch(/ PORT must be a port/);
    expect(output()).toMatch(/API_KEY_MASTER must be [^\n]*got 5 characters/);
    expect(output()).toMatch(/JWT_SECRET_KEY must be [^\n]*not set/);
    expect(output()).not.toMatch(/\n\s+at /);
  });

  it('says which port is taken and exits 1', async () => {
    const holder: Server = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { output, ended } = startProcess({ PORT: String(port) });
    expect(await ended).toBe(1);
    expect(output()).toBe(`port ${port} is taken: set PORT to a free one\n`);
    holder.close();
  });
});
