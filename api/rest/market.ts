/** `/api/v1/market` and `/api/v1/session`: the first two questions of the live page. */
import { z } from 'zod';
import { answerKinds } from '../answers.js';
import { ownerIn } from '../auth/guard.js';
import type { ApiContext } from '../context.js';
import { version } from '../version.js';
import { market, marketAnswer, withheldFrom } from '../views/market.js';
import { collectedAssets } from '../views/registry.js';
import { sessionAnswer, sessionView } from '../views/session.js';
import { sendAnswer, sendValue } from './reply.js';
import { route, type Route } from './route.js';

export const marketRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/api/v1/market',
    scope: 'read:prices',
    summary: 'Every collected asset in one answer: price, day, RSI, sentiment and its last 24 hourly closes',
    query: z.strictObject({}),
    response: marketAnswer,
    answer: async ({ req, res }) => {
      const withheld = withheldFrom(ownerIn(res).scopes);
      const compute = async () => market(ctx.store, await collectedAssets(ctx), ctx.clock.nowMs(), withheld);
      sendAnswer(req, res, await ctx.answers.of(answerKinds.market, withheld.join(), compute));
    },
  }),
  route({
    path: '/api/v1/session',
    scope: 'read:prices',
    summary: 'Who is asking, what the key may do, and what time it is on the farm',
    query: z.strictObject({}),
    response: sessionAnswer,
    answer: ({ req, res }) => Promise.resolve(sendValue(req, res, sessionView(ownerIn(res), ctx.clock, version))),
  }),
];
