import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '#queues/errors.js';
import { readKeysFile } from './auth/keys-file.js';
import { createKeys } from './auth/keys.js';
import { readApiConfig } from './config.js';
import { errorOf, JWT_SECRET, KEYS, NOBODY, testGround, type Ground, type Running } from './testing/api.js';
import { NOW } from './testing/rows.js';
import { openIo, openWs, type IoClient } from './testing/sockets.js';

let ground: Ground;
let folder: string;
beforeAll(async () => {
  ground = await testGround();
  folder = mkdtempSync(join(tmpdir(), 'farm-keys-'));
});
afterAll(async () => {
  await ground.cleanup();
  rmSync(folder, { recursive: true });
});

const BTC = '/api/v1/prices/current/BTC';
const sha = (key: string): string => `sha256:${createHash('sha256').update(key).digest('hex')}`;
const [OLD, NEW] = ['trading-key-of-last-month-gTq81', 'trading-key-of-this-month-Zw72p'];
/** As a mounted secret changes: the file is a link, and another file is linked in its place. */
function write(path: string, text: string): void {
  const file = join(folder, randomUUID());
  writeFileSync(file, text);
  symlinkSync(file, `${file}.link`);
  renameSync(`${file}.link`, path);
}
const forgetGuesses = () => ground.redis.redis.del(`${ground.redis.prefix}:guesses:127.0.0.1`);
const statusOf = async (api: Running, key: string): Promise<number> => (await api.get(BTC, { key })).status;
/** Of a caller who has not guessed before. */
const status = async (api: Running, key: string): Promise<number> => (await forgetGuesses(), statusOf(api, key));
const connected = ({ socket }: IoClient): Promise<void> => new Promise((resolve) => socket.once('connect', () => resolve()));
const soon = { timeout: 10_000, interval: 50 };

