import { Validator } from '@seriousme/openapi-schema-validator';
import { METHODS } from 'node:http';
import { Router, type IRouter } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { featureNames } from '#workers/processors/features/index.js';
import { createApp } from './server.js';
import { scopes } from './auth/scopes.js';
import { examples } from './openapi/examples.js';
import { bodies, pathOf } from './openapi/operation.js';
import { restRoutes } from './rest/index.js';
import { testGround, type Ground, type Running } from './testing/api.js';

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; required: boolean; schema: Record<string, unknown>; description?: string; explode?: boolean }[];
  responses: Record<string, unknown>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: Record<string, { description?: string; type?: unknown }> }>; responses: Record<string, unknown> };
}

let ground: Ground;
let api: Running;
let document: Document;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
  document = (await (await api.get('/openapi.json', { key: null })).json()) as Document;
});
afterAll(() => ground.cleanup());

/** `METHOD path` of everything express answers at its top level by a path of its own; `app.all` refuses wrong methods and is no route. */
function mounted(): string[] {
  const { stack } = (createApp(api.api.ctx, { router: Router() }) as unknown as { _router: IRouter })._router;
  return stack.flatMap(({ route }) => {
    const methods = [...new Set(route?.stack.map((layer) => layer.method))];
    return methods.length < METHODS.length ? methods.map((m) => `${m} ${pathOf(String(route?.path))}`) : [];
  });
}

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
    expect(errors ?? []).toEqual([]);
    expect([valid, validator.version, document.openapi]).toEqual([true, '3.1', '3.1.0']);
  });

  it('holds every mounted route and no other', () => {
    const listed = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${path}`));
    expect([...listed].sort()).toEqual([...new Set(mounted())].sort());
  });

  it('refers only to what is in it, and names every operation once', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1] as string);
    const missing = [...new Set(refs)].filter((ref) => ref.slice(2).split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document) === undefined);
    expect(missing).toEqual([]);
    const ids = Object.values(document.paths).flatMap((p) => Object.values(p).map((o) => o.operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says which scope an operation needs, and what it refuses with', () => {
    const { security, responses, parameters } = document.paths['/api/v1/ml-features/{symbol}']?.['get'] as Operation;
    expect(security).toEqual([{ key: ['read:ml-features'] }, { jwt: ['read:ml-features'] }]);
    expect(Object.keys(responses)).toEqual(['200', '304', '400', '401', '403', '404', '429', '431', '500', '503']);
    expect(responses['404']).toEqual({ $ref: '#/components/responses/INVALID_SYMBOL.DATA_NOT_AVAILABLE' });
    expect(parameters?.find((p) => p.name === 'feature_groups')).toMatchObject({ in: 'query', required: false, explode: false, schema: { type: 'array', maxItems: 20 } });
    expect(document.paths['/health']?.['get']?.security).toEqual([]);
    const named = new Set(Object.values(document.paths).flatMap((p) => Object.values(p).flatMap((o) => o.security.flatMap((s) => Object.values(s).flat()))));
    expect([...named].filter((s) => !(scopes as readonly string[]).includes(s))).toEqual([]);
  });

  it('describes every feature by its formula and unit', () => {
    const groups = Object.entries(document.components.schemas).filter(([name]) => name.startsWith('Features_'));
    const described = Object.fromEntries(groups.flatMap(([, s]) => Object.entries(s.properties).map(([name, { description, type }]) => [name, [description, type]] as const)));
    expect(Object.keys(described).sort()).toEqual([...featureNames].sort());
    for (const [name, [description, type]] of Object.entries(described)) expect([name, description, type]).toEqual([name, expect.stringMatching(/.+ \[.+\]$/), ['number', 'null']]);
  });

  it('explains every parameter', () => {
    const silent = Object.entries(document.paths).flatMap(([path, methods]) => Object.values(methods).flatMap((o) => (o.parameters ?? []).filter((p) => !p.description && !p.schema['enum']).map((p) => `${path} ${p.name}`)));
    expect(silent).toEqual([]);
  });

  it('gives examples that are as the schemas say', () => {
    const named = new Map(restRoutes(api.api.ctx).flatMap(bodies).map(([, schema]) => [z.globalRegistry.get(schema)?.id, schema]));
    for (const [name, example] of Object.entries(examples)) expect([name, named.get(name)?.safeParse(example).error?.issues]).toEqual([name, undefined]);
  });

  it('is not sent again to whoever has it', async () => {
    const first = await api.get('/openapi.json', { key: null });
    const again = await api.get('/openapi.json', { key: null, headers: { 'if-none-match': first.headers.get('etag') as string } });
    expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
  });
});
