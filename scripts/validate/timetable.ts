/** The timetable is in Redis, as this version declares it, and none of its entries is dead. */
import { createProducer } from '#queues/producer.js';
import { lostEntries } from '#queues/mend.js';
import { realNowMs, systemClock } from '#queues/runtime/clock.js';
import { readRuntimeConfig } from '#queues/runtime/config.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { redisRefusal } from '../farm/given.js';
import { difference } from '../schedule/difference.js';
import { Broken, Unseen, type Check } from './check.js';

const CURE = 'start the scheduler, or run npm run schedule with the farm\'s REDIS_* variables';

export const timetableCheck: Check = {
  name: 'timetable',
  promise: 'the timetable in Redis is the one of this version, and alive',
  patienceMs: 15_000,
  run: async ({ target }) => {
    const { redis } = target;
    if (redis === undefined) throw new Unseen('Redis cannot be reached from here: npm run schedule -- --dry-run says it where it can');
    const refusal = await redisRefusal(redis);
    if (refusal !== null) throw new Broken(`Redis does not answer: ${refusal}`, 'start Redis');
    const { REDIS_PREFIX } = readRuntimeConfig({ REDIS_PREFIX: processEnvironment()['REDIS_PREFIX'] });
    const producer = createProducer({ redis, prefix: REDIS_PREFIX, clock: systemClock, log: silentLog() });
    try {
      const upkeep = producer.queue('upkeep');
      const lines = difference(await upkeep.getJobSchedulers());
      const wrong = lines.filter((l) => l.change !== 'keep').map((l) => `${l.name} (${l.change})`);
      const lost = await lostEntries(upkeep, realNowMs());
      if (wrong.length > 0 || lost.length > 0) throw new Broken(`entries differ: ${wrong.join(', ') || 'none'}; dead: ${lost.join(', ') || 'none'}`, CURE);
      return lines.map((l) => l.name).join(', ');
    } finally {
      await producer.close();
    }
  },
};