function jwt(claims: object): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: randomUUID(), scopes: ['read:prices'], ...claims })}`;
  return `${text}.${createHmac('sha256', JWT_SECRET).update(text).digest('base64url')}`;
}

describe('keys in a file', () => {
  it('are replaced without a restart, side by side for a while, and take their sessions and sockets with them', async () => {
    const path = join(folder, 'keys');
    write(path, `# keys of the desk\ntrading ${sha(OLD)}\n`);
    const api = await ground.start({ API_KEYS_FILE: path });
    expect([await status(api, OLD), await status(api, NEW), await status(api, KEYS.trading), await status(api, KEYS.readonly)]).toEqual([200, 401, 401, 200]);

    write(path, `trading ${sha(OLD)}\ntrading ${NEW} # in the clear\n`);
    await expect.poll(() => status(api, NEW), soon).toBe(200);
    expect(await status(api, OLD)).toBe(200);

    const login = await fetch(`${api.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ key: OLD }) });
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] as string;
    const asSession = async (): Promise<number> => (await api.get(BTC, { key: null, headers: { cookie } })).status;
    const { ws } = await openWs(api.url, OLD);
    const io = openIo(api.url, OLD);
    await connected(io);
    expect(await asSession()).toBe(200);
    const closed = once(ws, 'close');
    const disconnected = new Promise((resolve) => io.socket.once('disconnect', resolve));

    write(path, `trading ${sha(NEW)}\n`);
    await expect.poll(() => status(api, OLD), soon).toBe(401);
    expect([await asSession(), await status(api, NEW)]).toEqual([401, 200]);
    expect((await closed)[0]).toBe(1008);
    await disconnected;
  });

  it('end when their line says so', async () => {
    const path = join(folder, 'keys-until');
    write(path, `trading ${sha(OLD)} until=${new Date(NOW + 60_000).toISOString()}\n`);
    const api = await ground.start({ API_KEYS_FILE: path });
    expect(await status(api, OLD)).toBe(200);
    ground.clock.advance(60_000);
    expect(await status(api, OLD)).toBe(401);
    ground.clock.set(NOW);
  });

  it('hold as they were while the file is bad, which is told without a key in it', async () => {
    const path = join(folder, 'keys-bad');
    write(path, `trading ${OLD}\n`);
    const lines: string[] = [];
    const api = await ground.start({ API_KEYS_FILE: path }, { log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }) });
    write(path, `trading ${NEW}\nmaster short\nwizard ${NEW}\njwt ${sha(NEW)}\nreadonly ${OLD} until=tomorrow\n`);
    await expect.poll(() => lines.find((l) => l.includes('was not taken')), soon).toBeDefined();
    const told = lines.join('');
    expect(told).toContain('line 2: holds a key that is short, repeating or well known');
    expect(told).toContain('line 3: must begin with master, trading, readonly, jwt');
    expect(told).toContain('line 4: must hold the text itself');
    expect(told).toContain('line 5: must end its key with until=');
    for (const key of [OLD, NEW, 'short']) expect(told.replaceAll('is short', '')).not.toContain(key);
    expect([await status(api, OLD), await status(api, NEW)]).toEqual([200, 401]);
  });

  it('are refused at start where a key has two names, a name has none in production, or there is no file', () => {
    const config = (env: Record<string, string>) => readApiConfig({ API_KEYS_FILE: '/nowhere', ...env });
    expect(() => createKeys(config({}), ground.clock, `trading ${NEW}\nreadonly ${sha(NEW)}\n`)).toThrow('another name\'s too');
    expect(() => createKeys(config({ NODE_ENV: 'production' }), ground.clock, `trading ${NEW}\n`)).toThrow(/^3 configuration problems:\n.*API_KEY_MASTER is not set, and API_KEYS_FILE has no line for master/);
    expect(() => readKeysFile('/nowhere')).toThrow(new ConfigError(['API_KEYS_FILE cannot be read: ENOENT']));
  });
});

describe('a token that ends', () => {
  it('closes the sockets it opened', async () => {
    const api = await ground.start();
    const key = jwt({ exp: NOW / 1_000 + 600 });
    const { ws, heard } = await openWs(api.url, key);
    const io = openIo(api.url, key);
    await connected(io);
    const stays = await openWs(api.url, KEYS.trading);
    const expired = new Promise((resolve) => io.socket.once('expired', resolve));
    const closed = once(ws, 'close');
    ground.clock.advance(600_000);
    expect((await closed)[0]).toBe(1008);
    expect(heard.at(-1)).toMatchObject({ type: 'error', error: { code: 'INVALID_API_KEY' } });
    expect(await expired).toMatchObject({ code: 'INVALID_API_KEY' });
    expect(stays.ws.readyState).toBe(stays.ws.OPEN);
    stays.ws.close();
    ground.clock.set(NOW);
  });
});

describe('guessing', () => {
  it('gets slower for its address on every replica, never stops a good key, and leaves a line a call without a key in it', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const [one, two] = [await ground.start({}, { log }), await ground.start({}, { log })];
    await forgetGuesses();
    const guess = 'nearly-the-master-key-0000';
    const statuses: number[] = [];
    for (let i = 0; i < 10; i += 1) statuses.push(await statusOf(i % 2 === 0 ? one : two, guess));
    expect(statuses).toEqual(Array<number>(10).fill(401));
    await ground.redis.redis.set(`${ground.redis.prefix}:guesses:127.0.0.1`, 99, 'PX', 60_000);
    expect([await statusOf(one, guess), await statusOf(two, guess)]).toEqual([401, 429]);
    const refused = await one.get(BTC, { key: guess, headers: { 'x-request-id': 'guess-17', 'x-forwarded-for': '203.0.113.9' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await errorOf(refused)).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED', message: 'too many wrong keys from this address' });
    expect(await statusOf(two, KEYS.readonly)).toBe(200);

    await one.get('/api/v1/ml-features/BTC/current', { key: KEYS.readonly });
    await one.get('/admin/queues/api/queues/pause', { key: KEYS.trading, method: 'PUT' });
    const audits = lines.map((l) => JSON.parse(l) as Record<string, unknown>).filter((l) => l['audit'] === 'refused');
    expect(audits).toHaveLength(15);
    expect(audits.at(-3)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED', surface: '/api/v1/prices/current/:symbol', request_id: 'guess-17', forwarded: '203.0.113.9', method: 'GET' });
    expect(audits.at(-2)).toMatchObject({ code: 'FORBIDDEN_SCOPE', owner: 'readonly' });
    expect(audits.at(-1)).toMatchObject({ code: 'FORBIDDEN_SCOPE', owner: 'trading', surface: '/admin/queues', method: 'PUT' });
    for (const secret of [guess, ...Object.values(KEYS)]) expect(lines.join('')).not.toContain(secret);
  });

  it('is counted for whom a trusted proxy names, and for the proxy itself where none is trusted', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const [trusting, strict] = [await ground.start({ TRUSTED_PROXIES: 'loopback' }, { log }), await ground.start({}, { log })];
    const from = async (at: Running, address: string): Promise<number> => (await at.get(BTC, { key: 'nearly-the-master-key-0000', headers: { 'x-forwarded-for': address } })).status;
    await forgetGuesses();
    await ground.redis.redis.set(`${ground.redis.prefix}:guesses:203.0.113.9`, 200, 'PX', 60_000);
    expect([await from(trusting, '203.0.113.9'), await from(trusting, '203.0.113.10'), await from(trusting, '203.0.113.9, 203.0.113.10')]).toEqual([429, 401, 401]);
    expect(await from(strict, '203.0.113.9')).toBe(401);
    expect(await ground.redis.redis.get(`${ground.redis.prefix}:guesses:127.0.0.1`)).toBe('1');
    for (const at of [trusting, strict]) await expect(openWs(at.url, 'nonsense', '/ws/prices', { 'x-forwarded-for': '203.0.113.11' })).rejects.toThrow('401');
    const audited = lines.map((l) => JSON.parse(l) as Record<string, unknown>).filter((l) => l['audit'] === 'refused').map((l) => l['address']);
    expect(audited).toEqual(['203.0.113.9', '203.0.113.10', '203.0.113.10', '127.0.0.1', '203.0.113.11', '127.0.0.1']);
  });

  it('is counted, and limits hold, while Redis is away', async () => {
    const lone = await ground.start({}, { redis: NOBODY });
    const key = jwt({ exp: NOW / 1_000 + 600, rate_limit: '3/hour' });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push(await statusOf(lone, key));
    expect(statuses).toEqual([200, 200, 200, 429]);
    const tries: number[] = [];
    for (let i = 0; i < 11; i += 1) tries.push((await fetch(`${lone.url}/login`, { method: 'POST', body: new URLSearchParams({ key: 'nonsense' }) })).status);
    expect(tries).toEqual([...Array<number>(10).fill(401), 429]);
  });
});
