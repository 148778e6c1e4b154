/** `/api/v1/technical/…`. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { answerKinds } from '../answers.js';
import { indicatorsAnswer, indicatorWords, technical, technicalAnswer, type TechnicalQuestion } from '../views/technical.js';
import { names, timeframe, whole } from './question.js';
import { sendAnswer, sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { asOfMs, span } from './span.js';

const question = z.strictObject({ timeframe: timeframe.default('1h'), indicators: names(200, { known: indicatorWords }).optional().describe('columns, or families of them: `macd` means every `macd_…`; all when left out'), as_of: span.as_of });

const keyOf = (q: TechnicalQuestion, history: boolean): string => [q.symbol, q.timeframe, history ? q.limit : '', q.indicators?.join(',') ?? '', q.cursor ?? ''].join(':');

/** Without the bars where only the newest was asked for. */
async function read(ctx: ApiContext, q: TechnicalQuestion, history: boolean): Promise<object> {
  const { history: bars, next_cursor, ...newest } = await technical(ctx.store, q, ctx.clock.nowMs());
  return history ? { ...newest, history: bars, next_cursor } : newest;
}

export function technicalRoutes(ctx: ApiContext): Route[] {
  const answer = async (q: TechnicalQuestion, history: boolean, as_of: number | undefined, { req, res }: { req: Request; res: Response }): Promise<void> => {
    const asOf = asOfMs({ as_of }, ctx.clock.nowMs());
    if (asOf !== undefined) return sendValue(req, res, await read(ctx, { ...q, asOfMs: asOf }, history));
    sendAnswer(req, res, await ctx.answers.of(answerKinds.indicators, keyOf(q, history), () => read(ctx, q, history)));
  };
  return [
    route({
      path: '/api/v1/technical/:symbol',
      scope: 'read:technical',
      summary: 'The indicators of the newest closed bar',
      query: question,
      response: technicalAnswer,
      errors: ['DATA_NOT_AVAILABLE'],
      answer: async ({ query: { timeframe, indicators, as_of }, symbol, req, res }) => {
        const asset = await ctx.assets.find(symbol);
        await answer({ symbol: asset.symbol, timeframe, indicators, limit: 1 }, false, as_of, { req, res });
      },
    }),
    route({
      path: '/api/v1/technical/:symbol/indicators',
      scope: 'read:technical',
      summary: 'The indicators of the newest closed bars, newest first',
      query: question.extend({ limit: whole(1, 1_000).default(100).describe('bars in one answer'), cursor: z.string().max(40).meta({ pattern: '^[A-Za-z0-9_-]+$' }).optional().describe('`next_cursor` of the answer before') }),
      response: indicatorsAnswer,
      errors: ['DATA_NOT_AVAILABLE'],
      answer: async ({ query: { timeframe, indicators, limit, cursor, as_of }, symbol, req, res }) => {
        const asset = await ctx.assets.find(symbol);
        await answer({ symbol: asset.symbol, timeframe, indicators, limit, cursor }, true, as_of, { req, res });
      },
    }),
  ];
}
