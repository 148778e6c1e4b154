/** The chart in every form it can take, against the schemas of Kubernetes and against what the farm's processes read. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiSlice, readApiConfig } from '#api/config.js';
import { schedulerSlice } from '#queues/config.js';
import { readRuntimeConfig, runtimeSlice } from '#queues/runtime/config.js';
import { poolNames, queues, queuesOf } from '#queues/topology.js';
import { readWorkersConfig } from '#workers/config.js';
import { readStoreConfig, storeSlice } from '#workers/store/config.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { sections } from '../env-example.js';
import { CHART, helm, one, overlay, OVERLAYS, render, runHelm, type Manifest } from './testing/helm.js';
import { validate } from './testing/models.js';

const MODES = ['none', 'hpa-external', 'keda', 'hpa-cpu'] as const;
const DATABASES: Record<string, string[]> = {
  bundled: ['mysql.bundled=true', 'redis.bundled=true', 'mysql.password=a-password-of-mysql', 'redis.password=a-password-of-redis'],
  external: ['mysql.bundled=false', 'redis.bundled=false', 'mysql.host=host.docker.internal', 'redis.host=host.docker.internal'],
  'by address': ['mysql.bundled=false', 'redis.bundled=false', 'externalServices.mysql.ip=10.1.2.3', 'externalServices.redis.ip=10.1.2.4'],
};
const FORMS = OVERLAYS.flatMap((name) => MODES.flatMap((mode) => Object.keys(DATABASES).map((databases) => [name, mode, databases] as const)));

/** Node's own, which no slice of ours reads. */
const NODES_OWN = ['NODE_OPTIONS'];
/** Time is real in a cluster; the webhook's address is a secret that api.extraEnv refers to. */
const OPTIONAL = new Set(['FARM_CLOCK', 'ALERT_WEBHOOK_URL']);

interface Container {
  name: string;
  args: string[];
  env?: { name: string; value?: string; valueFrom?: unknown }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  securityContext: Record<string, unknown>;
  livenessProbe?: { httpGet: { path: string } };
}
interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  securityContext: Record<string, unknown>;
  terminationGracePeriodSeconds?: number;
  automountServiceAccountToken?: boolean;
}
function slicesOf(workload: string): object[] {
  if (workload.endsWith('-api')) return [runtimeSlice, storeSlice, apiSlice];
  return workload.endsWith('-scheduler') ? [runtimeSlice, schedulerSlice] : [runtimeSlice, storeSlice];
}

const podOf = (m: Manifest): PodSpec => (m.spec as { template: { spec: PodSpec } }).template.spec;
const workloads = (all: readonly Manifest[]): Manifest[] => all.filter((m) => m.kind === 'Deployment');
const named = (name: string): string => `farm-crypto-data-farm-${name}`;

/** What a container sees, secrets as texts of the right length. */
function environmentOf(all: readonly Manifest[], { env = [], envFrom = [] }: Container): Record<string, string> {
  const maps = envFrom.flatMap((f) => (f.configMapRef ? Object.entries(one(all, 'ConfigMap', f.configMapRef.name).data ?? {}) : []));
  return Object.fromEntries([...maps, ...env.map((e): [string, string] => [e.name, e.value ?? createHash('sha256').update(e.name).digest('hex')])]);
}

