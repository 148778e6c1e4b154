/** An operation of the document from a route: parameters, body, every answer it can give, the scope it needs. */
import type { z } from 'zod';
import type { Route } from '../rest/route.js';
import { examples } from './examples.js';
import { codesByStatus, ERROR_REF, responseName } from './errors.js';
import { headerRefs, LIMIT_HEADERS, type Header } from './headers.js';
import { inputFields, inputSchema, type Json, type JsonObject } from './schemas.js';

/** `/api/v1/prices/current/:symbol` → `/api/v1/prices/current/{symbol}`. */
export const pathOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

const words = (path: string): string[] => path.replace(/^\/api\/v1/, '').split('/').filter(Boolean);
/** The first word of the path after the version; probes and documents, which have no version, are `farm`. */
export const tagOf = (path: string): string => (path.startsWith('/api/v1/') ? (words(path)[0] as string) : 'farm');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** GET /api/v1/prices/current/:symbol → getPricesCurrentBySymbol. */
export const operationId = (r: Route): string => r.method + words(r.path).map((w) => (w.startsWith(':') ? `By${capital(w.slice(1))}` : w.split(/[^a-zA-Z0-9]+/).map(capital).join(''))).join('');

const isList = (schema: JsonObject): boolean => schema['type'] === 'array';

function parametersOf(where: 'path' | 'query', schema: z.ZodType): JsonObject[] {
  return inputFields(schema).map(({ name, required, schema: { description, ...field } }) => ({
    name,
    in: where,
    required: where === 'path' || required,
    ...(description === undefined ? {} : { description }),
    ...(where === 'query' && isList(field) ? { style: 'form', explode: false } : {}),
    ...(where === 'path' && Array.isArray(field['examples']) ? { example: field['examples'][0] as Json } : {}),
    schema: field,
  }));
}

/** A body is named by the schema it refers to; its example is kept under that name. */
const exampleOf = (schema: JsonObject): Json | undefined => {
  const ref = schema['$ref'];
  return typeof ref === 'string' ? (examples as unknown as JsonObject)[ref.slice(ref.lastIndexOf('/') + 1)] : undefined;
};
const media = (schema: JsonObject): JsonObject => {
  const example = exampleOf(schema);
  return { schema, ...(example === undefined ? {} : { example }) };
};

const isCached = (r: Route): boolean => r.method === 'get' && r.type === 'application/json' && r.also === undefined;
const headersOf = (r: Route): Header[] => ['X-Request-Id', 'Cache-Control', ...(isCached(r) ? (['ETag'] as const) : []), ...(r.scope && !r.isUnmetered ? LIMIT_HEADERS : [])];

/** The schemas of answers, by the key under which `bodies` lists them. */
export type SchemaOf = (key: string) => JsonObject;
/** Every answer body of a route that is not in the error shape, under a key of its own. */
export function bodies(r: Route): [string, z.ZodType][] {
  const id = operationId(r);
  return [[`${id} ${r.status}`, r.response], ...(r.stream ? [[`${id} each`, r.stream.each] as [string, z.ZodType]] : []), ...Object.entries(r.also ?? {}).map(([status, schema]): [string, z.ZodType] => [`${id} ${status}`, schema])];
}

function success(r: Route, of: SchemaOf): JsonObject {
  const id = operationId(r);
  const rows = r.stream && { [r.stream.type]: media(of(`${id} each`)) };
  return { description: r.summary, headers: headerRefs(headersOf(r)), content: { [r.type]: media(of(`${id} ${r.status}`)), ...rows } };
}

const NOT_MODIFIED: JsonObject = { $ref: '#/components/responses/NotModified' };

function responsesOf(r: Route, of: SchemaOf): JsonObject {
  const responses: JsonObject = { [r.status]: success(r, of), ...(isCached(r) ? { 304: NOT_MODIFIED } : {}) };
  for (const [status, codes] of codesByStatus(r)) responses[status] = { $ref: `#/components/responses/${responseName(codes)}` };
  for (const status of Object.keys(r.also ?? {})) {
    const own = of(`${operationId(r)} ${status}`);
    const schema = status in responses ? { anyOf: [own, ERROR_REF] } : own;
    responses[status] = { description: 'the same question with a bad answer', headers: headerRefs(['X-Request-Id', 'Cache-Control']), content: { 'application/json': { schema } } };
  }
  return responses;
}

const needs = (r: Route): JsonObject => ({ security: r.scope ? [{ key: [r.scope] }, { jwt: [r.scope] }] : [] });

export function operation(r: Route, of: SchemaOf): JsonObject {
  const parameters = [...parametersOf('path', r.params), ...parametersOf('query', r.query)];
  const scope = r.scope ? `Needs the scope \`${r.scope}\`.` : 'Needs no key.';
  return {
    operationId: operationId(r),
    tags: [tagOf(r.path)],
    summary: r.summary,
    description: [r.description, scope].filter(Boolean).join('\n\n'),
    ...needs(r),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(r.body ? { requestBody: { required: true, content: { 'application/json': { schema: inputSchema(r.body) } } } } : {}),
    responses: responsesOf(r, of),
  };
}

/** Components that operations refer to and that are not schemas. */
export const notModified: JsonObject = { description: 'the data has not changed since the answer whose `ETag` was sent as `If-None-Match`', headers: headerRefs(['ETag', 'Cache-Control', 'X-Request-Id', ...LIMIT_HEADERS]) };
