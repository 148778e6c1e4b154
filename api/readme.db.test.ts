/** The lines of the README by which a stranger asks the farm, run as they are written there. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';

const block = /## Ask it\n\n```\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
const lines = block.split('\n').filter((line) => /^(curl|node) /.test(line));

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground.cleanup());

/** What a line prints until it has said what is looked for, or has ended; sockets stay open, so they are then ended. */
function says(line: string, what: RegExp): Promise<string> {
  const { host } = new URL(api.url);
  const child = spawn('bash', ['-c', line.replaceAll('localhost:8000', host)], { env: { PATH: process.env.PATH, KEY: KEYS.trading }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  return new Promise((resolve) => {
    let [out, complaints] = ['', ''];
    child.stderr.on('data', (d: Buffer) => (complaints += d.toString()));
    child.stdout.on('data', (d: Buffer) => {
      out += d.toString();
      if (what.test(out) && child.pid !== undefined) process.kill(-child.pid);
    });
    child.once('close', () => resolve(what.test(out) ? out : `${out}\n${complaints}`));
  });
}

const hasCurl = (): boolean => {
  try {
    return execFileSync('curl', ['--version']).length > 0;
  } catch {
    console.warn('SKIPPED: curl is not installed, so the lines of the README that need it were not run');
    return false;
  }
};
const can = { curl: hasCurl(), node: true };

describe('a stranger with the key of the README', () => {
  it('has a line for REST, features, GraphQL, Socket.IO and WebSocket', () => {
    expect(lines.map((line) => ['/prices/current', '/ml-features', '/graphql', 'socket.io-client', 'require("ws")'].find((word) => line.includes(word)))).toEqual(['/prices/current', '/ml-features', '/graphql', 'socket.io-client', 'require("ws")']);
  });

  for (const line of lines) it.skipIf(!can[line.split(' ')[0] as keyof typeof can])(line, async () => {
    const price = line.includes('ml-features') ? /"price":0\.25|"price":\d/ : /"(current_price|price|price_usd)":98765\.43/;
    expect(await says(line, price)).toMatch(price);
  }, 60_000);
});
