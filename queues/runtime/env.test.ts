import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors.js';
import { readRuntimeConfig } from './config.js';
import { readAll } from './env.js';

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('the environment', () => {
  it('has a working default for everything a single machine needs', () => {
    expect(readRuntimeConfig({})).toMatchObject({ REDIS_HOST: '127.0.0.1', REDIS_PORT: 6379, FARM_MODE: 'live' });
  });

  it('reports all problems together, each with variable, rule and example', () => {
    const problems = problemsOf(() => readRuntimeConfig({ REDIS_PORT: 'ninety', LOG_LEVEL: 'loud', DRAIN_TIMEOUT_MS: '-1' }));
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^REDIS_PORT must be a port.*example: 6379.*got "ninety"/);
  });

  it('never shows a secret', () => {
    const problems = problemsOf(() => readAll({ a: () => readRuntimeConfig({ REDIS_PASSWORD: 'hunter2', REDIS_PORT: '0' }) }));
    expect(problems.join()).not.toContain('hunter2');
  });

  it('treats an empty string as absent, as in a .env file', () => {
    expect(readRuntimeConfig({ REDIS_PORT: '' }).REDIS_PORT).toBe(6379);
  });

  it('refuses simulated and replayed data in production, and a bent clock in live mode', () => {
    expect(problemsOf(() => readRuntimeConfig({ NODE_ENV: 'production', FARM_MODE: 'sim' }))[0]).toMatch(/must not run with NODE_ENV=production/);
    expect(problemsOf(() => readRuntimeConfig({ FARM_CLOCK: '60@1@1' }))[0]).toMatch(/FARM_CLOCK must be unset/);
  });
});
