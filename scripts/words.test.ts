import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { listing, wordsOf } from './words.js';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe('the words of the farm', () => {
  it('have a line each, short enough for a terminal', () => {
    const lines = listing().trimEnd().split('\n');
    expect(lines.length).toBe(Object.keys(scripts).length + 1);
    expect(lines.filter((line) => line.length > 110)).toEqual([]);
  });

  it('run files that are there', () => {
    const named = Object.values(scripts).flatMap((command) => [...command.matchAll(/(?:dist\/)?(scripts\/[\w.-]+)/g)].map((m) => (m[0].startsWith('dist/') ? (m[1] as string).replace(/\.js$/, '.ts') : (m[1] as string))));
    expect(named.length).toBeGreaterThan(Object.keys(scripts).length);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('do nothing before they say what they do', async () => {
    const { stdout } = await promisify(execFile)('sh', ['-c', (scripts['build'] as string).replace('&& scripts/build', '&& echo reached')]);
    expect(stdout).toBe('reached\n');
  });

  it('are refused without their line', () => {
    expect(() => wordsOf({ mystery: 'node x.js' })).toThrow('mystery');
  });
});
