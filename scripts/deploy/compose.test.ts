import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, it } from 'vitest';
import { readApiConfig, apiSlice } from '#api/config.js';
import { readSchedulerConfig, schedulerSlice } from '#queues/config.js';
import { readRuntimeConfig, runtimeSlice } from '#queues/runtime/config.js';
import { poolNames } from '#queues/topology.js';
import { readWorkersConfig } from '#workers/config.js';
import { readStoreConfig, storeSlice } from '#workers/store/config.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { sections } from '../env-example.js';
import { composeText, composeVariables, readCompose, type Service } from './testing/compose.js';

const random = (letter: string): string => [...'q7Vx2mKw9Zr4Tb6Ln8Yc3Hd5'].map((c, i) => (i % 5 === 0 ? letter : c)).join('') + letter;
/** What a person must put into .env, and nothing more. */
const SECRETS = { REDIS_PASSWORD: random('a'), MYSQL_PASSWORD: random('b'), MYSQL_ROOT_PASSWORD: random('c'), API_KEY_MASTER: random('d'), API_KEY_TRADING: random('e'), API_KEY_READONLY: random('f'), JWT_SECRET_KEY: random('g') };
/** The Compose project's own schema, as the linter dclint carries it; its "id"s are of an older draft than its other words. */
function composeSchema(): object {
  const path = createRequire(import.meta.url).resolve('dclint').replace(/dist.*$/, 'schemas/compose.schema.json');
  return JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) => (key === 'id' && typeof value === 'string' ? undefined : value)) as object;
}

const compose = readCompose(SECRETS);
const environmentOf = (name: string): Record<string, string> => Object.fromEntries(Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [key, String(value)]));
const ours = Object.entries(compose.services).filter(([, s]) => s.build !== undefined);
const roles = ours.filter(([, s]) => /dist\/(queues|workers|api)\/main\.js/.test(s.command?.[0] ?? ''));
const workers = Object.keys(compose.services).filter((name) => name.startsWith('worker-'));
/** Image settings, which the farm's slices know as well. */
const IN_IMAGE = { LOG_FORMAT: 'json', HOST: '0.0.0.0', METRICS_HOST: '0.0.0.0' };

