/** `/api/v1/farm…`: how the work goes, for operators. One look serves everybody for two seconds. */
import { z } from 'zod';
import { realNowMs } from '#queues/runtime/clock.js';
import type { ApiContext } from '../context.js';
import { farm, farmAnswer } from '../views/farm.js';
import { freshnessAnswer, freshnessMap } from '../views/freshness.js';
import { collectedAssets } from '../views/registry.js';
import { kept } from './kept.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';

const KEPT_MS = 2_000;

export function farmRoutes(ctx: ApiContext): Route[] {
  const farmNow = kept(KEPT_MS, () => farm(ctx, realNowMs()));
  const freshnessNow = kept(KEPT_MS, async () => freshnessMap(ctx.store, (await collectedAssets(ctx)).map((a) => a.symbol), ctx.clock.nowMs()));
  return [
    route({
      path: '/api/v1/farm',
      scope: 'read:stats',
      summary: 'How the farm works: the chain of the last slots, queues, pools, upstreams, and why the health score is what it is',
      query: z.strictObject({}),
      response: farmAnswer,
      answer: async ({ req, res }) => sendValue(req, res, await farmNow()),
    }),
    route({
      path: '/api/v1/farm/freshness',
      scope: 'read:stats',
      summary: 'Age of the newest row of every collected symbol in every dataset that is about symbols',
      query: z.strictObject({}),
      response: freshnessAnswer,
      answer: async ({ req, res }) => sendValue(req, res, await freshnessNow()),
    }),
  ];
}
