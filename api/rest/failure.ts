/** The last two handlers: a path nobody answers, and every error, in the one shape in which errors leave. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ApiError, asApiError, errorBody } from '../errors.js';
import type { ApiContext } from '../context.js';

export const noRoute: RequestHandler = (req, _res, next) => next(new ApiError('DATA_NOT_AVAILABLE', `nothing is served at ${req.method} ${req.path.slice(0, 200)}`));

export const failure =
  (ctx: Pick<ApiContext, 'log' | 'clock'>): ErrorRequestHandler =>
  (error: unknown, _req, res, next) => {
    const requestId = typeof res.locals['requestId'] === 'string' ? res.locals['requestId'] : null;
    const told = asApiError(error);
    if (told.status >= 500) ctx.log.error({ err: error, request_id: requestId, endpoint: res.locals['endpoint'] as unknown }, 'request failed');
    // Half an answer has left: cutting the connection is the only honest end.
    if (res.headersSent) return void (res.destroyed ? next(error) : res.destroy());
    res.status(told.status).set({ 'Cache-Control': 'no-store', ...told.extras.headers }).json(errorBody(told, ctx.clock.now(), requestId));
  };
