/**
 * A pool of workers, its queue and its autoscaler, second by second: what becomes of a load. Pods need a while to
 * start; one that is taken away takes nothing new, finishes what it runs within its drain, hands the rest back, and
 * is killed when its grace is over, as a process of workers/host is.
 */
import { Hpa, type HpaSpec } from './decide.js';
import { Pod } from './pod.js';

export interface PoolFacts {
  /** Jobs a pod runs at the same time. */
  slots: number;
  jobSeconds: number;
  /** Seconds from the decision to the first job: image, start, readiness. */
  startSeconds: number;
  /** Seconds a leaving pod gives its jobs, and seconds after which it is killed. */
  drainSeconds: number;
  graceSeconds: number;
  /** Seconds between two readings of the demand that the controller sees; 0 where it asks the farm itself. */
  scrapeSeconds: number;
}
export interface Load {
  seconds: number;
  /** Jobs that arrive in a second. */
  arrivals(at: number): number;
  /** Whether the metric can be read then; left out, it always can. */
  isReadable?(at: number): boolean;
}
export interface Moment {
  at: number;
  /** Pods that are wanted: leaving ones no longer count. */
  replicas: number;
  /** Waiting and running. */
  demand: number;
}
export interface Run {
  moments: Moment[];
  arrived: number;
  done: number;
  /** Jobs that a leaving pod gave back in good order. */
  handedBack: number;
  /** Jobs that were cut off by a kill: they are run again, but only once somebody has noticed. */
  killed: number;
}

/** Seconds between two looks of the controller. */
const SYNC_SECONDS = 15;
/** Seconds until a killed worker's jobs are back in the queue: its lock and two scans, rounded up. */
const NOTICED_SECONDS = 20;

/** Nothing is taken for granted: jobs are counted one by one where they are, in the queue, in a pod, or nowhere yet. */
class Farm {
  readonly run: Run = { moments: [], arrived: 0, done: 0, handedBack: 0, killed: 0 };
  private pods: Pod[];
  private leaving: Pod[] = [];
  private waiting = 0;
  private unnoticed: { at: number; jobs: number }[] = [];

  constructor(private readonly facts: PoolFacts, pods: number) {
    this.pods = Array.from({ length: pods }, () => new Pod(facts.slots, 0));
  }

  get replicas(): number {
    return this.pods.length;
  }

  demand(): number {
    return this.waiting + [...this.pods, ...this.leaving].reduce((sum, p) => sum + p.running, 0) + this.unnoticed.reduce((sum, u) => sum + u.jobs, 0);
  }

  /** The second from `at` on: jobs end, leaving pods go, new jobs come and are taken. */
  turn(at: number, arrivals: number): void {
    this.run.arrived += arrivals;
    this.waiting += arrivals;
    for (const pod of [...this.pods, ...this.leaving]) this.run.done += pod.finish(at);
    this.leaving = this.leaving.filter((pod) => this.stays(pod, at));
    for (const { jobs } of this.unnoticed.filter((u) => u.at <= at)) this.waiting += jobs;
    this.unnoticed = this.unnoticed.filter((u) => u.at > at);
    for (const pod of this.pods) {
      const taken = pod.take(at, this.waiting, this.facts.jobSeconds);
      this.waiting -= taken.started;
      this.run.done += taken.done;
    }
  }

  private stays(pod: Pod, at: number): boolean {
    if (pod.running === 0) return false;
    const since = at - (pod.leftAt as number);
    if (since >= this.facts.graceSeconds) {
      this.run.killed += pod.running;
      this.unnoticed.push({ at: at + NOTICED_SECONDS, jobs: pod.running });
      return false;
    }
    if (since < this.facts.drainSeconds) return true;
    this.run.handedBack += pod.running;
    this.waiting += pod.running;
    return false;
  }

  /** The youngest go first, as a ReplicaSet prefers those that are not ready yet. */
  resize(at: number, replicas: number): void {
    for (const pod of this.pods.splice(replicas)) this.leaving.push(pod.leave(at));
    while (this.pods.length < replicas) this.pods.push(new Pod(this.facts.slots, at + this.facts.startSeconds));
  }
}

/** Plays a load against a pool that begins with its least number of pods. Every job is counted: `arrived` = `done` + the last moment's demand. Pure. */
export function simulate(spec: HpaSpec, facts: PoolFacts, load: Load): Run {
  const hpa = new Hpa(spec);
  const farm = new Farm(facts, spec.minReplicas);
  let seen: number | null = 0;
  for (let at = 0; at < load.seconds; at++) {
    farm.turn(at, load.arrivals(at));
    if (at % Math.max(1, facts.scrapeSeconds) === 0) seen = farm.demand();
    if (at % SYNC_SECONDS === 0) farm.resize(at, hpa.sync(at, (load.isReadable?.(at) ?? true) ? seen : null, farm.replicas));
    farm.run.moments.push({ at, replicas: farm.replicas, demand: farm.demand() });
  }
  return farm.run;
}

/** How often the number of pods turned round: rose after it had fallen, or fell after it had risen. */
export function turns(moments: readonly Moment[]): number {
  const steps = moments.slice(1).map((m, i) => Math.sign(m.replicas - (moments[i] as Moment).replicas)).filter((s) => s !== 0);
  return steps.slice(1).filter((s, i) => s !== steps[i]).length;
}

/** The second in which the queue was empty again after its fullest, or null. */
export function drainedAt(moments: readonly Moment[]): number | null {
  const fullest = moments.reduce((best, m) => (m.demand > best.demand ? m : best));
  return moments.find((m) => m.at > fullest.at && m.demand === 0)?.at ?? null;
}
