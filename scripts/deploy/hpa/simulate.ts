/**
 * A pool of workers, its queue and its autoscaler, second by second: what becomes of a load. Pods need a while to
 * start; a pod that is taken away finishes what it runs and takes nothing new, as a drained worker does.
 */
import { Hpa, type HpaSpec } from './decide.js';

export interface PoolFacts {
  /** Jobs a pod runs at the same time. */
  slots: number;
  meanJobSeconds: number;
  /** Seconds from the decision to the first job: image, start, readiness. */
  startSeconds: number;
}
export interface Moment {
  at: number;
  replicas: number;
  /** Waiting and running. */
  demand: number;
}
export interface Run {
  moments: Moment[];
  arrived: number;
  done: number;
}

/** Seconds between two looks of the controller. */
const SYNC_SECONDS = 15;

/**
 * @param arrivals jobs that arrive in a second. @param isReadable whether the metric can be read then.
 * Every job is counted: `arrived` = `done` + the last moment's demand.
 */
export function simulate(spec: HpaSpec, pool: PoolFacts, load: { seconds: number; arrivals(at: number): number; isReadable?(at: number): boolean }): Run {
  const hpa = new Hpa(spec);
  /** The instant at which each pod can work. */
  let pods: number[] = Array.from({ length: spec.minReplicas }, () => 0);
  const run: Run = { moments: [], arrived: 0, done: 0 };
  let demand = 0;
  let credit = 0;
  for (let at = 0; at < load.seconds; at++) {
    const come = load.arrivals(at);
    run.arrived += come;
    demand += come;
    const slots = pods.filter((ready) => ready <= at).length * pool.slots;
    // What cannot be spent is not saved: an idle slot does not work ahead.
    credit = Math.min(demand, credit + Math.min(slots, demand) / pool.meanJobSeconds);
    const ended = Math.floor(credit);
    credit -= ended;
    demand -= ended;
    run.done += ended;
    if (at % SYNC_SECONDS === 0) pods = resized(pods, hpa.sync(at, (load.isReadable?.(at) ?? true) ? demand : null, pods.length), at + pool.startSeconds);
    run.moments.push({ at, replicas: pods.length, demand });
  }
  return run;
}

/** The youngest go first, as a ReplicaSet prefers those that are not ready yet. */
const resized = (pods: readonly number[], count: number, readyAt: number): number[] => (count <= pods.length ? pods.slice(0, count) : [...pods, ...Array.from({ length: count - pods.length }, () => readyAt)]);

/** How often the number of pods turned round: rose after it had fallen, or fell after it had risen. */
export function turns(moments: readonly Moment[]): number {
  const steps = moments.slice(1).map((m, i) => Math.sign(m.replicas - (moments[i] as Moment).replicas)).filter((s) => s !== 0);
  return steps.slice(1).filter((s, i) => s !== steps[i]).length;
}

/** The second in which the queue was empty again after its fullest, or null. */
export function drainedAt(moments: readonly Moment[], least: number): number | null {
  const fullest = moments.reduce((best, m) => (m.demand > best.demand ? m : best));
  return moments.find((m) => m.at > fullest.at && m.demand <= least)?.at ?? null;
}
