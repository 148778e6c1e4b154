/** Runs checks, each tried again while it has patience, and reports what became of them. */
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { z } from 'zod';
import { sessionAnswer } from '#api/views/session.js';
import type { Target } from '../target/target.js';
import { answered } from './answers.js';
import { Broken, cureOf, keyFor, Unseen, type Check, type CheckContext } from './check.js';

export interface Result {
  check: string;
  promise: string;
  state: 'passed' | 'failed' | 'skipped';
  /** What was found, what is wrong, or why it could not be seen. */
  text: string;
  /** Of a failure. */
  cure: string | null;
  seconds: number;
}

const SLOT_MS = 300_000;
/** A slot is pushed when its rows are stored, which takes a while after it has begun. */
const SLACK_MS = 60_000;
const AGAIN_MS = 1_000;

const market = z.looseObject({ data: z.array(z.looseObject({ symbol: z.string(), price: z.number().nullable() })) });

/** Learns from the farm what the checks need. @throws Broken when it does not let us in or has no price of anything. */
export async function contextOf(target: Target, waitsForSlot: boolean): Promise<CheckContext> {
  const key = keyFor(target, 'readonly');
  const { clock } = await answered({ target }, '/api/v1/session', key, sessionAnswer);
  const { data } = await answered({ target }, '/api/v1/market', key, market);
  const priced = data.find((row) => row.price !== null);
  if (!priced) throw new Broken('the farm has no price of any symbol', 'is it up, with a collect worker? npm run health says what is down');
  return { target, speed: clock.speed, symbol: priced.symbol, slotMs: SLOT_MS / clock.speed + SLACK_MS, waitsForSlot };
}

const failure = (error: unknown): Pick<Result, 'state' | 'text' | 'cure'> => ({ state: error instanceof Unseen ? 'skipped' : 'failed', text: error instanceof Error ? error.message : String(error), cure: cureOf(error) });

export async function runCheck(check: Check, ctx: CheckContext): Promise<Result> {
  const began = stopwatchMs();
  const elapsed = (): number => stopwatchMs() - began;
  const of = (end: Pick<Result, 'state' | 'text' | 'cure'>): Result => ({ check: check.name, promise: check.promise, ...end, seconds: Math.round(elapsed() / 100) / 10 });
  for (;;) {
    try {
      return of({ state: 'passed', text: await check.run(ctx), cure: null });
    } catch (error) {
      if (error instanceof Unseen || elapsed() >= (check.patienceMs ?? 0)) return of(failure(error));
      await realSleep(AGAIN_MS);
    }
  }
}

/** One after the other, but rows and sockets side by side: they mostly wait. @param told hears of each as it ends. */
export async function runChecks(all: readonly Check[], ctx: CheckContext, told: (result: Result) => void): Promise<Result[]> {
  const side = all.filter((c) => c.patienceMs !== undefined || /socket/.test(c.name));
  const waits = side.map(async (check) => {
    const result = await runCheck(check, ctx);
    told(result);
    return result;
  });
  const results: Result[] = [];
  for (const check of all.filter((c) => !side.includes(c))) {
    results.push(await runCheck(check, ctx));
    told(results.at(-1) as Result);
  }
  const done = [...results, ...(await Promise.all(waits))];
  return all.flatMap((c) => done.filter((r) => r.check === c.name));
}
