/** `/api/v1/symbols` and `/api/v1/prices/…`. */
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { answerKinds } from '../answers.js';
import { candles, candlesAnswer, readCursor } from '../views/candles.js';
import { currentPrice, priceAnswer } from '../views/prices.js';
import { symbolsAnswer, symbolsView } from '../views/symbols.js';
import { instant, timeframe, until, whole } from './question.js';
import { sendAnswer, sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { asOfMs, holdKnowable, paging, span } from './span.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;

const historicalQuestion = z
  .strictObject({
    start: instant.optional().describe('first open time; `days` before `end` when left out'),
    end: until.optional().describe('exclusive; now when left out'),
    days: whole(1, 3_650).optional().describe(`how far back from \`end\`, instead of \`start\`; ${DEFAULT_DAYS} when both are left out`),
    interval: timeframe.default('1h'),
    limit: whole(1, 5_000).default(1_000).describe('bars in one answer'),
    as_of: span.as_of,
    cursor: z.string().max(40).meta({ pattern: '^[A-Za-z0-9_-]+$' }).optional().describe('`next_cursor` of the answer before'),
  })
  .refine((q) => q.days === undefined || q.start === undefined, { path: ['days'], message: 'give either days or start, not both' });

/** [from, to) in ms; `end` defaults to now and `start` to `days` before it. */
function rangeOf(q: z.infer<typeof historicalQuestion>, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = q.end ?? nowMs;
  const startMs = q.start ?? toMs - (q.days ?? DEFAULT_DAYS) * DAY_MS;
  if (startMs >= toMs) throw new ApiError('VALIDATION_ERROR', 'start must be before end', { details: [{ field: 'start', message: 'must be before end' }] });
  const fromMs = q.cursor === undefined ? startMs : readCursor(q.cursor);
  if (fromMs === undefined || fromMs < startMs) throw new ApiError('VALIDATION_ERROR', 'cursor: not one this route has given for this range', { details: [{ field: 'cursor', message: 'unknown' }] });
  return { fromMs, toMs };
}

const historicalRoute = (ctx: ApiContext): Route =>
  route({
    path: '/api/v1/prices/historical/:symbol',
    scope: 'read:prices',
    summary: 'Candles of an asset between two instants, and what is missing between them',
    query: historicalQuestion,
    response: candlesAnswer,
    answer: async ({ query, symbol, req, res }) => {
      const asset = await ctx.assets.find(symbol);
      const nowMs = ctx.clock.nowMs();
      const asOf = asOfMs(query, nowMs);
      holdKnowable(query.start, asOf);
      sendValue(req, res, await candles(ctx.store, { symbol: asset.symbol, interval: query.interval, limit: query.limit, asOfMs: asOf, ...rangeOf(query, nowMs) }, nowMs));
    },
  });

export const priceRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/api/v1/symbols',
    scope: 'read:prices',
    summary: 'The registry of assets, by rank',
    query: z.strictObject({ active: z.enum(['true', 'false']).optional().describe('only those that are collected, or only those that are not'), ...paging(5_000, 1_000) }),
    response: symbolsAnswer,
    answer: async ({ query, req, res }) => {
      const all = await ctx.assets.all();
      const asked = query.active === undefined ? all : all.filter((a) => String(a.active) === query.active);
      sendValue(req, res, symbolsView(asked, query));
    },
  }),
  route({
    path: '/api/v1/prices/current/:symbol',
    scope: 'read:prices',
    summary: 'The newest price snapshot of an asset',
    query: z.strictObject({ as_of: span.as_of }),
    response: priceAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, symbol, req, res }) => {
      const asset = await ctx.assets.find(symbol);
      const asOf = asOfMs(query, ctx.clock.nowMs());
      if (asOf !== undefined) return sendValue(req, res, await currentPrice(ctx.store, asset.symbol, asOf));
      sendAnswer(req, res, await ctx.answers.of(answerKinds.price, asset.symbol, () => currentPrice(ctx.store, asset.symbol)));
      ctx.hot.remember(req, res, answerKinds.price, asset.symbol);
    },
  }),
  historicalRoute(ctx),
];
