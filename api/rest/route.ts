/**
 * The shape of a route: a path, the scope it needs, the schemas of its question
 * and of its answer, and one call to a view. Guarding, validating, measuring, the
 * answers to wrong methods and the document at `/openapi.json` come from here.
 */
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ApiError, type ErrorCode } from '../errors.js';
import { guard } from '../auth/guard.js';
import type { Scope } from '../auth/scopes.js';
import { ask } from './question.js';

export type Method = 'get' | 'post';

export interface Route {
  method: Method;
  path: string;
  /** Undefined for what anyone may ask. */
  scope: Scope | undefined;
  /** Asks for a key, and does not count against its limit. */
  isUnmetered?: boolean;
  summary: string;
  /** Markdown, where the summary leaves questions open. */
  description?: string;
  /** The schema of each `:name` of the path. */
  params: z.ZodObject;
  query: z.ZodType;
  /** The JSON body of a POST. */
  body: z.ZodType | undefined;
  /** Of the answer that is no error. */
  status: number;
  /** The body under `status`. Tests hold every answer against it; at run time the bytes leave as they are. */
  response: z.ZodType;
  /** Media type of `response`, where it is not JSON: text, or events whose data it describes. */
  type: string;
  /** The other form an answer may take: rows as they come, each like `each`. */
  stream?: { type: string; each: z.ZodType };
  /** Bodies under other statuses that are not in the error shape: /health's 503. */
  also?: Readonly<Record<number, z.ZodType>>;
  /** Codes beyond those that follow from the rest (`errorsOf`): DATA_NOT_AVAILABLE, say. */
  errors: readonly ErrorCode[];
  handle(req: Request, res: Response): Promise<void>;
}

export interface Asked<Q, B = undefined, P = { symbol: string }> {
  query: Q;
  body: B;
  params: P;
  /** The `:symbol` of the path, as the caller wrote it; empty where the path has none. */
  symbol: string;
  req: Request;
  res: Response;
}

/** Whoever does not exist is `INVALID_SYMBOL`, which the registry says, not the schema. */
const symbolParam = z.string().meta({ description: 'a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)', examples: ['BTC', 'bitcoin'] });
const namesIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map((m) => m[1] as string);
const paramsOf = (path: string): z.ZodObject => z.object(Object.fromEntries(namesIn(path).map((name) => [name, symbolParam])));

/** The question of what probes ask: they may add what they like. */
export const anything = z.object({});

type Plain = Partial<Pick<Route, 'method' | 'status' | 'type' | 'errors'>> & Pick<Route, 'path' | 'scope' | 'summary' | 'response'> & Pick<Route, 'description' | 'stream' | 'also' | 'isUnmetered'>;
type Declared<S extends z.ZodType, B extends z.ZodType, P extends z.ZodObject> = Plain & {
  query: S;
  body?: B;
  /** Where a `:name` of the path is not a symbol. */
  params?: P;
  answer(asked: Asked<z.infer<S>, z.infer<B>, z.infer<P>>): Promise<void>;
};

/** Declares a route whose handler sees its question parsed. Left out: GET, 200, JSON, no body. */
export function route<S extends z.ZodType, B extends z.ZodType = z.ZodUndefined, P extends z.ZodObject = z.ZodObject<{ symbol: z.ZodString }>>(r: Declared<S, B, P>): Route {
  const { answer, ...declared } = r;
  const params = r.params ?? (paramsOf(r.path) as P);
  const handle = async (req: Request, res: Response): Promise<void> =>
    answer({ params: ask(params, req.params), query: ask(r.query, req.query), body: (r.body && ask(r.body, req.body ?? {})) as z.infer<B>, symbol: req.params['symbol'] ?? '', req, res });
  return { method: 'get', status: 200, type: 'application/json', errors: [], ...declared, params, body: r.body, handle };
}

const ANY: readonly ErrorCode[] = ['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'];
const GUARDED: readonly ErrorCode[] = ['INVALID_API_KEY', 'FORBIDDEN_SCOPE', 'RATE_LIMIT_EXCEEDED'];
const TIMEFRAME_FIELDS = ['timeframe', 'interval'];
const asksTimeframe = (query: z.ZodType): boolean => query instanceof z.ZodObject && TIMEFRAME_FIELDS.some((f) => f in query.shape);

/** Every code a route may answer with; those of the guard, the schemas and the path follow from its declaration. */
export function errorsOf(r: Route): ErrorCode[] {
  return [...new Set<ErrorCode>([
    ...ANY,
    ...(r.query === anything && namesIn(r.path).length === 0 ? [] : (['VALIDATION_ERROR'] as const)),
    ...(r.scope ? GUARDED : []),
    ...(asksTimeframe(r.query) ? (['INVALID_TIMEFRAME'] as const) : []),
    ...(namesIn(r.path).includes('symbol') ? (['INVALID_SYMBOL'] as const) : []),
    ...r.errors,
  ])];
}

/** The metrics' `endpoint` label is the pattern, never the path. */
const label =
  (path: string): RequestHandler =>
  (_req, res, next) => {
    res.locals['endpoint'] = path;
    next();
  };

const METHODS: Record<Method, string> = { get: 'GET, HEAD', post: 'POST' };
const wrongMethod =
  (allowed: readonly Method[]): RequestHandler =>
  (req, _res, next) =>
    next(new ApiError('VALIDATION_ERROR', `${req.method} is not answered here`, { status: 405, headers: { Allow: allowed.map((m) => METHODS[m]).join(', ') } }));

export const BODY_LIMIT = '100kb';
const readBody = express.json({ limit: BODY_LIMIT });

export function mount(app: Express, routes: readonly Route[], ctx: ApiContext): void {
  for (const r of routes) app[r.method](r.path, label(r.path), ...(r.scope ? [guard(r.scope, ctx, r.isUnmetered)] : []), ...(r.body ? [readBody] : []), (req, res, next) => void r.handle(req, res).catch(next));
  for (const path of new Set(routes.map((r) => r.path))) app.all(path, label(path), wrongMethod(routes.filter((r) => r.path === path).map((r) => r.method)));
}
