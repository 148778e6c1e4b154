/**
 * Walks every operation of the document with good and hostile questions over
 * real HTTP. Whatever is asked, the answer is one that the document names: its
 * status, its body, its error code; never a fault of ours. Reproduces by seed.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredRoutes } from './openapi/declared.js';
import { codesByStatus } from './openapi/errors.js';
import { pathOf } from './openapi/operation.js';
import { inputFields, type JsonObject } from './openapi/schemas.js';
import type { Route } from './rest/route.js';
import { routeOf } from './testing/declared.js';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';

const RUNS_PER_OPERATION = 30;
const SEED = 20_260_102;

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start({ RATE_LIMIT_REQUESTS: '1000000' });
});
afterAll(() => ground.cleanup());

const HOSTILE = [
  '', ' ', '%', '%00', '\u0000', "' OR 1=1 --", '"; DROP TABLE price_data_real; --', '../../etc/passwd', '__proto__', 'constructor', 'toString', 'NaN', 'Infinity', '-1', '0', '1e309',
  '9007199254740993', '2026-02-30', '0000-00-00', '9999-12-31T23:59:59Z', '${7*7}', '<script>', '\ud83d\ude80', '\u202e', 'BTC,'.repeat(600), 'x'.repeat(3_000), '[]', '{"$gt":""}', 'null', ',', ',,,',
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 20 }));

const isList = (schema: JsonObject): boolean => schema['type'] === 'array';
/** Values that the schema of a parameter allows; names are such as the registry has. */
function good(name: string, schema: JsonObject): fc.Arbitrary<string> {
  const { enum: known, examples, minimum, maximum, type } = schema as { enum?: string[]; examples?: unknown[]; minimum?: number; maximum?: number; type?: string };
  if (known) return fc.constantFrom(...known);
  if (/symbols?$/.test(name)) return fc.constantFrom('BTC', 'eth', 'tiny-coin', 'BTC,ETH', 'IDLE', 'MARKET', 'NOPE');
  if (isList(schema)) {
    const names = (schema['items'] as { enum?: string[] }).enum ?? ['coindesk', 'reddit'];
    return fc.subarray(names, { minLength: 1, maxLength: Math.min(5, names.length) }).map((list) => list.join(','));
  }
  if (type === 'integer') return fc.integer({ min: minimum ?? 0, max: Math.min(maximum ?? 1_000, 1_000) }).map(String);
  if (Array.isArray(examples)) return fc.constantFrom(...examples.map(String), '2026-01-02', '2026-01-02T11:00:00Z', '2026-01-02T11:00:00+02:00');
  return fc.constantFrom('a', 'b');
}

interface Question {
  path: string;
  key: string | null;
  body: string | undefined;
}

function questions(r: Route): fc.Arbitrary<Question> {
  const value = (name: string, schema: JsonObject): fc.Arbitrary<string> => fc.oneof({ weight: 3, arbitrary: good(name, schema) }, { weight: 1, arbitrary: hostile });
  const params = inputFields(r.params);
  const query = inputFields(r.query);
  const filled = fc.record(Object.fromEntries(params.map((p) => [p.name, value(p.name, p.schema).filter((v) => v !== '')])));
  const asked = fc.record(Object.fromEntries(query.map((q) => [q.name, value(q.name, q.schema)])), { requiredKeys: [] });
  const more = fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('__proto__', 'limit[]', 'symbols[0]', 'a[b][c]', 'unknown'), hostile, { minKeys: 1, maxKeys: 2 }) });
  const key = fc.oneof({ weight: 12, arbitrary: fc.constant<string | null>(KEYS.master) }, { weight: 1, arbitrary: fc.constantFrom<string | null>(null, KEYS.readonly, 'wrong') });
  const fields = r.body ? inputFields(r.body) : [];
  const readable = fc.record(Object.fromEntries(fields.map((f) => [f.name, fc.oneof(value(f.name, f.schema), fc.jsonValue())])), { requiredKeys: [] }).map((v) => JSON.stringify(v));
  const body = r.body ? fc.oneof(readable, fc.json(), hostile) : fc.constant(undefined);
  return fc.record({ filled, asked, more, key, body }).map((q) => {
    const path = pathOf(r.path).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(q.filled[name] as string));
    const text = new URLSearchParams({ ...q.asked, ...q.more } as Record<string, string>).toString();
    return { path: text ? `${path}?${text}` : path, key: q.key, body: q.body };
  });
}

/** Statuses the document names for the route. */
const documentedOf = (r: Route): number[] => [r.status, 304, ...Object.keys(r.also ?? {}).map(Number), ...codesByStatus(r).keys()];

describe('whatever is asked', () => {
  const statuses = new Map<number, number>();

  it.each(declaredRoutes().map((r) => [`${r.method.toUpperCase()} ${pathOf(r.path)}`, r] as const))('%s answers as the document says', async (_name, route) => {
    const ask = async ({ path, key, body }: Question): Promise<void> => {
      // `get` holds body, media type and error code against the declaration, and throws where they differ.
      const response = await api.get(path, { key, method: route.method.toUpperCase(), ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }) });
      await response.body?.cancel();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      // A dot in the place of a name is another path.
      const asked = routeOf([route], route.method, new URL(api.url + path).pathname);
      if (asked) expect(documentedOf(route)).toContain(response.status);
      expect(response.status).toBeLessThan(500);
    };
    await fc.assert(fc.asyncProperty(questions(route), ask), { numRuns: RUNS_PER_OPERATION, seed: SEED, endOnFailure: true });
  });

  it('was asked well and badly', () => {
    const [good, bad] = [statuses.get(200) ?? 0, [...statuses].filter(([status]) => status >= 400).reduce((sum, [, n]) => sum + n, 0)];
    expect(good).toBeGreaterThan(50);
    expect(bad).toBeGreaterThan(50);
    expect([400, 401, 403, 404].filter((status) => !statuses.has(status))).toEqual([]);
  });
});
