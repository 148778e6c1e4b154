import { describe, expect, it } from 'vitest';
import { parseClock } from '#queues/runtime/clock.js';
import { createClosers } from './closers.js';
import { parseDotenv } from './dotenv.js';
import { farmVariables, inherited } from './environment.js';
import { parseUp } from './options.js';
import { checkSettings } from './precheck.js';
import { childSpec, rolesOf } from './roles.js';
import { summary, tallyOf } from './tally.js';

const facts = {
  options: parseUp([], {}),
  servers: { redis: { host: 'r', port: 1, password: 'rp' }, mysql: { host: 'm', port: 2, user: 'u', password: 'mp' } },
  keys: { master: 'a', trading: 'b', readonly: 'c', jwt: 'd' },
  origin: { speed: 60, realMs: 5, farmMs: 300_000 },
  simulatorUrl: 'http://127.0.0.1:9',
  symbols: 'BTC,ETH',
};

describe('a .env file', () => {
  it('holds names and values, quoted or not, with comments', () => {
    expect(parseDotenv('# keys\nexport A=1\nB="two words" # why\nC=\'#3\'\n\nD=\nE=x y # z\n')).toEqual({ A: '1', B: 'two words', C: '#3', D: '', E: 'x y' });
  });

  it('is refused with the numbers of all bad lines, and without their text', () => {
    expect(() => parseDotenv('A=1\nsecret value\nB 2')).toThrow(/line 2[\s\S]*line 3/);
    expect(() => parseDotenv('secret value')).not.toThrow(/secret value/);
  });
});

describe("the environment of the farm's processes", () => {
  it('keeps upstream keys away from a simulated market and hands them to a live one', () => {
    const caller = { PATH: '/bin', COINGECKO_API_KEY: 'k', COINGECKO_PLAN: 'pro', API_KEY_MASTER: undefined };
    expect(inherited(caller, { A: '1', PATH: '/file' }, 'sim')).toEqual({ PATH: '/bin', A: '1' });
    expect(inherited({ LLM_PROVIDER: 'openai' }, { LLM_MODEL: 'm' }, 'sim')).toEqual({ LLM_MODEL: 'm' });
    expect(inherited({ LLM_PROVIDER: 'ollama' }, {}, 'sim')).toEqual({ LLM_PROVIDER: 'ollama' });
    expect(inherited(caller, {}, 'live')).toEqual({ PATH: '/bin', COINGECKO_API_KEY: 'k', COINGECKO_PLAN: 'pro' });
  });

  it('points every process at the same servers, simulator and clock', () => {
    const env = farmVariables(facts);
    expect(env).toMatchObject({ REDIS_PORT: '1', MYSQL_USER: 'u', SIMULATOR_URL: 'http://127.0.0.1:9', SYMBOLS: 'BTC,ETH', HISTORY_BARS: '300' });
    expect(parseClock(env['FARM_CLOCK']).toFarm(5)).toBe(300_000);
  });

  it('shares the connections of one server among many workers', () => {
    const env = farmVariables({ ...facts, options: { ...facts.options, workers: 16 } });
    expect(Number(env['MYSQL_POOL_SIZE']) * 34).toBeLessThanOrEqual(200);
  });
});

describe('the settings of all processes', () => {
  it('are checked together before anything starts', () => {
    expect(() => checkSettings(facts.options, facts.keys, {})).not.toThrow();
    const wrong = { LOG_LEVEL: 'loud', MYSQL_HOST: 'db', MYSQL_PORT: 'x', RATE_LIMIT_REQUESTS: '-1', CHUNK_SYMBOLS: '0' };
    expect(() => checkSettings(facts.options, facts.keys, wrong)).toThrow(/^4 configuration problems:[\s\S]*LOG_LEVEL[\s\S]*MYSQL_PORT[\s\S]*CHUNK_SYMBOLS[\s\S]*RATE_LIMIT_REQUESTS/);
  });
});

describe('the processes of a farm', () => {
  it('are one api, one scheduler, one backfill worker, and the asked number of the other pools', () => {
    expect(rolesOf(2).map((r) => r.name)).toEqual(['api', 'worker-collect-1', 'worker-process-1', 'worker-collect-2', 'worker-process-2', 'worker-backfill-1', 'scheduler']);
  });

  it('get a port of their own, and only the scheduler opens a slot at once', () => {
    const place = { port: 7, logs: '/logs', env: { A: '1' }, tell: () => undefined };
    const [api, worker, , , scheduler] = rolesOf(1).map((r) => childSpec(r, place));
    expect(api?.env).toEqual({ A: '1', PORT: '7' });
    expect(worker?.env).toEqual({ A: '1', METRICS_PORT: '7' });
    expect(scheduler?.env).toEqual({ A: '1', METRICS_PORT: '7', TICK_AT_START: 'true' });
  });
});

describe('stopping', () => {
  it('goes through everything in reverse order, even when a part fails', async () => {
    const seen: string[] = [];
    const closers = createClosers((name) => void seen.push(`${name} failed`));
    closers.add('first', () => void seen.push('first'));
    closers.add('second', () => Promise.reject(new Error('stuck')));
    closers.add('third', () => void seen.push('third'));
    await Promise.all([closers.close(), closers.close()]);
    expect(seen).toEqual(['third', 'second failed', 'first']);
  });

  it('stops what finishes starting after the stop has begun', async () => {
    const seen: string[] = [];
    const closers = createClosers(() => undefined);
    const closing = closers.close();
    closers.add('late', () => void seen.push('late'));
    await closing;
    await closers.close();
    expect(seen).toEqual(['late']);
  });
});

describe('the last line of a test run', () => {
  it('counts a file that could not be loaded as a failure', () => {
    const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0, testResults: [{ status: 'failed', assertionResults: [] }, { status: 'failed', assertionResults: [{ status: 'failed' }] }, { status: 'passed', assertionResults: [{ status: 'passed' }] }] };
    expect(summary(tallyOf(report))).toBe('3 passed, 2 failed, 2 skipped');
  });
});