describe.skipIf(helm === null)('the chart', () => {
  it.each(OVERLAYS)('has nothing that Helm complains about (%s)', (name) => {
    const { code, stdout, stderr } = runHelm(['lint', '--strict', CHART, '-f', `${CHART}/values-${name}.yaml`]);
    expect(code, stdout + stderr).toBe(0);
  });

  it.each(FORMS)('is valid as %s, scaled by %s, databases %s', async (name, mode, databases) => {
    const all = render(...overlay(name, `autoscaling.mode=${mode}`, 'monitoring.enabled=true', ...(DATABASES[databases] ?? [])));
    for (const manifest of all) await validate(manifest);
    const names = all.map((m) => `${m.apiVersion} ${m.kind} ${m.metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const scalers = all.filter((m) => m.metadata.name.includes('-worker-') && ['HorizontalPodAutoscaler', 'ScaledObject'].includes(m.kind));
    expect(scalers.map((m) => m.kind)).toEqual(mode === 'none' ? [] : poolNames.map(() => (mode === 'keda' ? 'ScaledObject' : 'HorizontalPodAutoscaler')));
    for (const pool of poolNames) expect('replicas' in (one(all, 'Deployment', named(`worker-${pool}`)).spec ?? {})).toBe(mode === 'none');
  });

  it('notices an object that is not valid', async () => {
    const [hpa] = render(...overlay('staging')).filter((m) => m.kind === 'HorizontalPodAutoscaler');
    await expect(validate({ ...(hpa as Manifest), spec: { ...hpa?.spec, maxReplicas: undefined } })).rejects.toThrow(/maxReplicas/);
  });

  it('runs every pool as often at once as its queues say', () => {
    const all = render(...overlay('development'));
    for (const pool of poolNames) {
      expect(podOf(one(all, 'Deployment', named(`worker-${pool}`))).containers[0]?.args).toEqual(['dist/workers/main.js', '--pool', pool]);
    }
    const keda = render(...overlay('development', 'autoscaling.mode=keda'));
    for (const pool of poolNames) {
      const slots = queuesOf(pool).reduce((sum, q) => sum + queues[q].concurrency, 0);
      const [trigger] = (one(keda, 'ScaledObject', named(`worker-${pool}`)).spec as { triggers: { metadata: { targetValue: string; url: string } }[] }).triggers;
      expect(Number(trigger?.metadata.targetValue)).toBeGreaterThanOrEqual(slots);
      expect(trigger?.metadata.url).toBe(`http://data-api-gateway.crypto-collectors.svc:8000/internal/scaling/${pool}`);
    }
  });

  it('runs files that the build makes', () => {
    const containers = render(...overlay('staging')).filter((m) => ['Deployment', 'Job'].includes(m.kind)).flatMap((m) => [...podOf(m).containers, ...(podOf(m).initContainers ?? [])]);
    for (const { args } of containers) expect(existsSync((args[0] as string).replace(/^dist\/(.*)\.js$/, '$1.ts')), args[0]).toBe(true);
  });

  it('lets a removed pool be gone, and one pool be changed alone', () => {
    expect(workloads(render(...overlay('staging', 'workers.pools.backfill=null'))).map((m) => m.metadata.name)).not.toContain(named('worker-backfill'));
    const spec = (pool: string) => one(render(...overlay('staging', 'workers.pools.process.maxReplicas=17')), 'HorizontalPodAutoscaler', named(`worker-${pool}`)).spec;
    expect([spec('process')?.['maxReplicas'], spec('collect')?.['maxReplicas']]).toEqual([17, 3]);
  });

  it('holds the Service under both of its names', () => {
    const services = render(...overlay('production')).filter((m) => m.kind === 'Service');
    expect(services.map((m) => m.metadata.name)).toEqual(['data-api-gateway', 'simple-api-gateway']);
    for (const s of services) expect((s.spec as { ports: unknown[] }).ports).toEqual([{ name: 'http', port: 8000, targetPort: 'http' }]);
  });
});

