/** What a side of a bench leaves to the garbage collector is collected, and then it rests, before other processes are measured: it would be at their expense. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { processorMs, realSleep } from '#queues/runtime/clock.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const LOOK_MS = 250;
/** Less processor time than this while it is looked at is rest. */
const REST_MS = 5;
const MOST_LOOKS = 40;

/** Of this process; not for one whose own speed is measured, as the compiler starts afresh with some of it. */
export async function quiet(): Promise<void> {
  collectGarbage();
  for (let look = 0; look < MOST_LOOKS; look++) {
    const before = processorMs();
    await realSleep(LOOK_MS);
    if (processorMs() - before < REST_MS) return;
  }
}
