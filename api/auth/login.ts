/**
 * The login page for the parts a browser opens. A key goes in once, by POST, and
 * a session cookie comes out; the key is kept nowhere. Wrong keys slow their
 * address down, no other site's form logs anybody in or out, and `next` only ever
 * leads to a path of this site.
 */
import { createHash } from 'node:crypto';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { ApiError } from '../errors.js';
import { audit, invalidKey, origin } from './guard.js';
import { fromElsewhere } from './origin.js';
import type { ApiContext } from '../context.js';

const STYLE =
  ':root{color-scheme:dark light}body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;background:#0f141b;color:#e6edf3}form{width:min(22rem,86vw);padding:2rem;border:1px solid #2a3440;border-radius:12px;background:#161d26}h1{margin:0 0 1rem;font-size:1.25rem}label{display:block;margin-bottom:.4rem;color:#a9b6c4}input{box-sizing:border-box;width:100%;padding:.65rem;border:1px solid #3a4653;border-radius:8px;background:#0f141b;color:inherit;font:inherit}button{margin-top:1rem;width:100%;padding:.7rem;border:0;border-radius:8px;background:#2f81f7;color:#fff;font:inherit;font-weight:600;cursor:pointer}p{margin:1rem 0 0;color:#ff9b8f}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const CSP = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src data:`;
/** Wrong keys a minute. */
const MOST_TRIES = 10;
const DEFAULT_NEXT = '/admin/queues';

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
/** Refuses `//host`, `/\host` and anything that is not a path here. */
const localPath = (next: unknown): string => (typeof next === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : DEFAULT_NEXT);

const page = (next: string, problem: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Log in</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><form method="post" action="/login"><h1>Crypto data farm</h1><input type="hidden" name="next" value="${escape(next)}">
<label for="key">API key</label><input id="key" name="key" type="password" autocomplete="current-password" required autofocus><button type="submit">Log in</button>${problem ? `<p role="alert">${escape(problem)}</p>` : ''}</form></body></html>`;

/** Under `no-referrer`, which every other answer carries, a browser would not say where a form was sent from. */
const HEADERS = { 'Content-Security-Policy': CSP, 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' };

function show(res: Response, status: number, next: string, problem = ''): void {
  res.status(status).set(HEADERS).type('html').send(page(next, problem));
}

async function logIn(req: Request, res: Response, ctx: ApiContext): Promise<void> {
  const body = req.body as Record<string, unknown>;
  const next = localPath(body['next']);
  const owner = typeof body['key'] === 'string' ? ctx.keys.identify(body['key'].trim()) : undefined;
  // A token has an end of its own and no key on the ring: it opens no session.
  if (owner?.kid !== undefined) {
    const secure = req.secure || req.headers['x-forwarded-proto'] === 'https';
    return res.set('Set-Cookie', ctx.sessions.issue({ ...owner, kid: owner.kid }, ctx.clock.toReal(ctx.clock.nowMs()), secure)).redirect(303, next);
  }
  const slowed = await ctx.guesses.wrong(ctx.addressOf(req), MOST_TRIES);
  audit(ctx, slowed ?? invalidKey(true), { surface: '/login', ...origin(req, ctx), request_id: String(res.locals['requestId']), method: req.method });
  if (!slowed) return show(res, 401, next, 'That is not one of the keys.');
  res.set(slowed.extras.headers ?? {});
  show(res, 429, next, 'Too many tries. Wait a minute.');
}

/** A form of another site may not log anybody in (as somebody else) or out. */
const ownFormsOnly =
  (ctx: ApiContext): RequestHandler =>
  (req, res, next) => {
    if (!fromElsewhere(req)) return next();
    next(audit(ctx, new ApiError('FORBIDDEN_SCOPE', 'this form was sent from another site'), { surface: req.path, ...origin(req, ctx), request_id: String(res.locals['requestId']), method: req.method }));
  };

const only =
  (allow: string): RequestHandler =>
  (req, _res, next) =>
    next(new ApiError('VALIDATION_ERROR', `${req.method} is not answered here`, { status: 405, headers: { Allow: allow } }));

/** `GET /login`, `POST /login`, `POST /logout`. */
export function loginRouter(ctx: ApiContext): Router {
  const router = Router();
  const named: RequestHandler = (req, res, next) => {
    res.locals['endpoint'] = req.path;
    next();
  };
  router.all(['/login', '/logout'], named);
  router.get('/login', (req, res) => show(res, 200, localPath(req.query['next'])));
  router.post('/login', ownFormsOnly(ctx), express.urlencoded({ extended: false, limit: '4kb' }), (req, res, next) => {
    logIn(req, res, ctx).catch(next);
  });
  router.post('/logout', ownFormsOnly(ctx), (_req, res) => res.set('Set-Cookie', ctx.sessions.clear()).redirect(303, '/login'));
  router.all('/login', only('GET, HEAD, POST'));
  router.all('/logout', only('POST'));
  return router;
}
