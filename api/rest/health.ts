/** `/live`, `/health`, `/ready` and `/metrics`: for probes and scrapers, without a key. */
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { version } from '../version.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { healthAnswer, healthView } from '../views/health.js';
import { anything, route, type Route } from './route.js';

const readyAnswer = z.strictObject({ status: z.literal('ready') });
const aliveAnswer = z.strictObject({ status: z.literal('alive') });
const notReadyAnswer = z.strictObject({ status: z.literal('not ready'), reason: z.string().describe('what is missing') });

async function reasonNotReady(ctx: ApiContext): Promise<string | undefined> {
  if (!ctx.live()) return 'stopping';
  return (await ctx.checkup()).mysqlUp ? undefined : 'MySQL does not answer';
}

const live = route({
  path: '/live',
  scope: undefined,
  summary: 'Does this process still turn? Asks neither MySQL nor Redis: their outage is no reason to restart it',
  query: anything,
  response: aliveAnswer,
  answer: ({ res }) => {
    res.set('Cache-Control', 'no-store').json({ status: 'alive' });
    return Promise.resolve();
  },
});

const metricsRoute = (ctx: ApiContext): Route =>
  route({
    path: '/metrics',
    scope: undefined,
    summary: 'Prometheus text',
    query: anything,
    type: 'text/plain',
    response: z.string(),
    answer: async ({ res }) => {
      const text = await ctx.metrics.registry.metrics();
      res.set({ 'Content-Type': ctx.metrics.registry.contentType, 'Cache-Control': 'no-store' }).send(text);
    },
  });

export const healthRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/health',
    scope: undefined,
    summary: 'How the farm is, computed from its data',
    query: anything,
    response: healthAnswer,
    also: { 503: healthAnswer },
    answer: async ({ res }) => {
      const checkup = await ctx.checkup();
      res.status(checkup.status === 'unhealthy' ? 503 : 200).set('Cache-Control', 'no-store').json(healthView(checkup, ctx.clock.now(), { version, uptimeSeconds: Math.floor(stopwatchMs() / 1_000) }));
    },
  }),
  live,
  route({
    path: '/ready',
    scope: undefined,
    summary: 'Can this process answer?',
    query: anything,
    response: readyAnswer,
    also: { 503: notReadyAnswer },
    answer: async ({ res }) => {
      const reason = await reasonNotReady(ctx);
      res.set('Cache-Control', 'no-store');
      if (reason === undefined) res.json({ status: 'ready' });
      else res.status(503).json({ status: 'not ready', reason });
    },
  }),
  metricsRoute(ctx),
];
