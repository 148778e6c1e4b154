/** Who is asking, what may they, and what time is it on the farm? */
import { z } from 'zod';
import type { Clock } from '#queues/runtime/clock.js';
import { scopes, type Principal } from '../auth/scopes.js';
import { count, instantField, named } from './fields.js';

export const sessionAnswer = named(
  'Session',
  'Who is asking, and what time it is on the farm',
  z.strictObject({
    owner: z.string().describe('name of the key, or `jwt:` and a digest of its subject'),
    scopes: z.array(z.enum(scopes)),
    limit: z.strictObject({ requests: count('allowed per window'), window_seconds: count('length of the window') }),
    clock: z.strictObject({ now: instantField('farm time'), speed: z.number().positive().describe('farm seconds in one second; 1 unless the market is simulated or replayed') }),
    version: z.string(),
  }),
);
export type SessionView = z.infer<typeof sessionAnswer>;

export const sessionView = (owner: Principal, clock: Clock, version: string): SessionView => ({
  owner: owner.id,
  scopes: [...owner.scopes],
  limit: { requests: owner.limit.requests, window_seconds: owner.limit.windowSeconds },
  clock: { now: clock.now().toISOString(), speed: clock.speed },
  version,
});