describe.skipIf(helm === null).each(OVERLAYS)('the environment of %s', (name) => {
  const all = helm === null ? [] : render(...overlay(name));
  const known = new Set([...NODES_OWN, ...sections.flatMap(({ slice }) => Object.keys(slice))]);

  it('names only variables that somebody reads, and passes all of Redis, MySQL and the keys', () => {
    for (const m of workloads(all)) {
      const env = environmentOf(all, podOf(m).containers[0] as Container);
      expect(Object.keys(env).filter((v) => !known.has(v)), m.metadata.name).toEqual([]);
      const slices = slicesOf(m.metadata.name);
      const missing = slices.flatMap((s) => Object.keys(s)).filter((v) => !(v in env) && !OPTIONAL.has(v));
      expect(missing, m.metadata.name).toEqual([]);
    }
  });

  it('is one that the processes accept', () => {
    for (const m of workloads(all)) {
      const env = environmentOf(all, podOf(m).containers[0] as Container);
      expect(() => readRuntimeConfig(env), m.metadata.name).not.toThrow();
      if (m.metadata.name.includes('-worker-')) expect(() => [readStoreConfig(env), readWorkersConfig(env), readUpstreamConfig(env)], m.metadata.name).not.toThrow();
      if (m.metadata.name.endsWith('-api')) expect(readApiConfig({ ...env, HOST: '0.0.0.0' }).PORT).toBe(8_000);
    }
  });
});
describe.skipIf(helm === null)('every pod', () => {
  const all = helm === null ? [] : render(...overlay('production'));
  const ours = all.filter((m) => ['Deployment', 'Job'].includes(m.kind));

  it('runs as nobody in particular, on a root it cannot write, with no way to ask the cluster', () => {
    for (const m of ours) {
      const pod = podOf(m);
      expect(pod.automountServiceAccountToken, m.metadata.name).toBe(false);
      expect(pod.securityContext, m.metadata.name).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } });
      for (const c of pod.containers) expect(c.securityContext, m.metadata.name).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    }
    expect(all.filter((m) => /Role/.test(m.kind))).toEqual([]);
  });

  it('asks for 100m and 128Mi and stays within 256Mi', () => {
    for (const m of workloads(all)) expect(podOf(m).containers[0]?.resources, m.metadata.name).toEqual({ requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } });
  });

  it('is not restarted because Redis or MySQL is away', () => {
    for (const m of workloads(all)) expect(podOf(m).containers[0]?.livenessProbe?.httpGet.path, m.metadata.name).toBe(m.metadata.name.endsWith('-api') ? '/live' : '/health');
  });

  it('has time to drain and to close before it is killed', () => {
    for (const drainTimeoutMs of [45_000, 45_001, 120_000]) {
      for (const m of workloads(render(...overlay('production', `farm.drainTimeoutMs=${drainTimeoutMs}`)))) expect((podOf(m).terminationGracePeriodSeconds ?? 0) * 1_000, m.metadata.name).toBeGreaterThan(drainTimeoutMs + 15_000);
    }
  });

  it('lets the api answer for a moment after it is told to stop, on top of its other time', () => {
    const rendered = render(...overlay('production', 'api.closeDelayMs=20000', 'api.trustedProxies=10.0.0.0/8'));
    const api = podOf(one(rendered, 'Deployment', named('api')));
    const scheduler = podOf(one(rendered, 'Deployment', named('scheduler')));
    expect(api.terminationGracePeriodSeconds).toBe((scheduler.terminationGracePeriodSeconds ?? 0) + 20);
    expect(readApiConfig(environmentOf(rendered, api.containers[0] as Container))).toMatchObject({ CLOSE_DELAY_MS: 20_000, TRUSTED_PROXIES: ['10.0.0.0/8'] });
    expect(() => render(...overlay('production', 'api.closeDelayMs=30001'))).toThrow(/closeDelayMs/);
  });

  it('waits for tables that a plain job makes, and needs not where a hook made them before', () => {
    const init = (manifests: Manifest[]) => podOf(one(manifests, 'Deployment', named('api'))).initContainers?.map((c) => c.name);
    expect(init(all)).toBeUndefined();
    expect(init(render(...overlay('development')))).toEqual(['wait-for-tables']);
    const job = (manifests: Manifest[]) => manifests.find((m) => m.kind === 'Job');
    expect(job(all)?.metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
    expect(job(render(...overlay('development')))?.metadata).toMatchObject({ name: named('migrate-1') });
  });

  it('of the api reads keys from a file that a Secret of yours brings, where it names one', () => {
    const api = one(render(...overlay('production', 'apiKeys.file.existingSecret=farm-keys')), 'Deployment', named('api'));
    const pod = podOf(api) as PodSpec & { volumes: { name: string; secret?: { secretName: string } }[] };
    expect(pod.volumes.find((v) => v.name === 'keys')?.secret?.secretName).toBe('farm-keys');
    expect(pod.containers[0]?.env?.find((e) => e.name === 'API_KEYS_FILE')?.value).toBe('/etc/farm/keys');
    expect(JSON.stringify(pod.containers[0])).toContain('"mountPath":"/etc/farm"');
  });

  it('holds no secret in the open: neither in settings nor where a Secret of yours is named', () => {
    expect(all.filter((m) => m.kind === 'Secret')).toEqual([]);
    for (const m of all.filter((x) => x.kind === 'ConfigMap')) expect(Object.keys(m.data ?? {}).filter((k) => /PASSWORD|_KEY|SECRET|TOKEN/.test(k))).toEqual([]);
  });
});

describe.skipIf(helm === null)('the network', () => {
  const policies = helm === null ? [] : render(...overlay('production')).filter((m) => m.kind === 'NetworkPolicy');
  const policy = (name: string) => JSON.stringify(policies.find((m) => m.metadata.name === named(name))?.spec);

  it('is closed, but for the namespaces that trade and analyse, and for metrics', () => {
    expect(policy('deny')).toContain('"policyTypes":["Ingress","Egress"]');
    for (const client of ['crypto-trading', 'crypto-analytics', 'monitoring', 'keda']) expect(policy('api')).toContain(`"kubernetes.io/metadata.name":"${client}"`);
    expect(policy('api')).not.toContain('ingress-nginx');
    expect(policy('metrics')).toContain('"kubernetes.io/metadata.name":"monitoring"');
  });

  it('lets workers alone ask upstreams, and nobody the metadata service', () => {
    expect(policy('upstreams')).toContain('"app.kubernetes.io/component":"worker"');
    for (const name of ['egress', 'upstreams']) expect(policy(name)).toContain('169.254.169.254/32');
  });
});
