/**
 * The one guard in front of REST, sockets and the board: who is asking, may
 * they, and have they any requests left. Refused calls leave an audit line that
 * never holds the key.
 */
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { ApiError } from '../errors.js';
import { bearerOf } from './keys.js';
import { limitHeaders } from './limits.js';
import { fromElsewhere, SAFE } from './origin.js';
import type { Principal, Scope } from './scopes.js';
import type { ApiContext } from '../context.js';

type AuthContext = Pick<ApiContext, 'keys' | 'limits' | 'sessions' | 'guesses' | 'addressOf' | 'clock' | 'log'>;

export const forbidden = (scope: Scope): ApiError => new ApiError('FORBIDDEN_SCOPE', `this key lacks the scope ${scope}`, { details: { required: scope } });
export const invalidKey = (presented: boolean): ApiError =>
  new ApiError('INVALID_API_KEY', presented ? 'the key is not valid or has expired' : 'a key is needed: Authorization: Bearer KEY', { headers: { 'WWW-Authenticate': 'Bearer' } });

interface AuditFields {
  /** A route pattern or a socket stream. */
  surface: string;
  owner?: string | undefined;
  address?: string | undefined;
  /** As whoever sent the request says. */
  forwarded?: string | undefined;
  request_id?: string | undefined;
  method?: string | undefined;
}

/** Writes the audit line of a refused call. */
export function audit(ctx: Pick<ApiContext, 'log'>, refused: ApiError, fields: AuditFields): ApiError {
  ctx.log.warn({ audit: 'refused', code: refused.code, ...fields }, 'call refused');
  return refused;
}

/** Where a request came from, for an audit line. */
export function origin(req: IncomingMessage, ctx: Pick<ApiContext, 'addressOf'>): Pick<AuditFields, 'address' | 'forwarded'> {
  const forwarded = req.headers['x-forwarded-for'];
  return { address: ctx.addressOf(req), ...(forwarded === undefined ? {} : { forwarded: String(forwarded).slice(0, 200) }) };
}

const sessionOf = (req: IncomingMessage, ctx: AuthContext): Principal | undefined => ctx.sessions.read(req.headers.cookie, ctx.clock.toReal(ctx.clock.nowMs()));
/** Who logged in, where this site's own page reads: a session that nobody sent a token beside answers GET and HEAD, and changes nothing. */
const readerOf = (req: IncomingMessage, ctx: AuthContext): Principal | undefined => (SAFE.has(req.method ?? '') && !fromElsewhere(req) ? sessionOf(req, ctx) : undefined);
/** Who opens a socket from this site's own page. A browser sends the cookie along whoever's page asks, and always says whose that is. */
export const socketSession = (req: IncomingMessage, ctx: AuthContext): Principal | undefined => (req.headers.origin !== undefined && !fromElsewhere(req) ? sessionOf(req, ctx) : undefined);

/** The owner of the request's bearer token, or of the session it reads with. @throws ApiError INVALID_API_KEY. */
export function ownerOf(req: IncomingMessage, ctx: AuthContext): Principal {
  const header = req.headers.authorization;
  const reader = header === undefined ? readerOf(req, ctx) : undefined;
  if (reader) return reader;
  const token = bearerOf(header);
  const owner = token === undefined ? undefined : ctx.keys.identify(token);
  if (!owner) throw invalidKey(header !== undefined);
  return owner;
}

/** A wrong key is counted against its address, which may be told to slow down instead. */
async function refusalOf(error: ApiError, req: IncomingMessage, ctx: AuthContext): Promise<ApiError> {
  const isGuess = error.code === 'INVALID_API_KEY' && req.headers.authorization !== undefined;
  return (isGuess ? await ctx.guesses.wrong(ctx.addressOf(req)) : undefined) ?? error;
}

async function spendOne(res: Response, owner: Principal, ctx: AuthContext): Promise<void> {
  const allowance = await ctx.limits.spend(owner);
  res.set(limitHeaders(allowance));
  if (!allowance.allowed) throw new ApiError('RATE_LIMIT_EXCEEDED', `more than ${allowance.limit} requests in this window`, { details: { reset_seconds: allowance.resetSeconds } });
}

interface Terms {
  scope?: Scope;
  isUnmetered?: boolean;
}

async function admit(req: Request, res: Response, { scope, isUnmetered = false }: Terms, ctx: AuthContext): Promise<Principal> {
  const surface = String(res.locals['endpoint'] ?? 'unknown');
  let owner: Principal | undefined;
  try {
    owner = ownerOf(req, ctx);
    if (!isUnmetered) await spendOne(res, owner, ctx);
    if (scope !== undefined && !owner.scopes.has(scope)) throw forbidden(scope);
    return owner;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw audit(ctx, await refusalOf(error, req, ctx), { surface, owner: owner?.id, ...origin(req, ctx), request_id: String(res.locals['requestId']), method: req.method });
  }
}

/** Lets a request through when its bearer token carries the scope and, unless the route is unmetered, has requests left. */
export const guard =
  (scope: Scope, ctx: AuthContext, isUnmetered = false): RequestHandler =>
  (req, res, next) => {
    admit(req, res, { scope, isUnmetered }, ctx).then((owner) => {
      res.locals['owner'] = owner;
      next();
    }, next);
  };

/** Lets any good key through that has requests left; what is answered asks for scopes itself, of `ownerIn`. */
export const admitOwner =
  (ctx: AuthContext): RequestHandler =>
  (req, res, next) => {
    admit(req, res, {}, ctx).then((owner) => {
      res.locals['owner'] = owner;
      next();
    }, next);
  };
/** Whom `guard`, `admitOwner` or `browserGuard` let through. */
export const ownerIn = (res: Response): Principal => res.locals['owner'] as Principal;

function refusal(owner: Principal | undefined, scope: Scope, presented: boolean): ApiError | undefined {
  if (!owner) return invalidKey(presented);
  return owner.scopes.has(scope) ? undefined : forbidden(scope);
}

async function admitBrowser(req: Request, res: Response, scope: Scope, ctx: AuthContext): Promise<ApiError | 'log in' | undefined> {
  const { authorization } = req.headers;
  const session = authorization === undefined ? sessionOf(req, ctx) : undefined;
  const owner = authorization === undefined ? session : ctx.keys.identify(bearerOf(authorization) ?? '');
  const crossSite = session !== undefined && !SAFE.has(req.method) && fromElsewhere(req);
  const refused = crossSite ? new ApiError('FORBIDDEN_SCOPE', 'a session acts only on requests made by this site') : refusal(owner, scope, authorization !== undefined);
  res.locals['owner'] = owner;
  const fields = { surface: req.baseUrl, owner: owner?.id, ...origin(req, ctx), request_id: String(res.locals['requestId']), method: req.method };
  if (!refused) {
    if (!SAFE.has(req.method)) ctx.log.info({ audit: 'acted', ...fields, path: req.path.slice(0, 200) }, 'an action on the queues');
    return undefined;
  }
  const told = audit(ctx, await refusalOf(refused, req, ctx), fields);
  return !owner && authorization === undefined && req.method === 'GET' && req.accepts(['json', 'html']) === 'html' ? 'log in' : told;
}

/** Lets a browser with a session, or a bearer token, through; sends a browser without either to the login page. */
export const browserGuard =
  (scope: Scope, ctx: AuthContext): RequestHandler =>
  (req, res, next) => {
    admitBrowser(req, res, scope, ctx).then((refused) => {
      if (refused === 'log in') res.redirect(303, `/login?next=${encodeURIComponent(req.originalUrl)}`);
      else next(refused);
    }, next);
  };
