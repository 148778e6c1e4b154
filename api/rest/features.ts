/** `/api/v1/ml-features/…`. Long ranges leave as NDJSON, a page of rows at a time. */
import { once } from 'node:events';
import type { Response } from 'express';
import { z } from 'zod';
import { slotAt } from '#queues/slot.js';
import { BASE_CADENCE } from '#queues/datasets.js';
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { answerKinds } from '../answers.js';
import { invalidSymbol } from '../views/registry.js';
import { bulkAnswer, chosenGroups, featureAnswer, featureFormats, featurePages, featuresOf, featuresOfOne, groupNames, type FeatureRange, type FeatureShape } from '../views/features.js';
import { instant, names, until } from './question.js';
import { CACHE_CONTROL, sendAnswer, sendValue } from './reply.js';
import { route, type Route } from './route.js';

const shape = { feature_groups: names(20, { known: groupNames }).optional().describe('only these groups; all when left out'), format: z.enum(featureFormats).default('structured').describe('how `features` are laid out') };
const currentQuestion = z.strictObject(shape);
const bulkQuestion = z
  .strictObject({ ...shape, symbols: names(500, { examples: [['BTC', 'ETH']] }).describe('tickers or CoinGecko ids'), start: instant.optional().describe('first slot; with it the rows of a range leave as NDJSON'), end: until.optional().describe('exclusive; now when left out') })
  .refine((q) => q.end === undefined || q.start !== undefined, { path: ['start'], message: 'is needed where end is given' });
type BulkQuestion = z.infer<typeof bulkQuestion>;

/** Refuses unknown groups before anything is read. */
function shapeOf(q: z.infer<typeof currentQuestion>): FeatureShape {
  chosenGroups(q.feature_groups);
  return { format: q.format, groups: q.feature_groups };
}

/** Writes rows as they come; waits for a slow reader, stops for one who left. */
async function streamRows(res: Response, pages: ReturnType<typeof featurePages>): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  for await (const page of pages) {
    if (gone.signal.aborted) return;
    if (!res.headersSent) res.status(200).set({ 'Content-Type': 'application/x-ndjson', 'Cache-Control': CACHE_CONTROL });
    const text = page.map((row) => `${JSON.stringify(row)}\n`).join('');
    // Rejects when the reader leaves while we wait for it: then there is nobody to tell.
    if (!res.write(text)) await once(res, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
  if (!res.headersSent) res.status(200).set({ 'Content-Type': 'application/x-ndjson', 'Cache-Control': CACHE_CONTROL });
  res.end();
}

function rangeOf(q: BulkQuestion, symbols: readonly string[], nowMs: number): FeatureRange {
  const toMs = q.end ?? nowMs + 1;
  if (q.start === undefined || q.start >= toMs) throw new ApiError('VALIDATION_ERROR', 'start must be before end', { details: [{ field: 'start', message: 'must be before end' }] });
  return { symbols, shape: shapeOf(q), fromMs: q.start, toMs };
}

async function answerBulk(ctx: ApiContext, q: BulkQuestion, req: Parameters<typeof sendValue>[0], res: Response): Promise<void> {
  const { found, unknown } = await ctx.assets.findAll(q.symbols);
  if (found.length === 0 || (q.start !== undefined && unknown.length > 0)) throw invalidSymbol(unknown);
  const symbols = found.map((a) => a.symbol);
  if (q.start !== undefined) return streamRows(res, featurePages(ctx.store, rangeOf(q, symbols, ctx.clock.nowMs())));
  const data = await featuresOf(ctx.store, { symbols, shape: shapeOf(q) });
  const have = new Set(data.map((d) => d.symbol));
  sendValue(req, res, { data, total: data.length, missing: symbols.filter((s) => !have.has(s)), unknown });
}

const path = '/api/v1/ml-features';
const scope = 'read:ml-features';

const bulkRoute = (ctx: ApiContext): Route =>
  route({
    path: `${path}/bulk`,
    scope,
    summary: 'Features of many symbols: the newest rows, or every row of a range as NDJSON',
    query: bulkQuestion,
    response: bulkAnswer,
    stream: { type: 'application/x-ndjson', each: featureAnswer },
    errors: ['INVALID_SYMBOL'],
    answer: ({ query, req, res }) => answerBulk(ctx, query, req, res),
  });

export function featureRoutes(ctx: ApiContext): Route[] {
  const newest = async (symbol: string, q: z.infer<typeof currentQuestion>) => {
    const wanted = shapeOf(q);
    return ctx.answers.of(answerKinds.features, featuresKey(symbol, wanted), () => featuresOfOne(ctx.store, symbol, { shape: wanted }));
  };
  return [
    bulkRoute(ctx),
    route({
      path: `${path}/:symbol/current`,
      scope,
      summary: 'The newest feature row of a symbol',
      query: currentQuestion,
      response: featureAnswer,
      errors: ['DATA_NOT_AVAILABLE'],
      answer: async ({ query, symbol, req, res }) => {
        const asset = await ctx.assets.find(symbol);
        sendAnswer(req, res, await newest(asset.symbol, query));
        ctx.hot.remember(req, res, answerKinds.features, featuresKey(asset.symbol, shapeOf(query)));
      },
    }),
    route({
      path: `${path}/:symbol`,
      scope,
      summary: 'The feature row of a symbol at a slot, or the newest',
      query: currentQuestion.extend({ at: instant.optional().describe('the row of the slot that holds this instant; the newest when left out') }),
      response: featureAnswer,
      errors: ['DATA_NOT_AVAILABLE'],
      answer: async ({ query, symbol, req, res }) => {
        const asset = await ctx.assets.find(symbol);
        if (query.at === undefined) return sendAnswer(req, res, await newest(asset.symbol, query));
        sendValue(req, res, await featuresOfOne(ctx.store, asset.symbol, { shape: shapeOf(query), slotMs: slotAt(query.at, BASE_CADENCE) }));
      },
    }),
  ];
}

const featuresKey = (symbol: string, s: FeatureShape): string => `${symbol}:${s.format}:${s.groups?.join(',') ?? ''}`;
