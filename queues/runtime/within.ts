import { realSleep } from './clock.js';

/** What the work resolves with. @param ms of the wall clock. @throws Error when it has not answered by then; the work itself goes on. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const stop = new AbortController();
  const late = realSleep(ms, stop.signal).then(() => Promise.reject(new Error(`no answer within ${ms} ms`)));
  late.catch(() => undefined); // aborted once the work has answered
  return Promise.race([work, late]).finally(() => stop.abort());
}
