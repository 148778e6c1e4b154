/**
 * A full disk looks like anything else: a server that waits for ever, a process
 * that ends, a log that is empty. So the home's free space is watched while the
 * farm comes up, and said first when it runs out.
 */
import { realSleep } from '#queues/runtime/clock.js';
import { requireSpace } from '#scripts/provision/server.js';

/** Bytes; below it the disk is what is wrong, whatever fails first. */
const LEAST = 20 * 1024 ** 2;
const LOOK_MS = 500;

/** The work's result. @throws ProvisionError as soon as the home's file system is full; the work then goes on unheeded. */
export async function whileSpace<T>(home: string, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const watch = async (): Promise<never> => {
    for (;;) {
      requireSpace(home, LEAST);
      await realSleep(LOOK_MS, over.signal);
    }
  };
  try {
    return await Promise.race([work, watch()]);
  } catch (error) {
    requireSpace(home, LEAST);
    throw error;
  } finally {
    over.abort();
  }
}
