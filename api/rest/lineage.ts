/** `/api/v1/ml-features/{symbol}/lineage` and `/api/v1/answers/{id}`: where a figure comes from. */
import { z } from 'zod';
import { BASE_CADENCE } from '#queues/datasets.js';
import { slotAt } from '#queues/slot.js';
import type { ApiContext } from '../context.js';
import { archived, archivedAnswer, lineage, lineageAnswer } from '../views/lineage.js';
import { instant } from './question.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { asOfMs, span } from './span.js';

const ANSWER_ID = /^[0-9a-f]{12}[\w-]{1,28}$/;

export const lineageRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/api/v1/ml-features/:symbol/lineage',
    scope: 'read:ml-features',
    summary: 'What a feature row was computed from: rows, jobs, and what upstreams said',
    query: z.strictObject({ at: instant.optional().describe('the row of the slot that holds this instant; the newest when left out'), as_of: span.as_of }),
    response: lineageAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ query, symbol, req, res }) => {
      const asset = await ctx.assets.find(symbol);
      sendValue(req, res, await lineage(ctx.store, asset.symbol, { slotMs: query.at === undefined ? undefined : slotAt(query.at, BASE_CADENCE), asOfMs: asOfMs(query, ctx.clock.nowMs()) }));
    },
  }),
  route({
    path: '/api/v1/answers/:id',
    scope: 'admin:queues',
    summary: 'What an upstream said, as it was received, without secrets',
    params: z.object({ id: z.string().regex(ANSWER_ID, 'must be the id of an answer').meta({ description: '`answer_id` of a lineage', examples: ['019b7d2f4c00-1f0c9a2b'] }) }),
    query: z.strictObject({}),
    response: archivedAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ params, req, res }) => sendValue(req, res, await archived(ctx.store, params.id)),
  }),
];
