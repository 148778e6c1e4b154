/**
 * Everything a person can get wrong with the commands and the processes. Each
 * ends by itself with one message that names cause and cure, a non-zero exit
 * code, no stack trace, and nothing running; its home can be used right after.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { commandOf } from './farm/lock.js';
import { command, runs, temporaryHomes, type Ended, type Homes } from './testing/commands.js';

/** Generous: the machine may be busy. What waits for a server that never comes takes minutes. */
const SECONDS_MS = 45_000;

let homes: Homes;
let squatter: Server;
let takenPort: number;
beforeAll(async () => {
  homes = await temporaryHomes();
  squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  takenPort = (squatter.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => squatter.close(resolve));
  await homes.close();
}, 180_000);

/** Runs it, checks what every refusal has in common, and hands it back. */
async function refused(work: () => Promise<Ended>, code: number): Promise<Ended> {
  const started = stopwatchMs();
  const ended = await work();
  expect(ended.code, ended.output).toBe(code);
  expect(stopwatchMs() - started, ended.output).toBeLessThan(SECONDS_MS);
  expect(ended.stderr).not.toMatch(/^\s+at .*[:(]\d+/m);
  return ended;
}
/** Progress lines left out: what remains is the message. */
const messageOf = ({ stderr }: Ended): string => stderr.split('\n').filter((line) => !line.startsWith('==> ')).join('\n').trim();

let homeNumber = 0;
const newHome = (): string => homes.next(`home-${++homeNumber}`);
const up = (home: string, args: readonly string[], env?: Record<string, string>): Promise<Ended> => command('up', ['--home', home, '--api-port', '0', ...args], env);
const commandLines = (): string[] => (existsSync('/proc/self/cmdline') ? readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).map((pid) => commandOf(Number(pid))) : execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n'));
/** Processes of a farm in this home: each names its folder or its configuration file. */
const stillRunning = (home: string): string[] => commandLines().filter((line) => line.includes(home));

describe('options', () => {
  it.each(['up', 'down', 'test'] as const)('./scripts/%s with an unknown flag touches nothing', async (word) => {
    const home = newHome();
    const ended = await refused(() => command(word, [...(word === 'test' ? [] : ['--home', home]), '--sped', '5']), 2);
    expect(ended.stderr).toBe(`unknown option --sped: ./scripts/${word} --help lists them\n`);
    expect(existsSync(home)).toBe(false);
  }, 60_000);

  it('every wrong value is named, in one list, before anything is touched', async () => {
    const home = newHome();
    const ended = await refused(() => up(home, ['--speed', '0', '--symbols', ',', '--workers', 'many', '--replay', '/no/such/folder', '--once', '--detach', '--faults', 'nonsense']), 2);
    expect(messageOf(ended)).toMatch(/^6 configuration problems:\n( {2}- .+\n?){6}$/);
    for (const option of ['--speed', '--symbols', '--workers', '--replay', '--once', '--faults']) expect(messageOf(ended)).toContain(`- ${option}`);
    expect(existsSync(home)).toBe(false);
  }, 60_000);

  it('a word that is no option is refused', async () => {
    expect(messageOf(await refused(() => up(newHome(), ['quickly']), 2))).toBe('too many arguments. Expected 0 arguments but got 1: ./scripts/up --help lists the options');
  }, 60_000);

  it('a simulated market is refused in production', async () => {
    expect(messageOf(await refused(() => up(newHome(), ['--once'], { NODE_ENV: 'production' }), 2))).toContain('NODE_ENV=production refuses simulated and replayed data');
  }, 60_000);

  it('a home that is a file is refused', async () => {
    const home = newHome();
    writeFileSync(home, 'not a folder');
    expect(messageOf(await refused(() => up(home, ['--once']), 2))).toMatch(/--home must name a folder, and .* is a file/);
  }, 60_000);

  it('a home that cannot be made is refused', async () => {
    const home = newHome();
    writeFileSync(home, 'not a folder');
    expect(messageOf(await refused(() => up(join(home, 'inside'), ['--once']), 1))).toMatch(/^ENOTDIR: not a directory, mkdir '.*\/inside'\. To cure it: .* choose another --home\.$/);
  }, 60_000);

  it('a symbol nobody lists is named, nothing stays running, and the same home works afterwards', async () => {
    const home = newHome();
    const ended = await refused(() => up(home, ['--once', '--symbols', 'NOPE,BTC,NADA']), 2);
    expect(messageOf(ended)).toMatch(/^2 configuration problems:\n {2}- --symbols: nobody lists NOPE; listed are BTC, ETH, .* and \d+ more\n {2}- --symbols: nobody lists NADA;/);
    expect(stillRunning(home)).toEqual([]);
    expect(await up(home, ['--once', '--symbols', 'BTC'])).toMatchObject({ code: 0 });
  }, 180_000);

  it('in the background the message and the exit code are the same', async () => {
    const home = newHome();
    expect(messageOf(await refused(() => up(home, ['--detach', '--symbols', 'NOPE']), 2))).toMatch(/^1 configuration problem:\n {2}- --symbols: nobody lists NOPE; [^\n]*$/);
    expect(messageOf(await refused(() => command('up', ['--detach', '--home', home, '--api-port', String(takenPort)]), 1))).toMatch(/^port \d+ is taken\. To cure it/);
    expect(stillRunning(home)).toEqual([]);
  }, 60_000);

  it('a port that is taken is named before anything is started', async () => {
    const home = newHome();
    const ended = await refused(() => command('up', ['--home', home, '--api-port', String(takenPort)]), 1);
    expect(messageOf(ended)).toBe(`port ${takenPort} is taken. To cure it: choose another with --api-port, or 0 for a free one.`);
    expect(readdirSync(home)).toEqual([]);
  }, 60_000);

  it('a folder without candles is refused by name', async () => {
    const [home, empty] = [newHome(), newHome()];
    mkdirSync(empty);
    expect(messageOf(await refused(() => up(home, ['--once', '--replay', empty]), 1))).toContain(`nothing to replay in ${empty}`);
    expect(stillRunning(home)).toEqual([]);
  }, 60_000);
});

describe('the environment', () => {
  const WRONG = { LOG_LEVEL: 'loud', MYSQL_POOL_SIZE: '0', RATE_LIMIT_REQUESTS: '-1', REDIS_DB: 'x', CHUNK_SYMBOLS: 'all' };

  it('every bad variable of every process is named, with its rule and an example, before anything is started', async () => {
    const home = newHome();
    const ended = await refused(() => up(home, ['--once'], WRONG), 2);
    expect(messageOf(ended)).toMatch(/^5 configuration problems:\n( {2}- [A-Z_]+ must be .+ \(example: .+\), got ".+"\n?){5}$/);
    for (const name of Object.keys(WRONG)) expect(messageOf(ended)).toContain(`- ${name} must be`);
    expect(stillRunning(home)).toEqual([]);
  }, 60_000);

  it.each([['scheduler', 'dist/queues/main.js', []], ['worker', 'dist/workers/main.js', ['--pool', 'collect']], ['api', 'dist/api/main.js', []]] as const)('the %s lists its own bad variables', async (_role, script, flags) => {
    const ended = await refused(() => runs('node', [script, ...flags], { REDIS_PORT: 'six', LOG_LEVEL: 'loud', MYSQL_USER: 'farm' }), 2);
    expect(ended.stderr).toMatch(/^2 configuration problems:\n {2}- REDIS_PORT must be a port.*\n {2}- LOG_LEVEL must be .*\n$/);
  }, 60_000);

  it('in production a default key is refused', async () => {
    const ended = await refused(() => runs('node', ['dist/api/main.js'], { NODE_ENV: 'production', MYSQL_USER: 'farm', API_KEY_MASTER: 'changeme' }), 2);
    for (const name of ['API_KEY_MASTER', 'API_KEY_TRADING', 'API_KEY_READONLY']) expect(ended.stderr).toContain(name);
    expect(ended.stderr).not.toContain('changeme');
  }, 60_000);
});

describe('servers', () => {
  const mysqlAt = (password: string): Record<string, string> => {
    const { host, port, user } = inject('services').mysql;
    return { MYSQL_HOST: host, MYSQL_PORT: String(port), MYSQL_USER: user, MYSQL_PASSWORD: password };
  };
  const redisAt = (password: string): Record<string, string> => {
    const { host, port } = inject('services').redis;
    return { REDIS_HOST: host, REDIS_PORT: String(port), REDIS_PASSWORD: password };
  };

  it.each([
    ['a wrong MySQL password', () => mysqlAt('not-the-password'), /^MySQL at 127\.0\.0\.1:\d+ cannot be used: the server refused the user name or password.*To cure it: check MYSQL_HOST, MYSQL_PORT, MYSQL_USER and MYSQL_PASSWORD/],
    ['a wrong Redis password', () => redisAt('not-the-password'), /^Redis at 127\.0\.0\.1:\d+ cannot be used: it refused the password\. To cure it: check REDIS_HOST, REDIS_PORT and REDIS_PASSWORD/],
    ['no MySQL there', () => ({ MYSQL_HOST: '127.0.0.1', MYSQL_PORT: '9' }), /^MySQL at 127\.0\.0\.1:9 cannot be used: the connection to MySQL failed \[ECONNREFUSED\]\. To cure it/],
    ['no Redis there', () => ({ REDIS_HOST: '127.0.0.1', REDIS_PORT: '9' }), /^Redis at 127\.0\.0\.1:9 cannot be used: .*ECONNREFUSED.*\. To cure it/],
  ])('%s is said before anything is started', async (_what, env, says) => {
    const home = newHome();
    const ended = await refused(() => up(home, ['--once'], env()), 1);
    expect(messageOf(ended)).toMatch(says);
    expect(messageOf(ended).split('\n')).toHaveLength(1);
    expect(ended.output).not.toContain('not-the-password');
    expect(stillRunning(home)).toEqual([]);
  }, 60_000);

  it('a worker and a migration with a wrong MySQL password say so', async () => {
    const env = { ...mysqlAt('not-the-password'), ...redisAt(inject('services').redis.password) };
    for (const args of [['dist/workers/main.js', '--pool', 'collect'], ['dist/scripts/migrate.js']]) {
      expect((await refused(() => runs('node', args, { ...env, LOG_LEVEL: 'error' }), 1)).stderr).toContain('the server refused the user name or password; check MYSQL_USER and MYSQL_PASSWORD');
    }
  }, 60_000);

  it('a process whose port is taken says which variable to change', async () => {
    const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = redisAt(inject('services').redis.password) as Record<'REDIS_HOST' | 'REDIS_PORT' | 'REDIS_PASSWORD', string>;
    const ended = await refused(() => runs('node', ['dist/queues/main.js'], { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, METRICS_PORT: String(takenPort), LOG_LEVEL: 'error', REDIS_PREFIX: '{bad-input}' }), 1);
    expect(ended.stderr).toBe(`port ${takenPort} is taken: set METRICS_PORT to a free one\n`);
  }, 60_000);

  it('a full disk is said before a server is started', async (context) => {
    const home = newHome();
    const release = smallDisk(home, 40);
    if (release === null) return context.skip('a small file system cannot be mounted here');
    try {
      const ended = await refused(() => up(home, ['--once', '--symbols', 'BTC']), 1);
      expect(messageOf(ended)).toMatch(/^the disk is full: .* has \d+ MB left and \d+ MB are needed\. To cure it: free space there, or choose another --home\.$/);
      expect(stillRunning(home)).toEqual([]);
    } finally {
      release();
    }
  }, 60_000);
});

describe('a disk that fills while the farm comes up', () => {
  it('is named, whatever failed first, and nothing stays running', async (context) => {
    const home = newHome();
    const release = smallDisk(home, 800);
    if (release === null) return context.skip('a small file system cannot be mounted here');
    try {
      const ended = refused(() => up(home, ['--once', '--symbols', '20']), 1);
      await expect.poll(() => existsSync(join(home, 'sim/mysql/data/crypto_prices')), { timeout: 60_000, interval: 20 }).toBe(true);
      fill(join(home, 'filler'));
      expect(messageOf(await ended)).toMatch(/the disk is full: .* has \d+ MB left and \d+ MB are needed\. To cure it: free space there, or choose another --home\.$/);
      expect(stillRunning(home)).toEqual([]);
    } finally {
      release();
    }
  }, 120_000);
});

/** Writes until there is no space left. */
function fill(file: string): void {
  const block = Buffer.alloc(4 * 1024 ** 2);
  try {
    for (;;) appendFileSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

describe('a worker process', () => {
  it('without a pool says which there are, with everything else that is wrong', async () => {
    const ended = await refused(() => runs('node', ['dist/workers/main.js']), 2);
    expect(ended.stderr).toBe('2 configuration problems:\n  - say which pool to drain: --pool process | --pool collect | --pool backfill (or WORKER_POOLS=process,collect,backfill)\n  - MYSQL_USER must be a MySQL user name (example: farm), but it is not set\n');
  }, 60_000);

  it('with an unknown pool or a wrong concurrency says so', async () => {
    const ended = await refused(() => runs('node', ['dist/workers/main.js', '--pool', 'collector', '--concurrency', '0'], { MYSQL_USER: 'farm' }), 2);
    expect(ended.stderr).toBe('2 configuration problems:\n  - there is no pool "collector"; the pools are process, collect, backfill\n  - --concurrency must be a whole number of at least 1, got "0"\n');
  }, 60_000);

  it('with an unknown flag says so', async () => {
    expect((await refused(() => runs('node', ['dist/workers/main.js', '--pol', 'collect']), 2)).stderr).toMatch(/^error: unknown option '--pol'/);
  }, 60_000);
});

/** A file system of its own at the folder, and its end; null, said aloud, where it cannot be mounted. */
function smallDisk(folder: string, megabytes: number): (() => void) | null {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    console.warn(`SKIPPED: no small file system could be mounted at ${dirname(folder)} to fill: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`);
    return null;
  }
  return () => {
    execFileSync('umount', [folder]);
    rmdirSync(folder);
  };
}
