/** The farm calls itself ready and not unhealthy, and its score is a number from the data. */
import { healthAnswer } from '#api/views/health.js';
import { z } from 'zod';
import { answered } from './answers.js';
import { Broken, type Check } from './check.js';

export const healthChecks: readonly Check[] = [
  {
    name: 'ready',
    promise: '/ready answers 200',
    run: async (ctx) => (await answered(ctx, '/ready', undefined, z.object({ status: z.literal('ready') }))).status,
  },
  {
    name: 'health',
    promise: '/health is not unhealthy, every component answers',
    patienceMs: 30_000,
    run: async (ctx) => {
      const { status, health_score, components } = await answered(ctx, '/health', undefined, healthAnswer);
      const dead = Object.entries(components).filter(([, c]) => c.score === 0).map(([name]) => name);
      if (status === 'unhealthy' || dead.length > 0) throw new Broken(`the farm is ${status}, ${health_score} of 100; dead: ${dead.join(', ') || 'none'}`, 'npm run health says why; start what is down');
      return `${status}, ${health_score} of 100`;
    },
  },
];
