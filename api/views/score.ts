/**
 * Health as a number, computed from the data and from nothing else. Whatever is
 * not known counts as bad: an empty dataset, a component that did not answer and
 * a symbol without a fresh row all lower the score; nothing is left out of a mean.
 */

/** Ages in seconds; null while the dataset is empty. */
export interface Freshness {
  age_seconds: number | null;
  target_seconds: number;
  fresh_symbols: number;
  symbols: number;
  part: 'chain' | 'side';
  state: 'fresh' | 'stale' | 'late' | 'empty' | 'off';
}

export const statuses = ['healthy', 'degraded', 'unhealthy'] as const;
export type Status = (typeof statuses)[number];

export interface Findings {
  mysql: boolean;
  redis: boolean;
  /** Share of worker pools with a live worker, 0 to 1; null when it could not be found out. */
  queues: number | null;
  /** Every dataset of the timetable; null when the store did not answer. */
  datasets: readonly Freshness[] | null;
}

/** Points of 100 that hang on each component. */
export const WEIGHTS = { mysql: 25, redis: 10, queues: 15, datasets: 50 } as const;
export type ComponentName = keyof typeof WEIGHTS;
export interface Component {
  status: Status;
  /** 0 to 100. */
  score: number;
}
export interface Health {
  status: Status;
  /** 0 to 100. */
  score: number;
  components: Record<ComponentName, Component>;
}

/** 1 up to the target age, falling to 0 at three times of it; unknown is 0. */
export function freshness(ageSeconds: number | null, targetSeconds: number): number {
  if (ageSeconds === null || !Number.isFinite(ageSeconds)) return 0;
  return Math.min(1, Math.max(0, (3 * targetSeconds - ageSeconds) / (2 * targetSeconds)));
}

/** Freshness of the newest row times the share of symbols that are fresh; half of it where nobody has asked for more. */
function datasetShare(d: Freshness): number {
  const asked = d.state === 'late' ? 0.5 : 1;
  return asked * freshness(d.age_seconds, d.target_seconds) * (d.symbols === 0 ? 0 : Math.min(1, d.fresh_symbols / d.symbols));
}

/** The chain is what is traded on: it weighs three times what stands beside it. */
const PART_WEIGHTS = { chain: 3, side: 1 } as const;

/** Weighted mean. What is off by configuration is left out; what is merely dead is not. */
function datasetsShare(all: readonly Freshness[]): number {
  const on = all.filter((d) => d.state !== 'off');
  const weight = on.reduce((sum, d) => sum + PART_WEIGHTS[d.part], 0);
  return weight === 0 ? 0 : on.reduce((sum, d) => sum + PART_WEIGHTS[d.part] * datasetShare(d), 0) / weight;
}

/** What each dataset costs the score, in points and in the order given: they add up to what the component lacks. What is off costs nothing. */
export function datasetCosts(all: readonly Freshness[]): number[] {
  const weight = all.filter((d) => d.state !== 'off').reduce((sum, d) => sum + PART_WEIGHTS[d.part], 0);
  return all.map((d) => (d.state === 'off' ? 0 : (WEIGHTS.datasets * PART_WEIGHTS[d.part] * (1 - datasetShare(d))) / weight));
}

function component(share: number): Component {
  const score = Math.round(share * 100);
  if (score >= 90) return { status: 'healthy', score };
  return { status: score === 0 ? 'unhealthy' : 'degraded', score };
}

/** Pure: the same findings give the same health. Only a store that is away makes the whole unhealthy. */
export function healthOf(f: Findings): Health {
  const components: Record<ComponentName, Component> = {
    mysql: component(f.mysql ? 1 : 0),
    redis: component(f.redis ? 1 : 0),
    queues: component(f.queues ?? 0),
    datasets: component(datasetsShare(f.datasets ?? [])),
  };
  const names = Object.keys(WEIGHTS) as ComponentName[];
  const score = Math.round(names.reduce((sum, n) => sum + WEIGHTS[n] * components[n].score, 0) / 100);
  const allWell = names.every((n) => components[n].status === 'healthy');
  if (!f.mysql) return { status: 'unhealthy', score, components };
  return { status: allWell ? 'healthy' : 'degraded', score, components };
}
