/** Bull Board shows every queue, nothing to the readonly key, and lets the master key alone change anything. */
import { z } from 'zod';
import { queueNames } from '#queues/topology.js';
import { askHttp } from '../target/target.js';
import { answered } from './answers.js';
import { Broken, keyFor, type Check, type CheckContext } from './check.js';

const PATH = '/admin/queues';
const queues = z.looseObject({ queues: z.array(z.looseObject({ name: z.string() })) });

/** A queue that is not there: where the guard fails, nothing is harmed. */
const ACT = '/api/queues/no-such-queue/pause';

interface Stranger {
  who: string;
  key: string | undefined;
  status: number;
  /** A change, and not a look. */
  acts?: boolean;
}

async function mustRefuse({ target }: CheckContext, { who, key, status, acts = false }: Stranger): Promise<void> {
  const answer = await askHttp(target.api + PATH + (acts ? ACT : ''), key, { method: acts ? 'PUT' : 'GET', headers: { accept: 'application/json' } });
  if (answer.status !== status) throw new Broken(`Bull Board answers ${answer.status} to ${acts ? 'a change by ' : ''}${who}, it must be ${status}`, 'take the api off the network until it is guarded: whoever reaches it can delete jobs');
}

export const boardCheck: Check = {
  name: 'board',
  promise: 'Bull Board is guarded and shows every queue',
  run: async (ctx) => {
    await mustRefuse(ctx, { who: 'nobody', key: undefined, status: 401 });
    await mustRefuse(ctx, { who: 'the readonly key', key: keyFor(ctx.target, 'readonly'), status: 403 });
    await mustRefuse(ctx, { who: 'the trading key', key: keyFor(ctx.target, 'trading'), status: 403, acts: true });
    const { queues: shown } = await answered(ctx, `${PATH}/api/queues`, keyFor(ctx.target, 'master'), queues);
    const missing = queueNames.filter((name) => !shown.some((q) => q.name === name));
    if (missing.length > 0) throw new Broken(`Bull Board does not show ${missing.join(', ')}`, 'bring the api to this version');
    return `${shown.length} queues; only the master key may change them`;
  },
};
