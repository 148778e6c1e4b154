/**
 * The one guard in front of REST, sockets and the board: who is asking, may
 * they, and have they any requests left. Refused calls leave an audit line that
 * never holds the key.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler, Response } from 'express';
import { ApiError } from '../errors.js';
import { bearerOf } from './keys.js';
import { limitHeaders } from './limits.js';
import type { Principal, Scope } from './scopes.js';
import type { ApiContext } from '../context.js';

type AuthContext = Pick<ApiContext, 'keys' | 'limits' | 'sessions' | 'clock' | 'log'>;

export const forbidden = (scope: Scope): ApiError => new ApiError('FORBIDDEN_SCOPE', `this key lacks the scope ${scope}`, { details: { required: scope } });
export const invalidKey = (presented: boolean): ApiError =>
  new ApiError('INVALID_API_KEY', presented ? 'the key is not valid or has expired' : 'a key is needed: Authorization: Bearer KEY', { headers: { 'WWW-Authenticate': 'Bearer' } });

/** Writes the audit line of a refused call. `surface` is a route pattern or a socket stream. */
export function audit(ctx: Pick<ApiContext, 'log'>, refused: ApiError, fields: { surface: string; owner?: string | undefined; address?: string | undefined }): ApiError {
  ctx.log.warn({ audit: 'refused', code: refused.code, ...fields }, 'call refused');
  return refused;
}

const SAFE = new Set(['GET', 'HEAD']);
/** A browser says where a request was made; a session never acts on another site's word. */
const fromElsewhere = (req: IncomingMessage): boolean => {
  const origin = req.headers.origin;
  const site = req.headers['sec-fetch-site'] ?? 'same-origin';
  if (site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host !== req.headers.host : origin !== undefined;
};

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

async function admit(req: IncomingMessage, res: Response, scope: Scope | undefined, ctx: AuthContext): Promise<Principal> {
  const surface = String(res.locals['endpoint'] ?? 'unknown');
  let owner: Principal | undefined;
  try {
    owner = ownerOf(req, ctx);
    const allowance = await ctx.limits.spend(owner);
    res.set(limitHeaders(allowance));
    if (!allowance.allowed) throw new ApiError('RATE_LIMIT_EXCEEDED', `more than ${allowance.limit} requests in this window`, { details: { reset_seconds: allowance.resetSeconds } });
    if (scope !== undefined && !owner.scopes.has(scope)) throw forbidden(scope);
    return owner;
  } catch (error) {
    throw error instanceof ApiError ? audit(ctx, error, { surface, owner: owner?.id, address: req.socket.remoteAddress }) : error;
  }
}

/** Lets a request through when its bearer token carries the scope and has requests left. */
export const guard =
  (scope: Scope, ctx: AuthContext): RequestHandler =>
  (req, res, next) => {
    admit(req, res, scope, ctx).then((owner) => {
      res.locals['owner'] = owner;
      next();
    }, next);
  };

/** Lets any good key through that has requests left; what is answered asks for scopes itself, of `ownerIn`. */
export const admitOwner =
  (ctx: AuthContext): RequestHandler =>
  (req, res, next) => {
    admit(req, res, undefined, ctx).then((owner) => {
      res.locals['owner'] = owner;
      next();
    }, next);
  };
/** Whom `guard` or `admitOwner` let through. */
export const ownerIn = (res: Response): Principal => res.locals['owner'] as Principal;

function refusal(owner: Principal | undefined, scope: Scope, presented: boolean): ApiError | undefined {
  if (!owner) return invalidKey(presented);
  return owner.scopes.has(scope) ? undefined : forbidden(scope);
}

/** Lets a browser with a session, or a bearer token, through; sends a browser without either to the login page. */
export const browserGuard =
  (scope: Scope, ctx: AuthContext): RequestHandler =>
  (req, res, next) => {
    const token = bearerOf(req.headers.authorization);
    const session = token === undefined ? sessionOf(req, ctx) : undefined;
    const owner = token === undefined ? session : ctx.keys.identify(token);
    const refused = refusal(owner, scope, token !== undefined);
    const crossSite = !refused && session !== undefined && !SAFE.has(req.method) && fromElsewhere(req);
    if (!refused && !crossSite) return next();
    const failure = refused ?? new ApiError('FORBIDDEN_SCOPE', 'a session acts only on requests made by this site');
    audit(ctx, failure, { surface: req.baseUrl, owner: owner?.id, address: req.socket.remoteAddress });
    if (!owner && token === undefined && req.method === 'GET' && req.accepts(['json', 'html']) === 'html') return res.redirect(303, `/login?next=${encodeURIComponent(req.originalUrl)}`);
    next(failure);
  };
