/** `/api/v1/macro`, `/api/v1/onchain/…`, `/api/v1/derivatives/…`: figures beside prices. */
import { z } from 'zod';
import { metrics, type MetricName } from '#workers/store/metrics.js';
import { series, seriesNames, type SeriesName } from '#workers/store/series.js';
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { derivatives, derivativesAnswer, macro, macroAnswer, onchain } from '../views/figures.js';
import { WHOLE_MARKET } from '../views/sentiment.js';
import { names } from './question.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { openSpan, span } from './span.js';

const YEARS_50 = 18_300;
const MONTH = 31;

/** Names as the registry spells them, in any case of letters. @throws ApiError VALIDATION_ERROR naming what is unknown. */
function known<N extends string>(wanted: readonly string[], registry: Readonly<Record<N, unknown>>, field: string, spell: (name: string) => string): N[] {
  const spelt = wanted.map(spell);
  const unknown = spelt.filter((name) => !Object.hasOwn(registry, name));
  if (unknown.length > 0) throw new ApiError('VALIDATION_ERROR', `${field}: unknown ${unknown.slice(0, 10).join(', ').slice(0, 200)}`, { details: { field, known: Object.keys(registry) } });
  return spelt as N[];
}

/** MARKET, or an asset of the registry. @throws ApiError INVALID_SYMBOL. */
const subject = async (ctx: ApiContext, name: string): Promise<string> => (name.toUpperCase() === WHOLE_MARKET ? WHOLE_MARKET : (await ctx.assets.find(name)).symbol);

export const figureRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/api/v1/macro',
    scope: 'read:prices',
    summary: 'Macro and market series: the newest values, or a history from start on, by the vintages known at as_of',
    query: z.strictObject({ series: names(seriesNames.length).optional(), ...span }),
    response: macroAnswer,
    answer: async ({ query, req, res }) => {
      const wanted = query.series ? known<SeriesName>(query.series, series, 'series', (n) => n.toUpperCase()) : seriesNames;
      sendValue(req, res, await macro(ctx.store, wanted, openSpan(query, ctx.clock.nowMs(), YEARS_50)));
    },
  }),
  route({
    path: '/api/v1/onchain/:symbol',
    scope: 'read:prices',
    summary: 'On-chain metrics of an asset, or of MARKET: the newest figures, or a history from start on',
    query: z.strictObject({ metrics: names(100).optional(), ...span }),
    response: onchainAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, symbol, req, res }) => {
      const wanted = query.metrics && known<MetricName>(query.metrics, metrics, 'metrics', (n) => n.toLowerCase());
      sendValue(req, res, await onchain(ctx.store, await subject(ctx, symbol), wanted, openSpan(query, ctx.clock.nowMs(), 366)));
    },
  }),
  route({
    path: '/api/v1/derivatives/:symbol',
    scope: 'read:derivatives',
    summary: 'Perpetual futures of an asset by venue: the newest snapshots, or the stored rows from start on, at most 31 days',
    query: z.strictObject({ venue: z.string().min(1).max(20).toLowerCase().optional(), ...span }),
    response: derivativesAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, symbol, req, res }) => {
      const asset = await ctx.assets.find(symbol);
      sendValue(req, res, await derivatives(ctx.store, { symbol: asset.symbol, venue: query.venue, ...openSpan(query, ctx.clock.nowMs(), MONTH) }));
    },
  }),
];
