/**
 * Is the timetable in Redis alive? An entry whose next occurrence is gone never fires
 * again by itself, and one that waits for a far occurrence leaves slots unopened.
 */
import type { Queue } from 'bullmq';
import type { Producer } from './producer.js';
import { realNowMs, type Clock } from './runtime/clock.js';
import type { Log } from './runtime/log.js';
import { repeatStrategy, syncTimetable, timetable } from './schedule.js';

/** States of an occurrence that is still to be taken, or is being taken. */
const ALIVE = new Set(['delayed', 'waiting', 'prioritized', 'active', 'waiting-children']);

/** Whoever takes an occurrence puts the next one down first: one that is gone or over, and still the next, was the last. */
async function isOver(upkeep: Queue, job: string, next: number): Promise<boolean> {
  const occurrence = await upkeep.getJob(`repeat:${job}:${next}`);
  const isAlive = occurrence !== undefined && ALIVE.has(await occurrence.getState());
  return !isAlive && (await upkeep.getJobScheduler(job))?.next === next;
}

/**
 * Names of the entries whose scheduler is gone, or whose next occurrence is gone or over:
 * Redis was flushed, or BullMQ could not put down the next occurrence and the schedule is dead.
 */
export async function lostEntries(upkeep: Queue, nowRealMs: number): Promise<string[]> {
  const lost: string[] = [];
  for (const { job } of timetable) {
    const next = (await upkeep.getJobScheduler(job))?.next;
    if (!next || (next < nowRealMs && (await isOver(upkeep, job, next)))) lost.push(job);
  }
  return lost;
}

/**
 * Names of the entries that wait for a later occurrence than the next but one. Whoever
 * takes an occurrence asks for the next by its own clock: one that is an hour ahead
 * would leave the farm without a tick and without a reconciler for an hour.
 */
export async function putForward(upkeep: Queue, clock: Clock, nowRealMs: number): Promise<string[]> {
  const after = repeatStrategy(clock);
  const far: string[] = [];
  for (const { job, pattern } of timetable) {
    const next = (await upkeep.getJobScheduler(job))?.next;
    const nextButOne = after(after(nowRealMs, { pattern }) ?? nowRealMs, { pattern });
    if (next && nextButOne !== undefined && next > nextButOne) far.push(job);
  }
  return far;
}

/** Clocks that are kept differ by less, farm ms; and an answer takes its time. */
export const DIFFERENCE_MS = 60_000;

/** Puts back what is lost, and what was put forward. @returns the names. */
export async function mendTimetable(producer: Pick<Producer, 'queue' | 'aheadMs'>, clock: Clock, log: Log): Promise<string[]> {
  const upkeep = producer.queue('upkeep');
  const aheadMs = await producer.aheadMs();
  const redisMs = realNowMs() - aheadMs;
  const lost = await lostEntries(upkeep, redisMs);
  // By a clock that is wrong itself they would be put to another wrong instant.
  const far = Math.abs(aheadMs) * clock.speed > DIFFERENCE_MS ? [] : await putForward(upkeep, clock, redisMs);
  if (lost.length + far.length === 0) return [];
  log.warn({ lost, putForward: far }, 'entries of the timetable were lost, or put forward by a clock that is ahead: putting them back');
  await syncTimetable(upkeep);
  return [...lost, ...far];
}
