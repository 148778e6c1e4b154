/**
 * The shape of a route: a path, the scope it needs, the schema of its question
 * and one call to a view. Guarding, validating, measuring and the answers to
 * wrong methods are done here, once, for all of them.
 */
import type { Express, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { guard } from '../auth/guard.js';
import type { Scope } from '../auth/scopes.js';
import { ask } from './question.js';

export interface Route {
  path: string;
  /** Undefined for what anyone may ask. */
  scope: Scope | undefined;
  summary: string;
  query: z.ZodType;
  handle(req: Request, res: Response): Promise<void>;
}

export interface Asked<Q> {
  query: Q;
  /** The `:symbol` of the path, as the caller wrote it; empty where the path has none. */
  symbol: string;
  req: Request;
  res: Response;
}

/** Declares a route whose handler sees its question parsed. */
export function route<S extends z.ZodType>(r: Omit<Route, 'handle' | 'query'> & { query: S; answer(asked: Asked<z.infer<S>>): Promise<void> }): Route {
  const { answer, ...rest } = r;
  return { ...rest, handle: async (req, res) => answer({ query: ask(r.query, req.query), symbol: req.params['symbol'] ?? '', req, res }) };
}

/** The metrics' `endpoint` label is the pattern, never the path. */
const label =
  (path: string): RequestHandler =>
  (_req, res, next) => {
    res.locals['endpoint'] = path;
    next();
  };

const wrongMethod: RequestHandler = (req, _res, next) => next(new ApiError('VALIDATION_ERROR', `${req.method} is not answered here`, { status: 405, headers: { Allow: 'GET, HEAD' } }));

export function mount(app: Express, routes: readonly Route[], ctx: ApiContext): void {
  for (const r of routes) {
    const handlers: RequestHandler[] = [label(r.path), ...(r.scope ? [guard(r.scope, ctx)] : []), (req, res, next) => void r.handle(req, res).catch(next)];
    app.get(r.path, ...handlers);
    app.all(r.path, label(r.path), wrongMethod);
  }
}
