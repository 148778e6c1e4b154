/** `/api/v1/ml-features/…`. Long ranges leave as NDJSON, a page of rows at a time. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { z } from 'zod';
import { slotAt } from '#queues/slot.js';
import { BASE_CADENCE } from '#queues/datasets.js';
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { answerKinds, encode } from '../answers.js';
import { invalidSymbol } from '../views/registry.js';
import { bulkAnswer, chosenGroups, featureAnswer, featureFormats, featurePages, featuresOf, featuresOfOne, groupNames, type FeatureRange, type FeatureShape, type FeatureView } from '../views/features.js';
import { instant, names, until } from './question.js';
import { CACHE_CONTROL, sendAnswer, sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { asOfMs, span } from './span.js';

const shape = { feature_groups: names(20, { known: groupNames }).optional().describe('only these groups; all when left out'), format: z.enum(featureFormats).default('structured').describe('how `features` are laid out') };
const currentQuestion = z.strictObject({ ...shape, as_of: span.as_of });
const bulkQuestion = z
  .strictObject({ ...shape, as_of: span.as_of, symbols: names(500, { examples: [['BTC', 'ETH']] }).describe('tickers or CoinGecko ids'), start: instant.optional().describe('first slot; with it the rows of a range leave as NDJSON'), end: until.optional().describe('exclusive; now when left out') })
  .refine((q) => q.end === undefined || q.start !== undefined, { path: ['start'], message: 'is needed where end is given' })
  .refine((q) => q.as_of === undefined || q.start === undefined, { path: ['as_of'], message: 'asks for the newest rows known then, and a range for all of them: give one' });
type BulkQuestion = z.infer<typeof bulkQuestion>;

/** Refuses unknown groups before anything is read. */
function shapeOf(q: Pick<z.infer<typeof currentQuestion>, 'feature_groups' | 'format'>): FeatureShape {
  chosenGroups(q.feature_groups);
  return { format: q.format, groups: q.feature_groups };
}

type Pages = ReturnType<typeof featurePages>;
async function* lines(first: IteratorResult<FeatureView[]>, rest: Pages): AsyncGenerator<Buffer> {
  for (let page = first; !page.done; page = await rest.next()) yield Buffer.from(page.value.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';

/** Writes a page when the reader has taken the one before, and asks for no more once it has left. The first page is read before anything is written: its failure can still be told. */
async function streamRows(res: Response, pages: Pages): Promise<void> {
  const first = await pages.next();
  res.status(200).set({ 'Content-Type': 'application/x-ndjson', 'Cache-Control': CACHE_CONTROL });
  if (first.done) return void res.end();
  try {
    await pipeline(Readable.from(lines(first, pages), { highWaterMark: 1 }), res);
  } catch (error) {
    if (!isGone(error)) throw error;
  } finally {
    await pages.return(undefined);
  }
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
  const data = await featuresOf(ctx.store, { symbols, shape: shapeOf(q), asOfMs: asOfMs(q, ctx.clock.nowMs()) });
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
    const asOf = asOfMs(q, ctx.clock.nowMs());
    if (asOf !== undefined) return encode(await featuresOfOne(ctx.store, symbol, { shape: wanted, asOfMs: asOf }));
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
        if (query.as_of === undefined) ctx.hot.remember(req, res, answerKinds.features, featuresKey(asset.symbol, shapeOf(query)));
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
        sendValue(req, res, await featuresOfOne(ctx.store, asset.symbol, { shape: shapeOf(query), slotMs: slotAt(query.at, BASE_CADENCE), asOfMs: asOfMs(query, ctx.clock.nowMs()) }));
      },
    }),
  ];
}

const featuresKey = (symbol: string, s: FeatureShape): string => `${symbol}:${s.format}:${s.groups?.join(',') ?? ''}`;
