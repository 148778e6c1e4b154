/**
 * The OpenAPI 3.1 document, made from the declarations of the routes: what is
 * not declared there cannot stand here, and what is served cannot be missing.
 */
import { KEY_SCOPES, scopes } from '../auth/scopes.js';
import { errorAnswer } from '../errors.js';
import type { Route } from '../rest/route.js';
import { codesByStatus, errorResponse, responseName } from './errors.js';
import { headers } from './headers.js';
import { bodies, notModified, operation, operationId, pathOf, tagOf } from './operation.js';
import { answerSchemas, type JsonObject } from './schemas.js';

const INTRODUCTION = `What the farm has stored, as it was known. Times are ISO 8601 UTC; a field the farm does not know is \`null\`, never 0 or a default.

**Who may ask what.** \`Authorization: Bearer KEY\`, where KEY is one of three keys or an HS256 token:

| key | scopes |
| --- | --- |
${Object.entries(KEY_SCOPES).map(([name, of]) => `| ${name} | ${of.length === scopes.length ? 'all' : of.map((s) => `\`${s}\``).join(' ')} |`).join('\n')}

**Every failure** has the shape of \`Error\`: read \`error.code\`, and quote \`error.request_id\` to whoever reads the log. A path nobody serves is \`DATA_NOT_AVAILABLE\` (404),
a method nobody answers 405. A parameter that is not listed is refused, so that a misspelt one does not pass unseen.

**Asking again** costs little: send the \`ETag\` back as \`If-None-Match\`. Every GET also answers HEAD. Answers from 16 KiB on are compressed for whoever accepts it.

**Live.** WebSocket at \`/ws/prices\`, Socket.IO at the namespace \`/\`: \`api/README.md\` and \`api/examples\` show both.`;

const TAGS: Readonly<Record<string, string>> = {
  symbols: 'The registry of assets',
  prices: 'Snapshots and candles',
  technical: 'Indicators per timeframe',
  'ml-features': 'Feature rows per five-minute slot, as they were known',
  sentiment: 'What texts say',
  news: 'Articles',
  stats: 'What is stored, how full and how far it is believed',
  macro: 'Macro series by vintage',
  onchain: 'On-chain figures',
  derivatives: 'Futures: funding, open interest, basis',
  narratives: 'Stories that many texts tell',
  regime: 'The state of the market',
  patterns: 'Chart patterns',
  events: 'Market events',
  stream: 'Server-sent events',
  backfill: 'History on demand; master key only',
  collect: 'A source on demand; master key only',
  farm: 'For probes, scrapers and readers of this document',
};

const bearer = (description: string, bearerFormat?: string): JsonObject => ({ type: 'http', scheme: 'bearer', description, ...(bearerFormat === undefined ? {} : { bearerFormat }) });

function pathsOf(routes: readonly Route[], of: (key: string) => JsonObject): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const r of routes) (paths[pathOf(r.path)] ??= {})[r.method] = operation(r, of);
  return paths;
}

const sharedResponses = (routes: readonly Route[]): JsonObject =>
  Object.fromEntries([['NotModified', notModified], ...routes.flatMap((r) => [...codesByStatus(r).values()].map((codes) => [responseName(codes), errorResponse(codes)] as const))]);

/** @param version of the package that serves it. @throws Error where two routes would have one operationId. */
export function openApiDocument(routes: readonly Route[], version: string): JsonObject {
  const twice = routes.map(operationId).find((id, i, all) => all.indexOf(id) !== i);
  if (twice) throw new Error(`two routes would be the operation ${twice}`);
  const schemas = answerSchemas(new Map([...routes.flatMap(bodies), ['error', errorAnswer]]));
  const tags = [...new Set(routes.map((r) => tagOf(r.path)))];
  return {
    openapi: '3.1.0',
    info: { title: 'Crypto data farm', version, description: INTRODUCTION, license: { name: 'MIT' } },
    servers: [{ url: '/', description: 'this server' }],
    tags: tags.map((name) => ({ name, description: TAGS[name] ?? name })),
    paths: pathsOf(routes, schemas.of),
    components: {
      securitySchemes: { key: bearer('One of the three keys'), jwt: bearer('An HS256 token with `scopes`, `exp` and, where it has a rate of its own, `rate_limit`', 'JWT') },
      headers,
      responses: sharedResponses(routes),
      schemas: schemas.named,
    },
  };
}
