/** What the chart refuses to render: combinations that would install and then fail, and values that its schema does not know. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHART, helm, overlay, refusal } from './testing/helm.js';
import { offences, type JsonSchema } from './testing/offences.js';

describe.skipIf(helm === null)('refuses', () => {
  const said: string[] = [];

  it.each([
    ['a migration hook with a bundled MySQL', /hooks run before the bundled MySQL exists/, overlay('development', 'migrations.mode=hook')],
    ['two MySQLs', /choose one MySQL/, overlay('development', 'externalServices.mysql.ip=10.0.0.1')],
    ['two Redises', /choose one Redis/, overlay('development', 'externalServices.redis.ip=10.0.0.1')],
    ['a Redis that throws jobs away', /must be noeviction/, overlay('production', 'redis.maxmemoryPolicy=allkeys-lru')],
    ['simulated data in production', /farm.mode=sim is refused in production/, overlay('production', 'farm.mode=sim')],
    ['a simulation without a simulator', /needs farm.simulatorUrl/, overlay('development', 'farm.mode=sim')],
    ['no password of MySQL', /mysql.existingSecret or mysql.password must be set/, overlay('development', 'mysql.password=')],
    ['no password of Redis', /redis.existingSecret or redis.password must be set/, overlay('development', 'redis.password=')],
    ['a short key', /apiKeys.trading must have at least 24 characters/, overlay('development', 'apiKeys.trading=short')],
    ['keys among the values in production', /takes its secrets from Secrets/, overlay('production', 'apiKeys.existingSecret=', 'apiKeys.master=0123456789012345678901234', 'apiKeys.trading=1123456789012345678901234', 'apiKeys.readonly=2123456789012345678901234', 'apiKeys.jwt=3123456789012345678901234')],
    ['an ingress without a host', /needs api.ingress.host/, overlay('production', 'api.ingress.enabled=true')],
    ['more pods at least than at most', /minReplicas is above maxReplicas/, overlay('production', 'workers.pools.collect.minReplicas=9')],
    ['a heap that its limit does not hold', /api.heapMb=300 does not fit in its memory limit of 256Mi/, overlay('production', 'api.heapMb=300')],
    ['a heap of one pool that its limit does not hold', /workers.pools.process.heapMb=900 does not fit in its memory limit of 1Gi/, overlay('production', 'workers.pools.process.heapMb=900', 'workers.pools.process.resources.limits.memory=1Gi')],
    ['no pods at rest under a plain HPA', /minReplicas 0 needs autoscaling.mode=keda/, overlay('staging', 'workers.pools.backfill.minReplicas=0')],
  ])('%s', (_what, words, args) => {
    const refused = refusal(...args);
    said.push(refused);
    expect(refused).toMatch(words);
  });

  it('with every refusal that the chart knows tried above', () => {
    const known = [...readFileSync(`${CHART}/templates/validations.yaml`, 'utf8').matchAll(/fail (?:\(printf )?"([^"]+)"/g)].map(([, text]) => text as string);
    expect(known.length).toBeGreaterThan(12);
    const pattern = (text: string): RegExp => new RegExp(text.split(/%[sd]/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+'));
    expect(known.filter((text) => !said.some((s) => pattern(text).test(s)))).toEqual([]);
  });

  it.each([
    ['a misspelt value', 'api.replica=3'],
    ['a mode that is none', 'autoscaling.mode=both'],
    ['a pool that no queue belongs to', 'workers.pools.fetch.maxReplicas=2'],
    ['a port that is none', 'mysql.port=70000'],
    ['a number of pods that is none', 'api.replicas=many'],
    ['a digest that is none', 'image.digest=latest'],
    ['a secret among the settings', 'farm.env.MYSQL_PASSWORD=oops'],
    ['a log level that is none', 'farm.logLevel=loud'],
    ['a quantity that is none', 'mysql.storage.size=much'],
    ['a policy without a period', 'autoscaling.behavior.scaleDown.policies[0].type=Pods'],
  ])('%s, by the schema', (_what, set) => {
    expect(refusal(...overlay('staging', set))).toMatch(/values don't meet the specifications of the schema/);
  });
});

describe('the schema of the values', () => {
  const schema = JSON.parse(readFileSync(`${CHART}/values.schema.json`, 'utf8')) as JsonSchema;
  const values = parse(readFileSync(`${CHART}/values.yaml`, 'utf8'), { merge: true }) as Record<string, unknown>;
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  const cases = offences(schema, values);

  it('takes the defaults', () => {
    expect(validate(values), JSON.stringify(validate.errors)).toBe(true);
  });

  it('knows what the defaults show, and nothing that they do not', () => {
    expect(Object.keys(schema.properties ?? {}).filter((k) => k !== 'global').sort()).toEqual(Object.keys(values).sort());
  });

  it('has many rules', () => {
    expect(cases.length).toBeGreaterThan(400);
    expect(new Set(cases.map((c) => c.rule))).toEqual(new Set(['type', 'enum', 'pattern', 'minimum', 'maximum', 'minLength', 'minItems', 'minProperties', 'required', 'additionalProperties', 'propertyNames']));
  });

  it('refuses what breaks any one of its rules, for that rule', () => {
    const taken = cases.filter(({ broken, rule }) => {
      const refused = !validate(broken);
      return !refused || !(validate.errors ?? []).some((e) => e.keyword === rule);
    });
    expect(taken.map(({ path, rule }) => `${path}: ${rule}`)).toEqual([]);
  });
});
