import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realNowMs, realSleep } from '#queues/runtime/clock.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { dropDatabases, testConfig } from '#workers/store/testing.js';
import { openMysql } from '#workers/store/mysql.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { silentLog } from '#queues/runtime/log.js';
import { freePort } from '../provision/ports.js';
import { buildImage, type Image } from './testing/image.js';

const app = (image: Image): string => join(image.root, image.workdir);
const filesBelow = (dir: string): string[] => readdirSync(dir, { recursive: true, encoding: 'utf8' });
/** The image's own user where we may become it. */
const IMAGE_USER = process.getuid?.() === 0 ? { uid: 1_000, gid: 1_000 } : {};
const config = testConfig();
let image: Image;
let redis: TestRedis;
let home: string;

beforeAll(async () => {
  image = buildImage(resolve('.'), (line) => console.log(line));
  redis = await testRedis();
  home = mkdtempSync(join(tmpdir(), 'farm-tmp-'));
  chmodSync(home, 0o777);
}, 240_000);
afterAll(async () => {
  const mysql = openMysql(config, createMetrics(false), silentLog());
  await dropDatabases(config, mysql);
  await mysql.close();
  await redis.cleanup();
  image.remove();
  rmSync(home, { recursive: true, force: true });
});

function environment(port: number): NodeJS.ProcessEnv {
  const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = redis.settings;
  const store = Object.fromEntries(Object.entries(config).map(([k, v]) => [k, String(v)]));
  const keys = Object.fromEntries(['API_KEY_MASTER', 'API_KEY_TRADING', 'API_KEY_READONLY', 'JWT_SECRET_KEY'].map((name) => [name, `k${Buffer.from(name).toString('base64')}w9Zr4Tb6Ln8Yc3`]));
  // The published ports are the container's; here every process shares one loopback.
  return { PATH: process.env['PATH'], HOME: home, TMPDIR: home, ...image.env, ...store, ...keys, HOST: '127.0.0.1', METRICS_HOST: '127.0.0.1', REDIS_HOST, REDIS_PORT: String(REDIS_PORT), REDIS_PASSWORD: REDIS_PASSWORD ?? '', REDIS_PREFIX: redis.prefix, PORT: String(port), METRICS_PORT: String(port), DRAIN_TIMEOUT_MS: '3000' };
}

/** Starts a role as the entrypoint does, without the init that only a container needs. */
async function role(args: readonly string[]) {
  const port = await freePort();
  const [init, dashes, program = '', ...flags] = image.entrypoint;
  expect([init, dashes, program]).toEqual(['tini', '--', 'node']);
  const child = spawn(process.execPath, [...flags, ...args], { cwd: app(image), env: environment(port), stdio: ['ignore', 'pipe', 'pipe'], ...IMAGE_USER });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  const exit = new Promise<number | string | null>((done) => child.once('exit', (code, signal) => done(code ?? signal)));
  return { child, port, exit, output: () => output };
}

async function readyThenStopped(args: readonly string[]): Promise<void> {
  const r = await role(args);
  const deadline = realNowMs() + 40_000;
  while (!(await fetch(`http://127.0.0.1:${r.port}/ready`).then((a) => a.ok, () => false))) {
    if (r.child.exitCode !== null || realNowMs() > deadline) throw new Error(`${args.join(' ')} did not get ready:\n${r.output()}`);
    await realSleep(100);
  }
  r.child.kill('SIGTERM');
  expect(await r.exit, r.output()).toBe(0);
}

describe('the image', () => {
  it('is built from sources alone: no test, document, picture or secret is sent', () => {
    expect(image.context).toContain('queues/main.ts');
    expect(image.context.filter((f) => /\.test\.ts$|\/testing\/|\.md$|\.png$|(^|\/)\.env|^helm\//.test(f))).toEqual([]);
  });

  it('holds the compiled farm and what it needs to run, and nothing it was built with', () => {
    for (const path of ['dist/api/main.js', 'dist/queues/main.js', 'dist/workers/main.js', 'dist/scripts/migrate.js', 'package.json']) expect(existsSync(join(app(image), path)), path).toBe(true);
    for (const path of ['node_modules/typescript', 'node_modules/vitest', 'node_modules/@huggingface', 'queues', 'scripts']) expect(existsSync(join(app(image), path)), path).toBe(false);
    expect(filesBelow(join(app(image), 'dist')).filter((f) => /\.test\.js$|\.ts$/.test(f))).toEqual([]);
    const [kibibytes] = execFileSync('du', ['-sk', app(image)], { encoding: 'utf8' }).split('\t');
    expect(Number(kibibytes) / 1_024).toBeLessThan(150);
  });

  it('runs as a user that may write nothing but /tmp, in production by default', () => {
    expect(image.user).toBe('1000:1000');
    expect(image.env).toMatchObject({ NODE_ENV: 'production', NODE_OPTIONS: expect.stringContaining('--max-old-space-size=192') as string });
    expect(readFileSync('Dockerfile', 'utf8')).not.toMatch(/npm (start|run)/);
    expect(image.command).toEqual(['dist/api/main.js']);
  });

  it('migrates, then starts each role, answers that it is ready, and ends with 0 at SIGTERM', async () => {
    const migrate = await role(['dist/scripts/migrate.js', '--wait', '10']);
    expect(await migrate.exit, migrate.output()).toBe(0);
    await Promise.all([readyThenStopped(['dist/queues/main.js']), readyThenStopped(['dist/workers/main.js', '--pool', 'collect']), readyThenStopped(image.command)]);
  }, 90_000);

  it('names everything that is wrong with its environment at once, and exits', async () => {
    const port = await freePort();
    const bad = spawn(process.execPath, image.command, { cwd: app(image), env: { ...environment(port), API_KEY_MASTER: 'short', MYSQL_PORT: 'x' }, stdio: ['ignore', 'pipe', 'pipe'], ...IMAGE_USER });
    let output = '';
    for (const stream of [bad.stdout, bad.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    expect(await new Promise((done) => bad.once('exit', done))).not.toBe(0);
    expect(output).toContain('API_KEY_MASTER');
    expect(output).toContain('MYSQL_PORT');
  });
});
