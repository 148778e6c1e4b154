/**
 * The login page for the parts a browser opens. A key goes in once, by POST, and
 * a session cookie comes out; the key is kept nowhere. Tries are limited per
 * address, and `next` only ever leads to a path of this site.
 */
import { createHash } from 'node:crypto';
import express, { Router, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { ApiError } from '../errors.js';
import { audit } from './guard.js';
import { KEY_SCOPES, type KeyName } from './scopes.js';
import type { ApiContext } from '../context.js';

const STYLE =
  ':root{color-scheme:dark light}body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;background:#0f141b;color:#e6edf3}form{width:min(22rem,86vw);padding:2rem;border:1px solid #2a3440;border-radius:12px;background:#161d26}h1{margin:0 0 1rem;font-size:1.25rem}label{display:block;margin-bottom:.4rem;color:#a9b6c4}input{box-sizing:border-box;width:100%;padding:.65rem;border:1px solid #3a4653;border-radius:8px;background:#0f141b;color:inherit;font:inherit}button{margin-top:1rem;width:100%;padding:.7rem;border:0;border-radius:8px;background:#2f81f7;color:#fff;font:inherit;font-weight:600;cursor:pointer}p{margin:1rem 0 0;color:#ff9b8f}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const CSP = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src data:`;
const TRIES = { points: 10, duration: 60 };
const DEFAULT_NEXT = '/admin/queues';

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
/** Refuses `//host`, `/\host` and anything that is not a path here. */
const localPath = (next: unknown): string => (typeof next === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : DEFAULT_NEXT);

const page = (next: string, problem: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Log in</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><form method="post" action="/login"><h1>Crypto data farm</h1><input type="hidden" name="next" value="${escape(next)}">
<label for="key">API key</label><input id="key" name="key" type="password" autocomplete="current-password" required autofocus><button type="submit">Log in</button>${problem ? `<p role="alert">${escape(problem)}</p>` : ''}</form></body></html>`;

function show(res: Response, status: number, next: string, problem = ''): void {
  res.status(status).set({ 'Content-Security-Policy': CSP, 'Cache-Control': 'no-store' }).type('html').send(page(next, problem));
}

const isKeyName = (id: string): id is KeyName => Object.hasOwn(KEY_SCOPES, id);

async function logIn(req: Request, res: Response, ctx: ApiContext, tries: RateLimiterMemory): Promise<void> {
  const body = req.body as Record<string, unknown>;
  const next = localPath(body['next']);
  const address = req.socket.remoteAddress ?? 'unknown';
  const left = await tries.consume(address).then(() => true, () => false);
  if (!left) return show(res, 429, next, 'Too many tries. Wait a minute.');
  const owner = typeof body['key'] === 'string' ? ctx.keys.identify(body['key'].trim()) : undefined;
  if (!owner || !isKeyName(owner.id)) {
    audit(ctx, new ApiError('INVALID_API_KEY', 'login'), { surface: '/login', address });
    return show(res, 401, next, 'That is not one of the keys.');
  }
  await tries.delete(address);
  const secure = req.secure || req.headers['x-forwarded-proto'] === 'https';
  res.set('Set-Cookie', ctx.sessions.issue(owner.id, ctx.clock.toReal(ctx.clock.nowMs()), secure)).redirect(303, next);
}

/** `GET /login`, `POST /login`, `POST /logout`. */
export function loginRouter(ctx: ApiContext): Router {
  const router = Router();
  const tries = new RateLimiterMemory(TRIES);
  router.get('/login', (req, res) => show(res, 200, localPath(req.query['next'])));
  router.post('/login', express.urlencoded({ extended: false, limit: '4kb' }), (req, res, next) => {
    logIn(req, res, ctx, tries).catch(next);
  });
  router.post('/logout', (_req, res) => res.set('Set-Cookie', ctx.sessions.clear()).redirect(303, '/login'));
  return router;
}
