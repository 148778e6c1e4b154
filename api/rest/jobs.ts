/** `POST /api/v1/collect/…` and `GET /api/v1/jobs/…`: work asked for by hand, and what becomes of it. */
import { z } from 'zod';
import { sourceNames, type SourceName } from '#queues/sources.js';
import type { ApiContext } from '../context.js';
import { acceptedAnswer, collectNow, jobAnswer, jobStatus } from '../views/jobs.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';

const JOB_ID = /^[\w.-]{1,200}$/;

export const jobRoutes = (ctx: ApiContext): Route[] => [
  route({
    method: 'post',
    path: '/api/v1/collect/:source',
    scope: 'write:backfill',
    summary: 'Collects a source now, outside its timetable',
    description: 'The rows belong to the newest slot of its dataset, and the budget of its upstream holds as always. Asked again within five minutes, the answer names the same jobs.',
    params: z.object({ source: z.enum(sourceNames as [SourceName, ...SourceName[]]).describe('name of a source') }),
    query: z.strictObject({}),
    status: 202,
    response: acceptedAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ params, res }) => {
      const accepted = await collectNow(ctx, params.source, ctx.clock.nowMs());
      res.status(202).set({ Location: accepted.status_url, 'Cache-Control': 'no-store' }).json(accepted);
    },
  }),
  route({
    path: '/api/v1/jobs/:id',
    scope: 'read:queues',
    summary: 'What has become of a job',
    params: z.object({ id: z.string().regex(JOB_ID, 'must be the id of a job').meta({ description: '`job_id` of the answer that took the work on', examples: ['fear-greed.2026-01-02T12-00Z.c1.r500'] }) }),
    query: z.strictObject({}),
    response: jobAnswer,
    errors: ['DATA_NOT_AVAILABLE'],
    answer: async ({ params, req, res }) => sendValue(req, res, await jobStatus(ctx, params.id)),
  }),
];
