/**
 * What every request meets first: an id, the fixed security headers, CORS for
 * the origins that are allowed by name, and the measuring of how it ended.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { ApiContext } from '../context.js';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** The caller's own id where it is harmless, else a new one. */
export function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** What helmet would set on an answer that is data and not a page; the hot path sends these alone. */
export const SAFE_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  Vary: 'Origin',
} as const;

/** Names the request, and records how it ended under the route's pattern. */
export const begin =
  (ctx: Pick<ApiContext, 'metrics' | 'log'>): RequestHandler =>
  (req, res, next) => {
    const startedMs = stopwatchMs();
    const id = requestIdOf(req);
    res.locals['requestId'] = id;
    res.setHeader('X-Request-Id', id);
    res.once('close', () => {
      const endpoint = String(res.locals['endpoint'] ?? 'unmatched');
      const seconds = (stopwatchMs() - startedMs) / 1_000;
      ctx.metrics.apiRequests.inc({ endpoint, method: METHODS.has(req.method) ? req.method : 'other', status: String(res.statusCode) });
      ctx.metrics.apiDuration.observe({ endpoint }, seconds);
      ctx.log.debug({ request_id: id, endpoint, method: req.method, status: res.statusCode, seconds }, 'request');
    });
    next();
  };
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const EXPOSED = 'ETag, X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After';

/** Answers preflights and names the origin back when it is on the list; any other origin gets no CORS header at all. */
export const cors =
  (origins: readonly string[]): RequestHandler =>
  (req, res, next) => {
    res.vary('Origin');
    const { origin } = req.headers;
    const allowed = origin !== undefined && origins.includes(origin);
    if (allowed) res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED });
    if (req.method !== 'OPTIONS' || req.headers['access-control-request-method'] === undefined) return next();
    res.locals['endpoint'] = 'preflight';
    if (allowed) res.set({ 'Access-Control-Allow-Methods': 'GET, HEAD, POST', 'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-None-Match, X-Request-Id', 'Access-Control-Max-Age': '600' });
    res.status(204).end();
  };
