/** Single parts of the chart where a detail decides whether a cluster takes it, or a person is helped by it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { scalingAnswer } from '#api/views/scaling.js';
import { CHART, helm, one, overlay, render, template, type Manifest } from './testing/helm.js';
import { validate } from './testing/models.js';

interface Pod {
  hostAliases?: unknown;
  containers: { args: string[]; env: { name: string; value?: string }[] }[];
}
const podOf = (m: Manifest): Pod => (m.spec as { template: { spec: Pod } }).template.spec;
const named = (name: string): string => `farm-crypto-data-farm-${name}`;
const environment = (pod: Pod): Record<string, string | undefined> => Object.fromEntries((pod.containers[0]?.env ?? []).map((e) => [e.name, e.value]));

describe.skipIf(helm === null)('names', () => {
  it('stay short enough for their kinds, however long the release is called', () => {
    const long = 'a-release-whose-name-is-as-long-as-helm-allows-it-53x';
    expect(long).toHaveLength(53);
    const all = render(...overlay('development', 'autoscaling.mode=hpa-external', `fullnameOverride=${long}`, 'monitoring.enabled=true')).concat(render(...overlay('production', `fullnameOverride=${long}`, 'externalServices.mysql.ip=10.0.0.1', 'externalServices.redis.ip=10.0.0.2')));
    // A CronJob's jobs get eleven more letters; a StatefulSet's revision and a Job's name become labels.
    const most: Record<string, number> = { CronJob: 52, StatefulSet: 52, Job: 63, Service: 63 };
    expect(all.filter((m) => m.metadata.name.length > (most[m.kind] ?? 253)).map((m) => `${m.kind} ${m.metadata.name}`)).toEqual([]);
    for (const m of all) for (const [key, value] of Object.entries(m.metadata.labels ?? {})) expect(value, `${m.kind} ${key}`).toMatch(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/);
  });
});

describe.skipIf(helm === null)('a migration', () => {
  const hostOf = (...sets: string[]): string | undefined => environment(podOf(render(...overlay('production', ...sets)).find((m) => m.kind === 'Job') as Manifest))['MYSQL_HOST'];

  it('in a hook asks an external address itself: the Service that names it is not there yet', () => {
    expect(hostOf('externalServices.mysql.ip=10.1.2.3')).toBe('10.1.2.3');
    expect(hostOf('externalServices.mysql.ip=10.1.2.3', 'migrations.mode=job')).toBe(named('external-mysql'));
    expect(hostOf('mysql.host=db.example.com')).toBe('db.example.com');
  });

  it('and every pod know names that the cluster does not', () => {
    const aliases = [{ ip: '192.168.1.5', hostnames: ['host.docker.internal'] }];
    const all = render(...overlay('production', 'hostAliases[0].ip=192.168.1.5', 'hostAliases[0].hostnames[0]=host.docker.internal'));
    for (const m of all.filter((x) => ['Deployment', 'Job'].includes(x.kind))) expect(podOf(m).hostAliases, m.metadata.name).toEqual(aliases);
  });

  it('is nobody\'s where it is switched off, and the pods still wait for the tables', () => {
    const all = render(...overlay('production', 'migrations.mode=none'));
    expect(all.filter((m) => m.kind === 'Job')).toEqual([]);
    expect(JSON.stringify(podOf(one(all, 'Deployment', named('worker-collect'))))).toContain('"dist/scripts/migrate.js","--check","--wait","600"');
  });
});

describe.skipIf(helm === null)('the heap', () => {
  it('of every role is what the farm gives it on one machine, and grows where it is told to', () => {
    const flags = [...readFileSync('scripts/farm/roles.ts', 'utf8').matchAll(/'(--max-[a-z-]+=\d+)'/g)].map(([, flag]) => flag).join(' ');
    expect(flags).toMatch(/--max-old-space-size=\d+ --max-semi-space-size=\d+/);
    const of = (name: string, ...sets: string[]) => environment(podOf(one(render(...overlay('production', ...sets)), 'Deployment', named(name))))['NODE_OPTIONS'];
    for (const name of ['api', 'scheduler', 'worker-collect', 'worker-process', 'worker-backfill']) expect(of(name), name).toBe(flags);
    expect(of('worker-process', 'workers.pools.process.heapMb=700', 'workers.pools.process.resources.limits.memory=1Gi')).toContain('--max-old-space-size=700');
  });
});

describe.skipIf(helm === null)('the ingress', () => {
  const ingress = (...sets: string[]) => one(render(...overlay('production', 'api.ingress.enabled=true', 'api.ingress.host=farm.example.com', ...sets)), 'Ingress', named('api'));

  it('brings a client of Socket.IO back to its pod, and leaves sockets open', () => {
    expect(ingress().metadata.annotations).toMatchObject({ 'nginx.ingress.kubernetes.io/affinity': 'cookie', 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600' });
    expect(ingress('api.ingress.sticky=false').metadata.annotations).not.toHaveProperty('nginx.ingress.kubernetes.io/affinity');
  });

  it('opens the network for its controller, and speaks TLS where a Secret is named', () => {
    const all = render(...overlay('production', 'api.ingress.enabled=true', 'api.ingress.host=farm.example.com'));
    expect(JSON.stringify(one(all, 'NetworkPolicy', named('api')).spec)).toContain('"kubernetes.io/metadata.name":"ingress-nginx"');
    expect(ingress('api.ingress.tlsSecret=farm-tls').spec).toMatchObject({ tls: [{ hosts: ['farm.example.com'], secretName: 'farm-tls' }] });
  });
});

describe.skipIf(helm === null)('the api', () => {
  it('may reach a webhook where one is named, and nothing outside otherwise', async () => {
    const policies = (...sets: string[]): Manifest[] => render(...overlay('production', ...sets)).filter((m) => m.kind === 'NetworkPolicy');
    expect(policies().map((m) => m.metadata.name)).not.toContain(named('webhook'));
    const policy = one(policies('api.extraEnv[0].name=ALERT_WEBHOOK_URL', 'api.extraEnv[0].valueFrom.secretKeyRef.name=farm-alerts', 'api.extraEnv[0].valueFrom.secretKeyRef.key=url'), 'NetworkPolicy', named('webhook'));
    await validate(policy);
    expect(policy.spec).toMatchObject({ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'api' } }, egress: [{ ports: [{ port: 443, protocol: 'TCP' }] }] });
  });

  it('answers what KEDA looks for', () => {
    const [trigger] = (one(render(...overlay('production')), 'ScaledObject', named('worker-collect')).spec as { triggers: { metadata: { valueLocation: string } }[] }).triggers;
    expect(Object.keys(scalingAnswer.shape)).toContain(trigger?.metadata.valueLocation);
  });
});

describe.skipIf(helm === null)('rules and dashboards', () => {
  const RULE = "groups:\n  - name: farm\n    rules:\n      - alert: FarmIsSick\n        expr: crypto_health_score < 50\n        annotations:\n          summary: 'score {{ $value }} in {{ $labels.namespace }}'\n";
  const DASHBOARD = '{"uid":"farm","title":"farm","panels":[{"targets":[{"legendFormat":"{{pool}}"}]}]}';

  it('leave as they are written, braces and all, and none is missed where there are none', async () => {
    const home = mkdtempSync(join(tmpdir(), 'farm-chart-'));
    try {
      cpSync(CHART, home, { recursive: true });
      rmSync(join(home, 'files'), { recursive: true, force: true });
      const objects = (): Manifest[] => {
        const { code, stdout, stderr } = template(overlay('staging'), home);
        expect(code, stderr).toBe(0);
        return parseAllDocuments(stdout).map((d) => d.toJS() as Manifest | null).filter((m) => m !== null);
      };
      expect(objects().filter((m) => m.kind === 'PrometheusRule')).toEqual([]);
      for (const dir of ['files/rules', 'files/dashboards']) mkdirSync(join(home, dir), { recursive: true });
      writeFileSync(join(home, 'files/rules/farm.yaml'), RULE);
      writeFileSync(join(home, 'files/rules/farm.test.yaml'), 'rule_files: [farm.yaml]\n');
      writeFileSync(join(home, 'files/dashboards/farm.json'), DASHBOARD);
      const all = objects();
      const rules = all.filter((m) => m.kind === 'PrometheusRule');
      expect(rules.map((m) => m.metadata.name)).toEqual([named('farm')]);
      expect(JSON.stringify(rules[0]?.spec)).toContain('score {{ $value }} in {{ $labels.namespace }}');
      await validate(rules[0] as Manifest);
      const dashboard = one(all, 'ConfigMap', named('dashboard-farm'));
      expect(dashboard.data).toEqual({ 'farm.json': DASHBOARD });
      expect(dashboard.metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe.skipIf(helm === null)('the health check', () => {
  /** What the CronJob and `helm test` run, against an api that answers so. @returns the exit code and what was said. */
  async function asked(status: number, body: unknown): Promise<{ code: number | null; said: string }> {
    const server = createServer((req, res) => void (req.url === '/health' ? res.writeHead(status).end(JSON.stringify(body)) : res.writeHead(404).end()));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const [flag = '', script = '', ...rest] = (one(render(...overlay('production')), 'Pod', named('test')).spec as unknown as Pod).containers[0]?.args ?? [];
    const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(script).toContain('http://data-api-gateway:8000/health');
    const child = spawn(process.execPath, ['--enable-source-maps', flag, script.replace('http://data-api-gateway:8000', there), ...rest], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
    const code = await new Promise<number | null>((done) => child.once('close', done));
    server.close();
    return { code, said };
  }

  it.each([
    [200, { status: 'healthy', health_score: 97 }, 0],
    [200, { status: 'degraded', health_score: 50 }, 0],
    [200, { status: 'degraded', health_score: 49.9 }, 1],
    [200, { status: 'healthy', health_score: null }, 1],
    [200, {}, 1],
    [503, { status: 'unhealthy', health_score: 90 }, 1],
  ])('of an api that answers %d %j ends with %d, saying what it was told', async (status, body, code) => {
    const ended = await asked(status, body);
    expect(ended.code, ended.said).toBe(code);
    expect(ended.said).toContain(JSON.stringify(body));
  });

  it('runs the same words every five minutes', () => {
    const all = render(...overlay('production'));
    const cron = one(all, 'CronJob', named('health')).spec as unknown as { schedule: string; jobTemplate: { spec: { template: { spec: Pod } } } };
    expect(cron.jobTemplate.spec.template.spec.containers).toEqual((one(all, 'Pod', named('test')).spec as unknown as Pod).containers);
    expect(cron.schedule).toBe('*/5 * * * *');
  });
});