describe('docker-compose.yml', () => {
  it('is what the Compose schema allows', () => {
    const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(composeSchema());
    expect(validate(compose), JSON.stringify(validate.errors, null, 1)).toBe(true);
    const broken = { ...compose, services: { ...compose.services, api: { ...compose.services['api'], restarts: 'always' } } };
    expect(validate(broken)).toBe(false);
  });

  it('starts every role, every pool, and what they stand on', () => {
    expect(workers.sort()).toEqual(poolNames.map((pool) => `worker-${pool}`).sort());
    for (const pool of poolNames) expect(compose.services[`worker-${pool}`]?.command).toEqual(['dist/workers/main.js', '--pool', pool]);
    const always = Object.entries(compose.services).filter(([, s]) => s.profiles === undefined).map(([name]) => name);
    expect(always.sort()).toEqual(['api', 'migrate', 'mysql', 'redis', 'scheduler', ...workers].sort());
  });

  it('runs files that the build makes', () => {
    for (const [name, { command }] of ours) expect(existsSync((command?.[0] ?? '').replace(/^dist\/(.*)\.js$/, '$1.ts')), name).toBe(true);
  });

  it('gives a process only variables that one of its slices reads', () => {
    const known = new Set(sections.flatMap(({ slice }) => Object.keys(slice)));
    for (const [name] of roles) expect(Object.keys(environmentOf(name)).filter((v) => !known.has(v)), name).toEqual([]);
  });

  it('passes every variable of Redis, MySQL and the keys, so that none has to be added by hand', () => {
    const left = (slice: object, name: string, image: object = IN_IMAGE): string[] => Object.keys(slice).filter((v) => !(v in environmentOf(name)) && !(v in image));
    for (const [name] of roles) expect(left(runtimeSlice, name), name).toEqual([]);
    for (const name of [...workers, 'api', 'migrate']) expect(left(storeSlice, name), name).toEqual([]);
    // PORT is the published port here: inside the container it stays 8000.
    expect(left(apiSlice, 'api', { ...IN_IMAGE, PORT: '8000' })).toEqual([]);
    expect(left(schedulerSlice, 'scheduler')).toEqual([]);
  });

  it('makes environments that the processes accept in production', () => {
    for (const [name] of roles) expect(() => readRuntimeConfig({ ...IN_IMAGE, ...environmentOf(name) }), name).not.toThrow();
    for (const name of workers) {
      const env = environmentOf(name);
      expect(() => [readStoreConfig(env), readWorkersConfig(env), readUpstreamConfig(env)], name).not.toThrow();
    }
    expect(() => readSchedulerConfig(environmentOf('scheduler'))).not.toThrow();
    expect(readApiConfig(environmentOf('api')).RATE_LIMIT_REQUESTS).toBe(1_000);
    expect(readStoreConfig(environmentOf('migrate')).MYSQL_HOST).toBe('mysql');
    expect(environmentOf('scheduler')['NODE_ENV']).toBe('production');
  });

  it('refuses to start without each of its secrets, naming it', () => {
    for (const name of Object.keys(SECRETS)) expect(() => readCompose({ ...SECRETS, [name]: '' })).toThrow(name);
    const required = [...composeVariables(composeText())].filter(([, isRequired]) => isRequired).map(([name]) => name);
    expect(required.sort()).toEqual(Object.keys(SECRETS).sort());
  });

  it('holds no secret of its own', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      const secret = Object.entries(service.environment ?? {}).filter(([key, value]) => /KEY|PASSWORD|SECRET|TOKEN/.test(key) && String(value) !== '' && !Object.values(SECRETS).includes(String(value)));
      expect(secret, name).toEqual([]);
    }
  });

  it('publishes nothing beyond the loopback', () => {
    for (const [name, { ports = [] }] of Object.entries(compose.services)) for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
  });

  it('lets a worker drain before it is killed, watches every part, and keeps every role within 256 MiB', () => {
    for (const [name, s] of Object.entries(compose.services)) {
      if (name !== 'migrate') expect(s.healthcheck, name).toBeDefined();
    }
    for (const [name, s] of roles) {
      expect(Number.parseInt(s.stop_grace_period ?? '0', 10) * 1_000, name).toBeGreaterThan(Number(environmentOf(name)['DRAIN_TIMEOUT_MS']) + 15_000);
      expect(s.deploy?.resources?.limits?.memory, name).toBe('256m');
      expect([s.read_only, s.cap_drop], name).toEqual([true, ['ALL']]);
    }
  });

  it('waits for a healthy database, then for the migrations, and only then starts the farm', () => {
    expect(compose.services['migrate']?.depends_on).toEqual({ mysql: { condition: 'service_healthy' } });
    for (const [name, s] of roles) expect(s.depends_on, name).toEqual({ migrate: { condition: 'service_completed_successfully' }, redis: { condition: 'service_healthy' } });
  });

  it('never evicts a job and keeps what was queued over a restart', () => {
    const words = (compose.services['redis']?.command ?? []).join(' ');
    expect(words).toContain('--appendonly yes');
    expect(words).toContain('--maxmemory-policy noeviction');
  });

  it('takes databases of the host instead of its own', () => {
    const own = readCompose({ ...SECRETS, MYSQL_HOST: 'host.docker.internal', BUNDLED_MYSQL: '0', REDIS_HOST: 'host.docker.internal', BUNDLED_REDIS: '0' }).services;
    const hosts = (s: Service | undefined): unknown[] => [s?.environment?.['MYSQL_HOST'], s?.environment?.['REDIS_HOST']];
    expect(hosts(own['worker-collect'])).toEqual(['host.docker.internal', 'host.docker.internal']);
    // Compose does not wait for a service of no containers.
    expect([own['mysql']?.deploy?.replicas, own['redis']?.deploy?.replicas].map(Number)).toEqual([0, 0]);
  });

  it('mounts only what is in the repository', () => {
    for (const [name, { volumes = [] }] of Object.entries(compose.services)) {
      const mounted = volumes.map((v) => v.split(':')[0] ?? '');
      for (const from of mounted) expect(from.startsWith('./') ? existsSync(from) : from in compose.volumes, `${name} mounts ${from}`).toBe(true);
    }
  });
});
