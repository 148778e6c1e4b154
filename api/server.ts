/**
 * The HTTP server: the hot path, then express with its few middlewares in an
 * order that matters. Nothing here listens; `main.ts` does.
 */
import { createServer, type Server } from 'node:http';
import compression from 'compression';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { BoardGuards } from '#dashboard/board.js';
import { dashboardRouter } from '#dashboard/plugin.js';
import { browserGuard, ownerIn } from './auth/guard.js';
import { loginRouter } from './auth/login.js';
import type { ApiContext } from './context.js';
import type { Graphql } from './graphql/server.js';
import { docsRouter } from './openapi/page.js';
import { restRoutes } from './rest/index.js';
import { begin, cors } from './rest/begin.js';
import { failure, noRoute } from './rest/failure.js';
import { BODY_LIMIT, mount } from './rest/route.js';
import { refuseUnreadable } from './rest/unreadable.js';

/** Below this, deflating costs more than the bytes it saves. */
const COMPRESS_FROM_BYTES = 16 * 1_024;

/** Rows in JSON are text, which the library's table of types does not say. */
const isText: compression.CompressionFilter = (req, res) => res.getHeader('Content-Type') === 'application/x-ndjson' || compression.filter(req, res);

/** The pages bring their own policy; what is left is data, which no browser should render. */
const headers = helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }, frameguard: { action: 'deny' } });

const boardGuards = (ctx: ApiContext): BoardGuards => ({ see: browserGuard('read:queues', ctx), act: browserGuard('admin:queues', ctx), mayAct: (res) => ownerIn(res).scopes.has('admin:queues') });

export function createApp(ctx: ApiContext, graphql: Pick<Graphql, 'router'>): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(begin(ctx), headers, cors(ctx.config.CORS_ORIGINS), compression({ threshold: COMPRESS_FROM_BYTES, filter: isText }));
  // Before the routes: each of them is a pattern to be tried, and a question over GraphQL matches none.
  app.use(graphql.router);
  mount(app, restRoutes(ctx), ctx);
  app.use(docsRouter());
  app.use(loginRouter(ctx));
  app.use(dashboardRouter({ producer: ctx.producer, guards: boardGuards(ctx) }));
  app.use(express.json({ limit: BODY_LIMIT }), noRoute);
  app.use(failure(ctx));
  return app;
}

/** @returns a server that does not listen yet. */
export function createHttpServer(ctx: ApiContext, graphql: Pick<Graphql, 'router' | 'fast'>): Server {
  const app = createApp(ctx, graphql);
  const server = createServer((req, res) => {
    if (!ctx.hot.answer(req, res) && !graphql.fast.answer(req, res, () => app(req, res))) app(req, res);
  });
  refuseUnreadable(server, ctx);
  // Longer than the idle time of the usual load balancers, so that they close first.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  return server;
}
