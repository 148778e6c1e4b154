/**
 * `/internal/scaling/{pool}`: what KEDA's metrics-api trigger reads, with the
 * readonly key. Not counted against the key's limit: an autoscaler that has run
 * out of requests would leave the pools as they are in the middle of a rush.
 */
import { z } from 'zod';
import { realNowMs } from '#queues/runtime/clock.js';
import type { ApiContext } from '../context.js';
import { depthsNow, poolNamed, scalingAnswer, scalingView } from '../views/scaling.js';
import { kept } from './kept.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';

/** Three pools asked in the same breath are one look. */
const KEPT_MS = 1_000;

export function scalingRoutes(ctx: ApiContext): Route[] {
  const depths = kept(KEPT_MS, () => depthsNow(ctx, realNowMs()));
  return [
    route({
      path: '/internal/scaling/:pool',
      scope: 'read:stats',
      isUnmetered: true,
      summary: 'How much work a pool has: for an autoscaler',
      description: 'KEDA: trigger `metrics-api`, `valueLocation: demand`, `authMode: bearer`. 503 while Redis cannot be read, never a zero; not counted against the limit of the key.',
      params: z.object({ pool: z.string().meta({ description: 'a pool of workers', examples: ['collect'] }) }),
      query: z.strictObject({}),
      response: scalingAnswer,
      errors: ['DATA_NOT_AVAILABLE'],
      answer: async ({ params, req, res }) => {
        const pool = poolNamed(params.pool);
        sendValue(req, res, scalingView(pool, await depths()));
      },
    }),
  ];
}
