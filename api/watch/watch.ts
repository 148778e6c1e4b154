/**
 * Looks at the data every few seconds and says so when a dataset is late and when
 * it is back: a line in the log, and a message to the webhook where there is one,
 * once for all replicas together. It stands in the api because the api outlives
 * what it watches: neither a dead scheduler nor a dead worker silences it.
 */
import type { ApiContext } from '../context.js';
import { nextIncidents, turned, type Incident, type Incidents } from './incidents.js';
import { createRegister, type Register } from './register.js';
import { alertOf, type Tell } from './webhook.js';

type WatchContext = Pick<ApiContext, 'checkup' | 'clock' | 'log' | 'redis' | 'prefix'>;

const EVERY_MS = 5_000;

function say(log: WatchContext['log'], incident: Incident): void {
  const { dataset, state, since, reason } = alertOf(incident);
  if (state === 'late') log.error({ incident: dataset, since, reason }, 'a dataset is late');
  else log.warn({ incident: dataset, since, reason }, 'a dataset is back');
}

/** Tells of one state, once. @returns the incident as it stands then, or undefined where it is over. */
async function settle(i: Incident, tell: Tell | undefined, log: WatchContext['log']): Promise<Incident | undefined> {
  try {
    if (!i.told && i.state !== 'doubtful') await tell?.(alertOf(i));
  } catch (error) {
    log.error({ err: error, incident: i.dataset, state: i.state }, 'nobody could be told of an incident; trying again at the next look');
    return i;
  }
  if (i.state === 'back') return undefined;
  return i.state === 'late' ? { ...i, told: true } : i;
}

/** One look. @returns false when another replica was at it. */
export function lookOnce(ctx: WatchContext, register: Register, tell: Tell | undefined): Promise<boolean> {
  return register.alone(async (known, keep) => {
    const { datasets } = await ctx.checkup();
    const seen: Incidents = nextIncidents(known, datasets, ctx.clock.nowMs());
    for (const incident of turned(known, seen)) say(ctx.log, incident);
    // Kept before anybody is told: a replica that ends meanwhile leaves the telling to the next one.
    await keep(seen);
    const settled = await Promise.all([...seen.values()].map((i) => settle(i, tell, ctx.log)));
    await keep(new Map(settled.filter((i) => i !== undefined).map((i) => [i.dataset, i])));
  });
}

/** @returns a function that ends the watch once the look under way has ended. */
export function keepWatch(ctx: WatchContext, tell: Tell | undefined, everyMs = EVERY_MS): () => Promise<void> {
  const register = createRegister(ctx.redis, ctx.prefix);
  let looking: Promise<void> | undefined;
  const run = (): void => {
    looking ??= lookOnce(ctx, register, tell)
      .then(() => undefined, (error: unknown) => ctx.log.warn({ err: error }, 'the watch could not look'))
      .finally(() => (looking = undefined));
  };
  run();
  const timer = setInterval(run, everyMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
