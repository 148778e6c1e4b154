/**
 * The two reads a trading engine makes all day, answered before express sees
 * them: when this process holds current bytes for exactly this URL, the caller's
 * key is good and its lease has a request left, the bytes leave at once. In every
 * other case it refuses to answer and the ordinary route does, with the same result.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { ApiContext } from './context.js';
import type { Answer, AnswerKind } from './answers.js';
import type { Scope } from './auth/scopes.js';
import { bearerOf } from './auth/keys.js';
import { limitHeaders, type Allowance } from './auth/limits.js';
import { CACHE_CONTROL, hasAlready, JSON_TYPE } from './rest/reply.js';
import { requestIdOf, SAFE_HEADERS } from './rest/begin.js';
import { stopwatchMs } from '#queues/runtime/clock.js';

interface Path {
  kind: AnswerKind;
  key: string;
  endpoint: string;
}

export interface Hot {
  /** The route has just answered this URL with the bytes under `key`. */
  remember(req: Request, res: Response, kind: AnswerKind, key: string): void;
  /** True when the request has been answered. */
  answer(req: IncomingMessage, res: ServerResponse): boolean;
}

const SCOPE: Partial<Record<AnswerKind['name'], Scope>> = { price: 'read:prices', features: 'read:ml-features' };
/** URLs of one symbol differ in case and in the order of parameters; an odd one more costs nothing but its place. */
const MOST_PATHS = 2_000;
const LONGEST_URL = 200;

/** One request of a good key with the scope, from the lease at hand; undefined where the ordinary way must decide. */
export function admitHot(ctx: Pick<ApiContext, 'keys' | 'limits'>, req: IncomingMessage, scope: Scope): Allowance | undefined {
  const token = bearerOf(req.headers.authorization);
  const owner = token === undefined ? undefined : ctx.keys.identify(token);
  return owner?.scopes.has(scope) ? ctx.limits.spendLocal(owner) : undefined;
}

export function createHot(ctx: Pick<ApiContext, 'answers' | 'keys' | 'limits' | 'metrics'>): Hot {
  const paths = new Map<string, Path>();

  const send = (req: IncomingMessage, res: ServerResponse, answer: Answer, extra: Record<string, string>): number => {
    const head = { ...SAFE_HEADERS, ...extra, 'X-Request-Id': requestIdOf(req), ETag: answer.etag, 'Cache-Control': CACHE_CONTROL };
    if (hasAlready(req, answer.etag)) {
      res.writeHead(304, head).end();
      return 304;
    }
    res.writeHead(200, { ...head, 'Content-Type': JSON_TYPE, 'Content-Length': answer.body.length }).end(answer.body);
    return 200;
  };
  const answer = (req: IncomingMessage, res: ServerResponse): boolean => {
    // A page of another origin needs CORS headers, which express adds.
    if (req.method !== 'GET' || req.headers.origin !== undefined) return false;
    const path = paths.get(req.url as string);
    const held = path && ctx.answers.held(path.kind, path.key);
    const scope = path && SCOPE[path.kind.name];
    if (!path || !held || !scope) return false;
    const startedMs = stopwatchMs();
    const allowance = admitHot(ctx, req, scope);
    if (!allowance) return false;
    const status = send(req, res, held, limitHeaders(allowance));
    ctx.metrics.cacheHits.inc({ cache_type: path.kind.name });
    ctx.metrics.apiRequests.inc({ endpoint: path.endpoint, method: 'GET', status: String(status) });
    ctx.metrics.apiDuration.observe({ endpoint: path.endpoint }, (stopwatchMs() - startedMs) / 1_000);
    return true;
  };
  return {
    answer,
    remember: (req, res, kind, key) => {
      if (req.method !== 'GET' || req.originalUrl.length > LONGEST_URL) return;
      paths.set(req.originalUrl, { kind, key, endpoint: String(res.locals['endpoint']) });
      if (paths.size > MOST_PATHS) paths.delete(paths.keys().next().value as string);
    },
  };
}
