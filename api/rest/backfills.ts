/** `/api/v1/backfill` and `/api/v1/backfills…`: stretches of the past, asked for and followed. */
import { timeframes } from '#queues/timeframes.js';
import { z } from 'zod';
import { datasetNamesAsked, datasetOf, type BackfillDataset } from '#queues/backfills/stages.js';
import { root } from '#queues/flows/tree.js';
import { BACKFILL_ID } from '#queues/jobs/backfill.js';
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import { readReports } from '#queues/reports.js';
import { realNowMs } from '#queues/runtime/clock.js';
import { ownerIn } from '../auth/guard.js';
import type { ApiContext } from '../context.js';
import { backfill, backfillAnswer, backfills, backfillsAnswer, turnBackfill } from '../views/backfills.js';
import { fileBackfill, filedAnswer, planAnswer, planBackfill, type BackfillQuestion } from '../views/backfill-plan.js';
import { upstreamsOf } from '../views/upstreams.js';
import { instant, until, whole } from './question.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';

const MOST_SYMBOLS = 500;

const question = z.strictObject({
  dataset: z.enum(datasetNamesAsked as [string, ...string[]]).transform((name) => datasetOf(name) as BackfillDataset).describe('what is to be filled; what it is made of comes first'),
  from: instant.describe('first open time, close or slot'),
  to: until.describe('end, exclusive; the present where it lies in the future'),
  symbols: z.union([z.literal('all'), z.array(z.string().min(1).max(100)).min(1).max(MOST_SYMBOLS)]).default('all').describe('names of assets; all that the farm collects when left out'),
  timeframes: z.array(z.enum(timeframes)).min(1).max(timeframes.length).optional().describe('of candles and indicators; all when left out'),
  only: z.boolean().default(false).describe('leaves out what the dataset is made of'),
});
const asked = ({ from, to, ...rest }: z.infer<typeof question>): BackfillQuestion => ({ ...rest, fromMs: from, toMs: to });

const params = z.object({ id: z.string().regex(BACKFILL_ID, 'must be the id of a backfill').meta({ description: '`job_id` of the answer that took it on', examples: ['20260102-1f0c9a2b'] }) });
const turns = ['pause', 'resume', 'cancel'] as const;

/** While Redis is away the ledger has it all the same: the reconciler enqueues it within a minute. */
async function wake({ producer, redis, clock, log }: ApiContext): Promise<void> {
  try {
    await redis.ping();
    await producer.addFlow(root('backfills', { v: PAYLOAD_VERSION, at: clock.nowMs() }));
  } catch (error) {
    log.warn({ err: error instanceof Error ? error.message : error }, 'backfills are written down and not enqueued yet');
  }
}

const planRoute = (ctx: ApiContext): Route =>
  route({
    method: 'post',
    path: '/api/v1/backfill/plan',
    scope: 'write:backfill',
    summary: 'Says what a backfill would take, and begins nothing',
    query: z.strictObject({}),
    body: question,
    response: planAnswer,
    errors: ['INVALID_SYMBOL', 'DATA_NOT_AVAILABLE'],
    answer: async ({ body, res }) => {
      const upstreams = await readReports(ctx.redis, ctx.prefix).then((reports) => upstreamsOf(reports, realNowMs()), () => []); // without Redis nobody knows the budgets, and the plan says null
      res.set('Cache-Control', 'no-store').json(await planBackfill(ctx, asked(body), { nowMs: ctx.clock.nowMs(), upstreams }));
    },
  });

const fileRoute = (ctx: ApiContext): Route =>
  route({
    method: 'post',
    path: '/api/v1/backfill',
    scope: 'write:backfill',
    summary: 'Has a stretch of the past filled',
    description: 'Candles come from the venues, with the half of their budget that live slots leave; indicators and features are computed again from what is stored, as the live chain computed them. The same request, asked again before it is over, is the same backfill.',
    query: z.strictObject({}),
    body: question,
    status: 202,
    response: filedAnswer,
    errors: ['INVALID_SYMBOL', 'DATA_NOT_AVAILABLE'],
    answer: async ({ body, res }) => {
      const filed = await fileBackfill(ctx, asked(body), { now: ctx.clock.now(), askedBy: ownerIn(res).id });
      await wake(ctx);
      res.status(202).set({ Location: filed.status_url, 'Cache-Control': 'no-store' }).json(filed);
    },
  });

const turnRoute = (ctx: ApiContext): Route =>
  route({
    method: 'post',
    path: '/api/v1/backfills/:id/:turn',
    scope: 'write:backfill',
    summary: 'Pauses a backfill, lets it go on, or ends it',
    description: 'A chunk that is being done stops at its next page, and what is stored by then stays. Resuming one that is over tries what failed once more.',
    params: params.extend({ turn: z.enum(turns).describe('what is to become of it') }),
    query: z.strictObject({}),
    response: backfillAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ params: { id, turn }, res }) => {
      const turned = await turnBackfill(ctx, { id, turn }, ctx.clock.now());
      ctx.log.info({ audit: 'acted', backfill: id, turn, owner: ownerIn(res).id }, 'backfill turned');
      if (turn === 'resume') await wake(ctx);
      res.set('Cache-Control', 'no-store').json(turned);
    },
  });

export const backfillRoutes = (ctx: ApiContext): Route[] => [
  planRoute(ctx),
  fileRoute(ctx),
  route({
    path: '/api/v1/backfills',
    scope: 'read:stats',
    summary: 'Backfills and how far they have come, unfinished ones first',
    query: z.strictObject({ limit: whole(1, 200).default(20).describe('backfills in one answer') }),
    response: backfillsAnswer,
    answer: async ({ query, req, res }) => {
      const data = await backfills(ctx, query.limit, ctx.clock.nowMs());
      sendValue(req, res, { data, total: data.length });
    },
  }),
  route({
    path: '/api/v1/backfills/:id',
    scope: 'read:stats',
    summary: 'One backfill, and the chunks that are in trouble',
    params,
    query: z.strictObject({}),
    response: backfillAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ params: { id }, req, res }) => sendValue(req, res, await backfill(ctx, id, ctx.clock.nowMs())),
  }),
  turnRoute(ctx),
];
