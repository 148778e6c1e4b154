/**
 * No secret is committed: every file git knows is searched for the shapes that
 * keys have, and for random-looking values beside words such as `password`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const SHAPES: Readonly<Record<string, RegExp>> = {
  'AWS access key': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  'private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/g,
  'GitHub token': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})\b/g,
  'Slack token': /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  'Google key': /\bAIza[\w-]{35}\b/g,
  'model provider key': /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/g,
  'CoinGecko key': /\bCG-[A-Za-z0-9]{24}\b/g,
  'JSON web token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g,
  'bearer token': /\bBearer\s+(?<value>[\w.~+/-]{20,})/g,
  'password in a URL': /\b[a-z][a-z+]+:\/\/[^\s/:@'"`<>{}$]+:(?<value>[^\s/@'"`<>{}$]{8,})@/g,
  'value of a secret': /(?:password|passwd|secret|token|api_?key|private_?key|jwt)\w*["']?\s*[:=]\s*["'`]?(?<value>[A-Za-z0-9+/_=-]{16,})/gi,
};

const SKIPPED = /(?:^package-lock\.json$|\.(?:png|jpg|gif|ico|gz|woff2?|pdf)$)/;
/** Keys that tests make up begin so, and open nothing. */
const TEST_KEY = /^test-/;

/** Bits of information a character of the text carries. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const c of text) counts.set(c, (counts.get(c) ?? 0) + 1);
  return [...counts.values()].reduce((bits, n) => bits - (n / text.length) * Math.log2(n / text.length), 0);
}

/** Names, paths and sentences carry fewer kinds of characters than random text does. */
const looksRandom = (value: string): boolean => /\d/.test(value) && /[a-z]/i.test(value) && entropy(value) >= 3.5 && !/^[\w.]+\(|^(?:process|config|env|options)\b/.test(value);

/** `file:line: what` of everything that looks like a secret; the value itself is never repeated. */
function findSecrets(text: string, file: string): string[] {
  return Object.entries(SHAPES).flatMap(([what, shape]) =>
    [...text.matchAll(shape)].flatMap((found) => {
      const value = found.groups?.['value'];
      if (value !== undefined && (TEST_KEY.test(value) || !looksRandom(value))) return [];
      return [`${file}:${text.slice(0, found.index).split('\n').length}: ${what}`];
    }),
  );
}

const tracked = (): string[] => execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter((file) => file !== '' && !SKIPPED.test(file) && existsSync(file) && statSync(file).size < 4_000_000);

/** Put together here, so that this file does not hold what it forbids. */
const join = (...parts: string[]): string => parts.join('');
const examples: Record<string, string> = {
  'AWS access key': join('AKIA', 'QZ7XK3PLM2VN8RTW'),
  'private key': join('-----BEGIN RSA ', 'PRIVATE KEY-----'),
  'GitHub token': join('ghp_', 'x7Kq2Lm9Zw4Rt8Yv1Bn6Hs3Jd5Fg0CpA2eUo'),
  'CoinGecko key': join('CG-', 'x7Kq2Lm9Zw4Rt8Yv1Bn6Hs3J'),
  'bearer token': join('Authorization: Bearer ', 'x7Kq2Lm9Zw4Rt8Yv1Bn6Hs3J'),
  'password in a URL': join('redis://farm:', 'x7Kq2Lm9Zw4Rt8Yv', '@redis.internal'),
  'value of a secret': join('MYSQL_PASSWORD', '=', 'x7Kq2Lm9Zw4Rt8Yv1Bn6'),
};

describe('the secret scan', () => {
  it.each(Object.entries(examples))('sees a %s', (what, text) => {
    expect(findSecrets(`first line\n${text}\n`, 'a file')).toContain(`a file:2: ${what}`);
  });

  it('lets keys pass that tests made up, and names of keys', () => {
    const harmless = ["master: 'test-master-key-0123456789abcdef'", 'API_KEY_MASTER: keys.master_of_the_farm_9', 'password: settings.REDIS_PASSWORD_2', '`Bearer ${farm.keys.readonly}`'];
    expect(harmless.flatMap((text) => findSecrets(text, 'a file'))).toEqual([]);
  });

  it('finds nothing in what is committed', ({ skip }) => {
    if (!existsSync('.git')) {
      console.warn('the secret scan is skipped: this copy is no git work tree, so what is committed is unknown');
      skip();
    }
    const files = tracked();
    expect(files).toContain('package.json');
    expect(files.flatMap((file) => findSecrets(readFileSync(file, 'utf8'), file))).toEqual([]);
  });
});
