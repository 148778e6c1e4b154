/**
 * Farms in containers, looked at through `docker` and `kubectl` that record what
 * they were asked: a real api answers, and the other processes' metrics are what
 * those programs hand over.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KEYS, testGround, type Ground, type Running } from '#api/testing/api.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { runs } from '../testing/commands.js';
import type { Result } from '../validate/run.js';

let ground: Ground;
let api: Running;
let dir: string;
let bin: string;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start({}, { metrics: createMetrics() });
  dir = mkdtempSync(join(tmpdir(), 'farm-contained-'));
  bin = join(dir, 'bin');
  mkdirSync(bin);
  for (const [name, path] of [['node', process.execPath], ['cat', '/bin/cat'], ['sleep', '/bin/sleep']] as const) symlinkSync(path, join(bin, name));
  writeFileSync(join(dir, 'page'), await createMetrics().registry.metrics());
}, 60_000);
afterAll(async () => {
  await ground.cleanup();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => rmSync(join(dir, 'asked'), { force: true }));

const asked = (): string[] => (existsSync(join(dir, 'asked')) ? readFileSync(join(dir, 'asked'), 'utf8').trimEnd().split('\n') : []);
/** A program that writes down its first arguments, then does what the shell's `case` says of all of them. */
function program(name: string, cases: string): void {
  const file = join(bin, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" | while read -r line; do echo "\${line%% node -e*}" >> ${dir}/asked; done\ncase "$*" in\n${cases}\nesac\n`);
  chmodSync(file, 0o755);
}
const page = (): string => `cat ${dir}/page`;
const keys = { API_KEY_MASTER: KEYS.master, API_KEY_TRADING: KEYS.trading, API_KEY_READONLY: KEYS.readonly };
const port = (): string => new URL(api.url).port;
interface Report {
  farm: string;
  checks: Result[];
}
async function validate(args: string[], env: Record<string, string>): Promise<{ code: number | string; report: Report }> {
  const { code, stdout, output } = await runs(process.execPath, ['dist/scripts/validate.js', ...args, '--only', 'metrics', '--patience', '0', '--no-updates', '--json'], { PATH: bin, ...env });
  expect(stdout, output).not.toBe('');
  return { code, report: JSON.parse(stdout) as Report };
}
const WORKERS = ['collect', 'process', 'backfill'];

describe('a farm of Compose', () => {
  it('is asked at its published port, and each of its processes from inside', async () => {
    program('docker', `*) ${page()} ;;`);
    const { code, report } = await validate(['--compose'], { ...keys, PORT: port() });
    expect(report).toMatchObject({ farm: `Compose at ${api.url}`, checks: ['api', 'scheduler', 'worker'].map((kind) => ({ check: `metrics.${kind}`, state: 'passed' })) });
    expect(code).toBe(0);
    const [compose, services] = [/^docker compose -f \/\S+\/docker-compose\.yml exec -T (\S+)$/, ['scheduler', ...WORKERS.map((w) => `worker-${w}`)]];
    expect(asked().map((line) => compose.exec(line)?.[1]).sort()).toEqual(services.sort());
  });

  it('names the process that cannot be asked, with the words of docker', async () => {
    program('docker', `*worker-process*) echo 'service "worker-process" is not running' >&2; exit 1 ;;\n*) ${page()} ;;`);
    const { code, report } = await validate(['--compose'], { ...keys, PORT: port() });
    expect(code).toBe(1);
    expect(report.checks.find((c) => c.state === 'failed')).toMatchObject({ check: 'metrics.worker', text: expect.stringMatching(/^worker-process cannot be scraped: .*is not running/) as string, cure: expect.stringContaining('start worker-process again') as string });
  });

  it('needs docker, and says where to get it', async () => {
    rmSync(join(bin, 'docker'));
    expect(await runs(process.execPath, ['dist/scripts/validate.js', '--compose'], { PATH: bin })).toMatchObject({ code: 1, stderr: expect.stringMatching(/docker is not on the PATH: install Docker/) as string });
  });
});

describe('a farm of a cluster', () => {
  const secret = (): string => JSON.stringify({ data: Object.fromEntries(Object.entries({ 'api-key-master': KEYS.master, 'api-key-trading': KEYS.trading, 'api-key-readonly': KEYS.readonly }).map(([k, v]) => [k, Buffer.from(v).toString('base64')])) });
  const AT = '--context kind-dev -n farm-space';

  it('lends its keys from its Secret, is asked through a port-forward, and that ends with the look', async () => {
    writeFileSync(join(dir, 'secret'), secret());
    program('kubectl', `*"get secret"*) cat ${dir}/secret ;;\n*port-forward*) echo "Forwarding from 127.0.0.1:${port()} -> 8000"; echo $$ > ${dir}/forward; exec sleep 60 ;;\n*) ${page()} ;;`);
    const { code, report } = await validate(['--cluster', '--namespace', 'farm-space', '--context', 'kind-dev'], {});
    expect(report).toMatchObject({ farm: 'release farm in namespace farm-space', checks: [{ state: 'passed' }, { state: 'passed' }, { state: 'passed', text: expect.stringMatching(/^3 scraped: worker-/) as string }] });
    expect(code).toBe(0);
    const name = 'farm-crypto-data-farm';
    expect(asked().slice(0, 2)).toEqual([`kubectl ${AT} get secret ${name}-api -o json`, `kubectl ${AT} port-forward --address 127.0.0.1 service/${name} :http`]);
    expect(asked().slice(2).sort()).toEqual(['scheduler', ...WORKERS.map((w) => `worker-${w}`)].map((role) => `kubectl ${AT} exec deployment/${name}-${role} --`).sort());
    const forward = Number(readFileSync(join(dir, 'forward'), 'utf8'));
    await expect.poll(() => existsSync(`/proc/${forward}/exe`)).toBe(false);
  });

  it('fails in the words of kubectl where its Secret is not to be had', async () => {
    program('kubectl', `*) echo 'Error from server (Forbidden): secrets is forbidden' >&2; exit 1 ;;`);
    expect(await runs(process.execPath, ['dist/scripts/validate.js', '--cluster'], { PATH: bin })).toMatchObject({ code: 1, stderr: expect.stringMatching(/kubectl -n crypto-collectors get failed: .*secrets is forbidden/) as string });
  });
});

describe('npm run health -- --watch', () => {
  it('looks again until it is told to stop, says an outage and goes on, and ends with the code of the last look', async () => {
    const lone = await ground.start();
    const child = spawn(process.execPath, ['dist/scripts/health.js', '--url', lone.url, '--watch', '--json', '--least', '100'], { env: { PATH: bin, API_KEY_READONLY: KEYS.readonly }, stdio: ['ignore', 'pipe', 'pipe'] });
    const heard = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (part: Buffer) => (heard[name] += part.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await expect.poll(() => heard.stdout.split('\n').length, { timeout: 20_000 }).toBe(2);
    expect(JSON.parse(heard.stdout)).toMatchObject({ farm: lone.url, status: 'degraded', reasons: expect.any(Array) });
    await lone.close();
    await expect.poll(() => heard.stderr, { timeout: 20_000 }).toContain(`${lone.url}/health does not answer`);
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
  });
});
