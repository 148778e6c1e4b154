/** `/api/v1/sentiment/…` and `/api/v1/news/…`. */
import { z } from 'zod';
import type { Market } from '#workers/store/index.js';
import type { ApiContext } from '../context.js';
import { answerKinds } from '../answers.js';
import { latestNews, newsAnswer } from '../views/news.js';
import { invalidSymbol } from '../views/registry.js';
import { sentiment, sentimentAnswer, WHOLE_MARKET, windowNames } from '../views/sentiment.js';
import { instant, names, whole } from './question.js';
import { sendAnswer, sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { asOfMs, span } from './span.js';

const flag = z.enum(['true', 'false']).default('false').transform((v) => v === 'true');
const sentimentQuestion = z.strictObject({ timeframe: z.enum(windowNames).default('24h').describe('length of the window, which ends now'), sources: names(50).optional().describe('only texts of these sites, forums and networks'), include_breakdown: flag.describe('whether to say the same of each source'), as_of: span.as_of });
const newsQuestion = z.strictObject({ limit: whole(1, 200).default(20).describe('articles in one answer'), symbol: z.string().min(1).max(100).optional().describe('only articles about this one'), since: instant.optional().describe('only what the farm has known since'), as_of: span.as_of, cursor: z.string().min(1).max(200).optional().describe('`next_cursor` of the answer before') });

const TICKER = /^[A-Z0-9.^=-]{1,20}$/;

/** MARKET, an asset of the registry, or, among stocks, a ticker the registry need not know. @throws ApiError INVALID_SYMBOL. */
async function subjectOf(ctx: ApiContext, name: string, market: Market): Promise<string> {
  const upper = name.toUpperCase();
  if (upper === WHOLE_MARKET) return WHOLE_MARKET;
  if (market === 'crypto') return (await ctx.assets.find(name)).symbol;
  const { found } = await ctx.assets.findAll([name]);
  if (!found[0] && !TICKER.test(upper)) throw invalidSymbol([name]);
  return found[0]?.symbol ?? upper;
}

const sentimentRoute = (ctx: ApiContext, market: Market): Route =>
  route({
    path: `/api/v1/sentiment/${market}/:symbol`,
    scope: 'read:sentiment',
    summary: `What ${market} texts of the last while say about a symbol, or about MARKET`,
    query: sentimentQuestion,
    response: sentimentAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, symbol, req, res }) => {
      const q = { symbol: await subjectOf(ctx, symbol, market), market, timeframe: query.timeframe, sources: query.sources, breakdown: query.include_breakdown };
      const asOf = asOfMs(query, ctx.clock.nowMs());
      if (asOf !== undefined) return sendValue(req, res, await sentiment(ctx.store, q, asOf));
      const key = [market, q.symbol, q.timeframe, q.breakdown, q.sources?.join(',') ?? ''].join(':');
      sendAnswer(req, res, await ctx.answers.of(answerKinds.sentiment, key, () => sentiment(ctx.store, q, ctx.clock.nowMs())));
    },
  });

const newsRoute = (ctx: ApiContext, market: Market): Route =>
  route({
    path: `/api/v1/news/${market}/latest`,
    scope: 'read:news',
    summary: `The newest ${market} articles, with their sentiment`,
    query: newsQuestion,
    response: newsAnswer,
    errors: ['INVALID_SYMBOL'],
    answer: async ({ query, req, res }) => {
      const symbol = query.symbol === undefined ? undefined : await subjectOf(ctx, query.symbol, market);
      const nowMs = ctx.clock.nowMs();
      sendValue(req, res, await latestNews(ctx.store, { market, limit: query.limit, symbol, sinceMs: query.since, cursor: query.cursor }, asOfMs(query, nowMs) ?? nowMs));
    },
  });

export const sentimentRoutes = (ctx: ApiContext): Route[] => [sentimentRoute(ctx, 'crypto'), sentimentRoute(ctx, 'stock'), newsRoute(ctx, 'crypto'), newsRoute(ctx, 'stock')];
