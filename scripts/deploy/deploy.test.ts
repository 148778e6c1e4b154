/** `npm run deploy` with other people's programs replaced by ones that record what they were asked. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '../testing/commands.js';

let dir: string;
let bin: string;
let record: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'farm-deploy-'));
  bin = join(dir, 'bin');
  record = join(dir, 'asked');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A program that writes down its arguments and ends with the code. */
function fake(name: string, code = 0): void {
  const file = join(bin, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> ${record}\nexit ${code}\n`);
  chmodSync(file, 0o755);
}
const all = (): void => ['docker', 'kind', 'helm', 'kubectl'].forEach((name) => fake(name));
const asked = (): string[] => (existsSync(record) ? readFileSync(record, 'utf8').trimEnd().split('\n') : []);
const deploy = (...args: string[]) => runs(process.execPath, ['dist/scripts/deploy.js', ...args], { PATH: bin });

const ROLLOUTS = ['api', 'scheduler', 'worker-process', 'worker-collect', 'worker-backfill'].map((part) => expect.stringMatching(new RegExp(`^kubectl --context kind-kind -n crypto-collectors rollout status deployment/farm-crypto-data-farm-${part} --timeout=10m$`)) as string);
const KIND = [
  expect.stringMatching(/^docker build -t crypto-data-farm:local \//),
  'kind load docker-image crypto-data-farm:local --name kind',
  expect.stringMatching(/^helm upgrade --install farm \/.*\/helm\/crypto-data-farm --namespace crypto-collectors --create-namespace --kube-context kind-kind -f \/.*\/values-development\.yaml --set-string image\.repository=crypto-data-farm --set-string image\.tag=local --timeout 10m$/),
  ...ROLLOUTS,
];

describe('npm run deploy', () => {
  it('builds, loads, installs, waits, and says how to reach the farm', async () => {
    all();
    const { code, stdout, output } = await deploy('--kind');
    expect(code, output).toBe(0);
    expect(asked()).toEqual(KIND);
    expect(stdout).toMatch(/port-forward service\/farm-crypto-data-farm 8000:http/);
    expect(stdout).toMatch(/npm run validate -- --cluster --namespace crypto-collectors --release farm --context kind-kind/);
  });

  it('--dry-run prints the same commands, needs no program and runs none', async () => {
    const { code, stdout } = await deploy('--kind', '--dry-run');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(KIND);
    expect(asked()).toEqual([]);
  });

  it('pushes to a registry for any other cluster, or builds nothing where the image is there', async () => {
    const pushed = await deploy('--context', 'prod', '--image', 'registry.example.com/farm:1.2', '--values', 'production', '--dry-run');
    expect(pushed.stdout).toContain('docker push registry.example.com/farm:1.2\n');
    expect(pushed.stdout).toMatch(/--kube-context prod -f \S*values-production\.yaml --set-string image\.repository=registry\.example\.com\/farm --set-string image\.tag=1\.2/);
    expect((await deploy('--context', 'prod', '--no-build', '--dry-run')).stdout).not.toContain('docker');
  });

  it('names every program that is missing, with its cure, before anything is run', async () => {
    fake('docker');
    const { code, stderr } = await deploy('--kind');
    expect(code).toBe(2);
    for (const program of ['kind', 'helm', 'kubectl']) expect(stderr).toMatch(new RegExp(`- ${program} is not on the PATH: install`, 'i'));
    expect(stderr).not.toContain('docker is not');
    expect(asked()).toEqual([]);
  });

  it('stops at the step that failed and says which', async () => {
    all();
    fake('kind', 3);
    const { code, stderr } = await deploy('--kind', 'dev');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^could not load the image into kind: kind load docker-image crypto-data-farm:local --name dev ended with 3/)]);
    expect(asked().at(-1)).toBe('kind load docker-image crypto-data-farm:local --name dev');
  });

  it.each([
    [[], /say where to/],
    [['--kind', '--context', 'x'], /say where to/],
    [['--kind', '--image', 'farm', '--dry-run'], /--image must read repository:tag, got "farm"/],
    [['--kind', '--values', 'nowhere', '--dry-run'], /--values must name an overlay/],
  ])('refuses %j', async (args, words) => {
    const { code, stderr } = await deploy(...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  });
});
