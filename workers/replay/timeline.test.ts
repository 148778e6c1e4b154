import { describe, expect, it } from 'vitest';
import { realSleep } from '#queues/runtime/clock.js';
import { timeless, Timeline } from './timeline.js';

const START = Date.UTC(2026, 0, 1);
const forever = new AbortController().signal;

/** A timeline, what was done on it, and a way to write that down with the instant. */
function setup() {
  const timeline = new Timeline(START);
  const done: string[] = [];
  return { timeline, done, note: (what: string) => void done.push(`${what} at ${timeline.clock.nowMs() - START}`) };
}

describe('the time of a replay', () => {
  it('goes from instant to instant in order, whatever was put down first, and by rank where they are one', async () => {
    const { timeline, done, note } = setup();
    for (const [ms, rank, what] of [[30, 5, 'last'], [10, 5, 'second'], [10, 1, 'first'], [10, 5, 'third']] as const) timeline.at(START + ms, rank, () => Promise.resolve(note(what)));
    await timeline.run(forever);
    expect(done).toEqual(['first at 10', 'second at 10', 'third at 10', 'last at 30']);
  });

  it('stands still while work is done, however long that takes, and what follows from it comes before what is later', async () => {
    const { timeline, done, note } = setup();
    const store = timeless({ rows: { read: () => realSleep(20) }, ping: () => realSleep(1) }, timeline);
    timeline.at(START + 10, 1, async () => {
      await store.rows.read();
      await timeline.until(START + 15);
      await store.ping();
      note('read twice');
    });
    timeline.at(START + 16, 1, () => Promise.resolve(note('later')));
    await timeline.run(forever);
    expect(done).toEqual(['read twice at 15', 'later at 16']);
  });

  it('never goes back, and ends with what went wrong', async () => {
    const { timeline, done, note } = setup();
    timeline.at(START + 10, 1, async () => {
      await timeline.until(START + 5);
      note('as late as it is');
      throw new Error('the store is away');
    });
    timeline.at(START + 20, 1, () => Promise.resolve(note('never')));
    await expect(timeline.run(forever)).rejects.toThrow('the store is away');
    expect(done).toEqual(['as late as it is at 10']);
  });

  it('ends when it is told to', async () => {
    const { timeline } = setup();
    timeline.at(START + 10, 1, () => Promise.resolve());
    await expect(timeline.run(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});