describe.skipIf(helm === null)('what is said after an install', () => {
  let home: string;
  beforeAll(() => {
    // Without a cluster Helm shows no notes: a copy of the chart renders them as an object.
    home = mkdtempSync(join(tmpdir(), 'farm-notes-'));
    cpSync(CHART, home, { recursive: true });
    cpSync(join(CHART, 'templates/NOTES.txt'), join(home, 'notes.txt'));
    writeFileSync(join(home, 'templates/notes.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes }\ndata: { text: {{ tpl (.Files.Get "notes.txt") . | quote }} }\n');
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const notes = (...args: string[]): string => {
    const { code, stdout, stderr } = template(['-s', 'templates/notes.yaml', ...args], home);
    expect(code, stderr).toBe(0);
    return (parse(stdout) as Manifest).data?.['text'] ?? '';
  };

  it('names the address and where the key is', () => {
    const said = notes(...overlay('production'));
    expect(said).toContain('http://data-api-gateway.crypto-collectors.svc:8000');
    expect(said).toContain('get secret crypto-data-farm-api');
    expect(said).toContain('port-forward svc/data-api-gateway 8000:8000');
    expect(said).not.toContain('Pools do not scale');
    expect(notes(...overlay('development'))).toContain('Pools do not scale');
  });
});
