/** `/api/v1/macro`, `/api/v1/onchain/…`, `/api/v1/derivatives/…`: figures beside prices. */
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { derivatives, derivativesAnswer, knownMetrics, knownSeries, macro, macroAnswer, metricsNamed, onchain, onchainAnswer, seriesNamed } from '../views/figures.js';
import { WHOLE_MARKET } from '../views/sentiment.js';
import { names } from './question.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { openPages, pages } from './span.js';

const YEARS_50 = 18_300;
const MONTH = 31;
/** Points, or rows, in one answer. */
const [MOST, USUAL] = [5_000, 1_000];

/** MARKET, or an asset of the registry. @throws ApiError INVALID_SYMBOL. */
const subject = async (ctx: ApiContext, name: string): Promise<string> => (name.toUpperCase() === WHOLE_MARKET ? WHOLE_MARKET : (await ctx.assets.find(name)).symbol);

export const figureRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/api/v1/macro',
    scope: 'read:prices',
    summary: 'Macro and market series: the newest values, or a history from start on, by the vintages known at as_of',
    query: z.strictObject({ series: names(knownSeries.length, { known: knownSeries }).optional().describe('names of series, separated by commas; all where it is left out'), ...pages(MOST, USUAL) }),
    response: macroAnswer,
    answer: async ({ query, req, res }) => {
      sendValue(req, res, await macro(ctx.store, seriesNamed(query.series), openPages(query, ctx.clock.nowMs(), YEARS_50)));
    },
  }),
  route({
    path: '/api/v1/onchain/:symbol',
    scope: 'read:prices',
    summary: 'On-chain metrics of an asset, or of MARKET: the newest figures, or a history from start on',
    query: z.strictObject({ metrics: names(100, { known: knownMetrics }).optional().describe('names of metrics, separated by commas; all of the symbol where it is left out'), ...pages(MOST, USUAL) }),
    response: onchainAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, symbol, req, res }) => {
      const wanted = metricsNamed(query.metrics);
      sendValue(req, res, await onchain(ctx.store, await subject(ctx, symbol), wanted, openPages(query, ctx.clock.nowMs(), 366)));
    },
  }),
  route({
    path: '/api/v1/derivatives/:symbol',
    scope: 'read:derivatives',
    summary: 'Perpetual futures of an asset by venue: the newest snapshots, or the stored rows from start on, at most 31 days',
    query: z.strictObject({ venue: z.string().min(1).max(20).toLowerCase().optional().describe('only this venue'), ...pages(MOST, USUAL) }),
    response: derivativesAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, symbol, req, res }) => {
      const asset = await ctx.assets.find(symbol);
      sendValue(req, res, await derivatives(ctx.store, { symbol: asset.symbol, venue: query.venue, ...openPages(query, ctx.clock.nowMs(), MONTH) }));
    },
  }),
];
