import { describe, expect, it } from 'vitest';
import { DrainError } from '#queues/errors.js';
import { createAborts } from './abort.js';

const never = (): Promise<never> => new Promise(() => undefined);
const LONG_MS = 60_000;

describe("a job's abort", () => {
  it('lets work that ends in time have its way', async () => {
    const job = createAborts(new AbortController().signal)(LONG_MS);
    await expect(job.race(Promise.resolve('rows'))).resolves.toBe('rows');
    await expect(job.race(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    job.end();
    expect(job.signal.aborted).toBe(false);
  });

  it('gives up on work that takes too long, and tells it so', async () => {
    const job = createAborts(new AbortController().signal)(1);
    await expect(job.race(never())).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(job.signal.aborted).toBe(true);
    job.end();
  });

  it('gives up on every running job when the process drains, and at once on later ones', async () => {
    const drain = new AbortController();
    const begin = createAborts(drain.signal);
    const jobs = [begin(LONG_MS), begin(LONG_MS)];
    const races = jobs.map((job) => job.race(never()));
    drain.abort(new DrainError());
    for (const race of races) await expect(race).rejects.toBeInstanceOf(DrainError);
    const late = begin(LONG_MS);
    await expect(late.race(never())).rejects.toBeInstanceOf(DrainError);
    for (const job of [...jobs, late]) job.end();
  });

  it('leaves a job alone that is over', () => {
    const drain = new AbortController();
    const job = createAborts(drain.signal)(LONG_MS);
    job.end();
    drain.abort(new DrainError());
    expect(job.signal.aborted).toBe(false);
  });
});
