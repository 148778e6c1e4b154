import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '#queues/errors.js';
import { parseUp } from './options.js';

const dir = mkdtempSync(join(tmpdir(), 'up-options-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function problemsOf(args: string[], env: Record<string, string> = {}): readonly string[] {
  try {
    parseUp(args, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the options of up', () => {
  it('are the simulated market in real time when nothing is said', () => {
    expect(parseUp([], {})).toEqual({ mode: 'sim', replayDir: null, speed: 1, symbols: 'all', workers: 1, once: false, detach: false, apiPort: 8000, home: '.farm', faults: null });
  });

  it('take a number or a list of symbols, in any case', () => {
    expect(parseUp(['--symbols', '25'], {}).symbols).toBe(25);
    expect(parseUp(['--symbols', 'btc, eth'], {}).symbols).toEqual(['BTC', 'ETH']);
  });

  it('replay a folder at a speed', () => {
    expect(parseUp(['--replay', dir, '--speed', '60'], {})).toMatchObject({ mode: 'replay', replayDir: dir, speed: 60 });
  });

  it('report every problem at once', () => {
    const problems = problemsOf(['--speed', 'fast', '--symbols', '0', '--workers', '0', '--api-port', '99999', '--replay', join(dir, 'absent'), '--faults', 'moon:429:2', '--once', '--detach']);
    for (const option of ['--speed', '--symbols', '--workers', '--api-port', '--replay', '--faults', '--once']) expect(problems.filter((p) => p.startsWith(option)), option).toHaveLength(1);
  });

  it('refuse to hurry, to replay or to spoil real upstreams', () => {
    expect(problemsOf(['--live', '--speed', '2', '--replay', dir, '--faults', 'binance:reset:0.1'])).toHaveLength(3);
  });

  it('refuse invented data in production and accept real data there', () => {
    expect(problemsOf([], { NODE_ENV: 'production' })).toEqual([expect.stringContaining('--live')]);
    expect(problemsOf(['--replay', dir], { NODE_ENV: 'production' })).toHaveLength(1);
    expect(problemsOf(['--live'], { NODE_ENV: 'production' })).toEqual([]);
  });

  it('name an option nobody knows', () => {
    expect(() => parseUp(['--sped', '2'], {})).toThrow(/--sped/);
  });
});
