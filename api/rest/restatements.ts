/** `/api/v1/stats/restatements`: what was known otherwise before. */
import { z } from 'zod';
import { restatedDatasets } from '#workers/store/index.js';
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { isSeries } from '../views/figures.js';
import { restatements, restatementsAnswer, type RestatementQuestion } from '../views/restatements.js';
import { instant, until } from './question.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { paging } from './span.js';

/** Looked back from `to` where no beginning is given. */
const MONTH_MS = 30 * 86_400_000;

/** What both REST and GraphQL ask. */
export const restatementQuestion = {
  dataset: z.enum(restatedDatasets).optional().describe('only restatements of this dataset'),
  symbol: z.string().min(1).max(100).optional().describe('only those about this ticker, CoinGecko id or macro series'),
  from: instant.optional().describe('first instant at which one became known; 30 days before `to` where it is left out'),
  to: until.optional().describe('end of the stretch, exclusive; now where it is left out'),
};
type Asked = z.infer<z.ZodObject<typeof restatementQuestion>> & { limit: number; cursor?: string | undefined };

/** @throws ApiError INVALID_SYMBOL, VALIDATION_ERROR. */
export async function asRestatementQuestion({ assets, clock }: Pick<ApiContext, 'assets' | 'clock'>, { dataset, symbol, from, to, limit, cursor }: Asked): Promise<RestatementQuestion> {
  const subject = symbol === undefined || isSeries(symbol) ? symbol?.toUpperCase() : (await assets.find(symbol)).symbol;
  const toMs = to ?? clock.nowMs() + 1;
  const fromMs = from ?? toMs - MONTH_MS;
  if (fromMs >= toMs) throw new ApiError('VALIDATION_ERROR', 'from must be before to', { details: [{ field: 'from', message: 'must be before to' }] });
  return { dataset, subject, fromMs, toMs, limit, cursor };
}

export const restatementRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/api/v1/stats/restatements',
    scope: 'read:stats',
    summary: 'Final values that were known otherwise before: what they were, what they became, when, and who said so',
    query: z.strictObject({ ...restatementQuestion, ...paging(1_000, 100) }),
    response: restatementsAnswer,
    errors: ['INVALID_SYMBOL'],
    answer: async ({ query, req, res }) => sendValue(req, res, await restatements(ctx.store, await asRestatementQuestion(ctx, query))),
  }),
];
