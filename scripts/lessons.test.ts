/** The lessons of the system before this one: each has a guard that exists, and here are the guards that no folder owns. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lessonsIn, unguarded } from './guards.js';
import { wordsOf } from './words.js';

const isRepository = existsSync('.git');
/** What is committed or about to be; where there is no repository, nothing that could be listed. */
const listed = (...args: string[]): string[] => (isRepository ? execFileSync('git', ['ls-files', ...args], { encoding: 'utf8' }).split('\n').filter((f) => f !== '' && existsSync(f)) : []);
const read = (file: string): string => readFileSync(file, 'utf8');
if (!isRepository) console.warn('SKIPPED: this copy is no git work tree, so nobody knows which files are committed');

const lessons = lessonsIn(read('scripts/testing/README.md'));
const guards = lessons.flatMap((l) => l.guards);

describe('the table of lessons', () => {
  it('has 25 rows, each with a guard', () => {
    expect(lessons.map((l) => l.lesson)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(lessons.filter((l) => l.guards.length === 0)).toEqual([]);
  });

  it.each(guards.map((g) => [g.file, g.test] as const))('%s has a test "%s"', (file, test) => {
    expect(read(file).replaceAll("\\'", "'")).toMatch(new RegExp(`['"\`]${test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"\`]`));
  });

  it('is broken when a guard was skipped, failed in part, or did not run', () => {
    const g = { lesson: 1, file: 'a/b.test.ts', test: '%s is %d' };
    const ran = (...statuses: string[]) => ({ testResults: [{ name: '/farm/a/b.test.ts', assertionResults: statuses.map((status, i) => ({ title: `x (y) is ${i}`, status })) }] });
    expect(unguarded([g], ran('passed'))).toEqual([]);
    for (const bad of [ran(), ran('skipped'), ran('passed', 'failed'), { testResults: [] }]) expect(unguarded([g], bad)).toEqual([g]);
    expect(unguarded([{ ...g, test: 'x (y) is' }], ran('passed'))).toHaveLength(1);
  });
});

/** What tests ask whether they may run, and says itself what is missing. */
const TELLING = [['helm', 'scripts/deploy/testing/helm.ts'], ['promtool', 'scripts/deploy/testing/promtool.ts'], ['haveRealData', 'workers/processors/indicators/testing.ts']] as const;

describe('what no folder guards by itself', () => {
  it.skipIf(!isRepository)('no statement ignores what does not fit', () => {
    const code = (file: string): string => read(file).replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
    const sources = listed('*.ts', '*.sql').filter((f) => !f.endsWith('.test.ts'));
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.filter((f) => /(INSERT|UPDATE|ALTER|REPLACE)\s+IGNORE\b|\bENUM\s*\(/.test(code(f)))).toEqual([]);
  });

  it.skipIf(!isRepository)('no test is switched off, and each that may not run says why', () => {
    const tests = listed('*.test.ts').filter((f) => f !== 'scripts/lessons.test.ts');
    expect(tests.filter((f) => /\b(it|test|describe)\.(only|todo|fails|skip)\b/.test(read(f)))).toEqual([]);
    // A candle without a mirror image has no test of it anywhere.
    const silent = tests.filter((f) => /\.skipIf\(|\bskip\(\)|\.runIf\((?!mirror\))/.test(read(f)) && !/console\.(warn|log)\(|skip\('/.test(read(f)) && !TELLING.some(([name]) => new RegExp(`import \\{[^}]*\\b${name}\\b`).test(read(f))));
    for (const [name, file] of TELLING) expect(read(file), name).toMatch(/console\.warn\(/);
    expect(silent).toEqual([]);
  });

  it('what is installed is locked, from no host in particular', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string; integrity?: string; resolved?: string; link?: boolean }> };
    const packages = Object.entries(lock.packages).filter(([name, p]) => name !== '' && !p.link);
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, p]) => !p.version || !p.integrity || p.resolved).map(([name]) => name)).toEqual([]);
  });

  it.skipIf(!isRepository)('documents name only words, files and folders that exist', () => {
    const words = new Set(wordsOf((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts).map(([word]) => word));
    const wrong = listed('*.md').flatMap((doc) => {
      const text = read(doc);
      const unknown = [...text.matchAll(/npm run ([a-z-]+)/g)].map((m) => m[1] as string).filter((w) => !words.has(w));
      const lost = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((m) => m[1] as string).filter((to) => !existsSync(join(dirname(doc), to)));
      return [...unknown.map((w) => `${doc}: npm run ${w}`), ...lost.map((to) => `${doc}: ${to}`)];
    });
    expect(wrong).toEqual([]);
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it.skipIf(!isRepository)('no source is kept out of the repository', () => {
    expect(listed('--others', '--ignored', '--exclude-standard', '--', '*.ts', '*.sql').filter((f) => !/(^|\/)(node_modules|dist)\/|^\.farm\//.test(f))).toEqual([]);
  });
});
