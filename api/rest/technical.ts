/** `/api/v1/technical/…`. */
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { answerKinds } from '../answers.js';
import { indicatorsAnswer, indicatorWords, technical, technicalAnswer, type TechnicalQuestion } from '../views/technical.js';
import { names, timeframe, whole } from './question.js';
import { sendAnswer } from './reply.js';
import { route, type Route } from './route.js';

const question = z.strictObject({ timeframe: timeframe.default('1h'), indicators: names(200, { known: indicatorWords }).optional().describe('columns, or families of them: `macd` means every `macd_…`; all when left out') });

const keyOf = (q: TechnicalQuestion, history: boolean): string => [q.symbol, q.timeframe, history ? q.limit : '', q.indicators?.join(',') ?? ''].join(':');

export function technicalRoutes(ctx: ApiContext): Route[] {
  const answer = (q: TechnicalQuestion, history: boolean) =>
    ctx.answers.of(answerKinds.indicators, keyOf(q, history), async () => {
      const { history: bars, ...newest } = await technical(ctx.store, q, ctx.clock.nowMs());
      return history ? { ...newest, history: bars } : newest;
    });
  return [
    route({
      path: '/api/v1/technical/:symbol',
      scope: 'read:technical',
      summary: 'The indicators of the newest closed bar',
      query: question,
      response: technicalAnswer,
      errors: ['DATA_NOT_AVAILABLE'],
      answer: async ({ query, symbol, req, res }) => {
        const asset = await ctx.assets.find(symbol);
        sendAnswer(req, res, await answer({ symbol: asset.symbol, timeframe: query.timeframe, indicators: query.indicators, limit: 1 }, false));
      },
    }),
    route({
      path: '/api/v1/technical/:symbol/indicators',
      scope: 'read:technical',
      summary: 'The indicators of the newest closed bars, newest first',
      query: question.extend({ limit: whole(1, 1_000).default(100).describe('bars in one answer') }),
      response: indicatorsAnswer,
      errors: ['DATA_NOT_AVAILABLE'],
      answer: async ({ query, symbol, req, res }) => {
        const asset = await ctx.assets.find(symbol);
        sendAnswer(req, res, await answer({ symbol: asset.symbol, timeframe: query.timeframe, indicators: query.indicators, limit: query.limit }, true));
      },
    }),
  ];
}
