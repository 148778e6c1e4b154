/** `/api/v1/narratives/latest`, `/regime`, `/patterns/…`, `/events`, `/signals/…`: what was found in stored rows. */
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { isSeries } from '../views/figures.js';
import { events, eventsAnswer, narratives, narrativesAnswer, patterns, patternsAnswer, regime, regimeAnswer, signals, signalsAnswer } from '../views/findings.js';
import { WHOLE_MARKET } from '../views/sentiment.js';
import { timeframe, whole } from './question.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { pagedSpan, pages, span } from './span.js';

const MONTH = 30;
const directions = ['bullish', 'bearish', 'neutral'] as const;
const name = z.string().min(1).max(100);

/** MARKET, or an asset of the registry. @throws ApiError INVALID_SYMBOL. */
const subject = async (ctx: ApiContext, asked: string): Promise<string> => (asked.toUpperCase() === WHOLE_MARKET ? WHOLE_MARKET : (await ctx.assets.find(asked)).symbol);

/** Events may also be about a macro series. @throws ApiError INVALID_SYMBOL. */
const eventSubject = async (ctx: ApiContext, asked: string): Promise<string> => (isSeries(asked) ? asked.toUpperCase() : subject(ctx, asked));

const regimeRoute = (ctx: ApiContext): Route =>
  route({
    path: '/api/v1/regime',
    scope: 'read:technical',
    summary: 'The regime of the market, or of an asset, with its probabilities, correlations with other markets, and the regimes before it',
    query: z.strictObject({ symbol: name.default(WHOLE_MARKET).describe('a ticker, a CoinGecko id, or MARKET'), ...pages(1_000, 25) }),
    response: regimeAnswer,
    errors: ['INVALID_SYMBOL', 'DATA_NOT_AVAILABLE'],
    answer: async ({ query, req, res }) => sendValue(req, res, await regime(ctx.store, await subject(ctx, query.symbol), pagedSpan(query, ctx.clock.nowMs(), MONTH))),
  });

const patternRoute = (ctx: ApiContext): Route =>
  route({
    path: '/api/v1/patterns/:symbol',
    scope: 'read:technical',
    summary: 'Chart and candlestick patterns of an asset, newest first, with the bars that prove them',
    query: z.strictObject({ timeframe: timeframe.optional().describe('only bars of this length'), direction: z.enum(directions).optional().describe('only patterns that point there'), ...pages(500, 50) }),
    response: patternsAnswer,
    answer: async ({ query, symbol, req, res }) => {
      const asset = await ctx.assets.find(symbol);
      sendValue(req, res, await patterns(ctx.store, { symbol: asset.symbol, timeframe: query.timeframe, direction: query.direction }, pagedSpan(query, ctx.clock.nowMs(), MONTH)));
    },
  });

const signalRoute = (ctx: ApiContext): Route =>
  route({
    path: '/api/v1/signals/:symbol',
    scope: 'read:ml-features',
    summary: 'Signals whose rule fired on an asset, newest first, with the values the rule saw',
    query: z.strictObject(pages(500, 50)),
    response: signalsAnswer,
    answer: async ({ query, symbol, req, res }) => {
      const asset = await ctx.assets.find(symbol);
      sendValue(req, res, await signals(ctx.store, asset.symbol, pagedSpan(query, ctx.clock.nowMs(), MONTH)));
    },
  });

const eventRoute = (ctx: ApiContext): Route =>
  route({
    path: '/api/v1/events',
    scope: 'read:news',
    summary: 'Dated events and anomalies that move markets, newest first',
    query: z.strictObject({ subject: name.optional().describe('only events about this asset, macro series, or MARKET'), kind: z.string().regex(/^[\w-]{1,40}$/, 'must be letters, digits, _ or -').optional().describe('only events of this kind'), ...pages(500, 50) }),
    response: eventsAnswer,
    errors: ['INVALID_SYMBOL'],
    answer: async ({ query, req, res }) => {
      const about = query.subject === undefined ? undefined : await eventSubject(ctx, query.subject);
      sendValue(req, res, await events(ctx.store, { subject: about, kind: query.kind }, pagedSpan(query, ctx.clock.nowMs(), MONTH)));
    },
  });

const narrativeRoute = (ctx: ApiContext): Route =>
  route({
    path: '/api/v1/narratives/latest',
    scope: 'read:news',
    summary: 'What the news of the newest window tell, theme by theme',
    query: z.strictObject({ window_hours: whole(1, 720).optional().describe('length of the window; the longest of the newest where it is left out'), as_of: span.as_of }),
    response: narrativesAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, req, res }) => {
      const { fromMs, toMs, knownAtMs } = pagedSpan({ ...query, limit: 1 }, ctx.clock.nowMs(), MONTH);
      sendValue(req, res, await narratives(ctx.store, query.window_hours, { fromMs, toMs, knownAtMs }));
    },
  });

export const findingRoutes = (ctx: ApiContext): Route[] => [narrativeRoute(ctx), regimeRoute(ctx), patternRoute(ctx), signalRoute(ctx), eventRoute(ctx)];
