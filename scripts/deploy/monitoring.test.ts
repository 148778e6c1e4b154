/** Prometheus and Grafana of the monitoring profile: they scrape every role, know every rule and dashboard, and Grafana wants a password. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BOARDS_FOLDER } from '#dashboard/grafana/boards.js';
import { exportedSeries } from './testing/exported.js';
import { readCompose, type Service } from './testing/compose.js';
import { promtool, runPromtool } from './testing/promtool.js';
import { RULES } from './testing/rules.js';

const needed = Object.fromEntries(['REDIS_PASSWORD', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'API_KEY_MASTER', 'API_KEY_TRADING', 'API_KEY_READONLY', 'JWT_SECRET_KEY'].map((name) => [name, `${name}-of-this-test`]));
const { services } = readCompose(needed);
const service = (name: string): Service => {
  const found = services[name];
  if (!found) throw new Error(`docker-compose.yml has no ${name}`);
  return found;
};
const CONFIG = 'dashboard/prometheus/prometheus.yml';

interface Scrape {
  job_name: string;
  honor_labels?: boolean;
  dns_sd_configs: { names: string[]; type: string; port: number }[];
  relabel_configs: { target_label: string; replacement: string }[];
}
const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));
const config = read(CONFIG) as { rule_files: string[]; scrape_configs: Scrape[] };
const targets = config.scrape_configs.flatMap((s) => s.dns_sd_configs.flatMap((d) => d.names.map((name) => ({ name, port: d.port, role: s.relabel_configs.find((r) => r.target_label === 'role')?.replacement }))));
/** Where a container's path comes from on this side. */
const mountOf = (name: string, inside: string): string | undefined => service(name).volumes?.find((v) => v.split(':')[1] === inside)?.split(':')[0];

describe('the scrape', () => {
  it('asks every role that Compose starts, on the port it listens on, under the role that rules name', () => {
    const roleOf = (command = ''): string | undefined => ({ 'dist/queues/main.js': 'scheduler', 'dist/workers/main.js': 'worker', 'dist/api/main.js': 'api' })[command];
    const wanted = Object.entries(services).flatMap(([name, s]) => {
      const role = roleOf(s.command?.[0]);
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(s.healthcheck?.test.join(' ') ?? '')?.[1]);
      return role === undefined ? [] : [{ name, port, role }];
    });
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(targets.sort(byName)).toEqual(wanted.sort(byName));
  });

  it('reads its configuration and the folder of rules, tests of rules left out', () => {
    expect(mountOf('prometheus', '/etc/prometheus/prometheus.yml')).toBe(`./${CONFIG}`);
    expect(mountOf('prometheus', '/etc/prometheus/rules')).toBe(`./${RULES}`);
    expect(config.rule_files).toEqual(['/etc/prometheus/rules/*.yaml']);
  });

  it('leaves the farm its own labels, `job` among them, in a cluster as well', () => {
    const clashing = [...exportedSeries([])].filter(([, labels]) => labels.includes('job')).map(([name]) => name);
    expect(clashing).toContain('crypto_jobs_total');
    for (const s of config.scrape_configs) expect([s.job_name, s.honor_labels]).toEqual([s.job_name, true]);
    expect(readFileSync('helm/crypto-data-farm/templates/monitoring/monitors.yaml', 'utf8')).toMatch(/^\s+honorLabels: true$/m);
  });

  describe.skipIf(promtool === null)('as Prometheus sees it', () => {
    let folder: string;
    beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'farm-prometheus-'))));
    afterAll(() => rmSync(folder, { recursive: true }));
    const check = (text: string) => {
      const path = join(folder, 'prometheus.yml');
      writeFileSync(path, text);
      return runPromtool(['check', 'config', path]);
    };
    const text = readFileSync(CONFIG, 'utf8').replace('/etc/prometheus/rules', join(process.cwd(), RULES));

    it('is accepted, with every rule', () => {
      const { code, output } = check(text);
      expect(code, output).toBe(0);
      expect(output).toMatch(/5 rule files/);
    });

    it('would be refused with a word it does not know', () => expect(check(text.replace('scrape_interval', 'scrape_intervall')).code).toBe(1));
  });
});

describe('Grafana', () => {
  const start = (password: string) => {
    const [shell, ...args] = (service('grafana').entrypoint ?? []).map((word) => word.replace('exec /run.sh', 'echo started'));
    return spawnSync(shell ?? '', args, { env: { PATH: process.env['PATH'], GF_SECURITY_ADMIN_PASSWORD: password }, encoding: 'utf8' });
  };

  it.each(['', 'admin', 'password'])('does not start with the password %j, and says what to set', (password) => {
    const { status, stderr, stdout } = start(password);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('GRAFANA_PASSWORD');
  });

  it('starts with one of its own, taken from GRAFANA_PASSWORD', () => {
    expect(start('q7Vx2mKw9Zr4').stdout).toBe('started\n');
    expect(readCompose({ ...needed, GRAFANA_PASSWORD: 'q7Vx2mKw9Zr4' }).services['grafana']?.environment?.['GF_SECURITY_ADMIN_PASSWORD']).toBe('q7Vx2mKw9Zr4');
  });

  it('finds its data source and the dashboards where they are mounted', () => {
    const folder = mountOf('grafana', '/etc/grafana/provisioning') ?? '';
    const [source] = (read(join(folder, 'datasources/prometheus.yaml')) as { datasources: { url: string; isDefault: boolean }[] }).datasources;
    expect(source).toMatchObject({ url: 'http://prometheus:9090', isDefault: true });
    const [provider] = (read(join(folder, 'dashboards/farm.yaml')) as { providers: { allowUiUpdates: boolean; options: { path: string } }[] }).providers;
    expect(mountOf('grafana', provider?.options.path ?? '')).toBe(`./${BOARDS_FOLDER}`);
    expect(provider?.allowUiUpdates).toBe(false);
  });
});

describe.each(['prometheus', 'grafana'])('%s', (name) => {
  it('is asked for by its profile alone, pinned, watched, and may write only where it keeps its data', () => {
    const s = service(name);
    expect(s.profiles).toEqual(['monitoring']);
    expect(s.image).toMatch(/:v?\d+\.\d+\.\d+$/);
    expect(s.healthcheck).toBeDefined();
    expect([s.read_only, s.cap_drop]).toEqual([true, ['ALL']]);
    expect((s.volumes ?? []).filter((v) => !v.endsWith(':ro')).map((v) => v.split(':')[0])).toEqual([name]);
  });
});
