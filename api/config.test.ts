import { describe, expect, it } from 'vitest';
import { ConfigError } from '#queues/errors.js';
import { readApiConfig } from './config.js';

const strong = (letter: string): string => `${letter}-7f3a91c05be24d68`.padEnd(30, 'q1w2e3');
const production = { NODE_ENV: 'production', API_KEY_MASTER: strong('m'), API_KEY_TRADING: strong('t'), API_KEY_READONLY: strong('r'), JWT_SECRET_KEY: strong('j') };
function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readApiConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration of the api', () => {
  it('has defaults for everything but keys', () => {
    expect(readApiConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8000, RATE_LIMIT_REQUESTS: 1000, RATE_LIMIT_WINDOW: 3600, CORS_ORIGINS: [], TRUSTED_PROXIES: [], CLOSE_DELAY_MS: 0 });
  });

  it('takes strong keys in production', () => expect(problemsOf(production)).toEqual([]));

  it('lists every missing key of production together', () => {
    expect(problemsOf({ NODE_ENV: 'production' }).map((p) => p.split(' ')[0])).toEqual(['API_KEY_MASTER', 'API_KEY_TRADING', 'API_KEY_READONLY', 'JWT_SECRET_KEY']);
  });

  it.each(['short', 'change-me-change-me-change-me', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'your-api-key-your-api-key-0000'])('refuses %j as a key of production without showing it', (key) => {
    const [problem, ...others] = problemsOf({ ...production, API_KEY_MASTER: key });
    expect(others).toEqual([]);
    expect(problem).toContain('API_KEY_MASTER');
    expect(problem).not.toContain(key);
  });

  it('refuses one text as two keys', () => expect(problemsOf({ API_KEY_MASTER: strong('m'), API_KEY_READONLY: strong('m') })).toHaveLength(1));
  it.each([
    ['PORT', '70000'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['RATE_LIMIT_REQUESTS', '0'],
    ['TRUSTED_PROXIES', 'loopback,everybody'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['CLOSE_DELAY_MS', '30001'],
  ])('refuses %s=%s', (name, value) => expect(problemsOf({ [name]: value })).toHaveLength(1));
});
