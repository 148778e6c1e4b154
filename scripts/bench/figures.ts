/** What a bench reports, and the arithmetic of it. Pure. */
export interface Figure {
  name: string;
  unit: string;
  samples: readonly number[];
  /** The tail matters: show p99 as well. */
  tail?: boolean;
}

/** Ours against the bare part, pair by pair or of the medians. */
export interface Ratio {
  name: string;
  samples: readonly number[];
  /** What is to be reached, in words. */
  goal: string;
}

export interface Report {
  bench: string;
  figures: Figure[];
  ratios: Ratio[];
  /** Facts that the figures must not be read without. */
  notes: string[];
}

export interface BenchOptions {
  /** Repetitions of each side. */
  runs: number;
  /** Farm slots to measure. */
  slots: number;
  /** Rows of a large table; the bench's own figure when left out. */
  rows?: number;
  progress(line: string): void;
}
export type Bench = (options: BenchOptions) => Promise<Report>;

/** The value below which the share q of the samples lies, linear between neighbours. @throws RangeError without samples. */
export function quantile(samples: readonly number[], q: number): number {
  if (samples.length === 0) throw new RangeError('no samples');
  const sorted = [...samples].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - low);
}

export interface Summary {
  count: number;
  min: number;
  median: number;
  p99: number;
  max: number;
}
export const summarise = (samples: readonly number[]): Summary => ({ count: samples.length, min: quantile(samples, 0), median: quantile(samples, 0.5), p99: quantile(samples, 0.99), max: quantile(samples, 1) });

/** Three significant digits, whole numbers from a thousand on. */
export function shown(n: number): string {
  if (Math.abs(n) >= 1_000) return Math.round(n).toLocaleString('en-US');
  return String(Number(n.toPrecision(3)));
}

function figureLine({ name, unit, samples, tail }: Figure): string {
  const { min, median, p99, max, count } = summarise(samples);
  const spread = tail ? `min ${shown(min)}  p50 ${shown(median)}  p99 ${shown(p99)}  max ${shown(max)}` : `min ${shown(min)}  median ${shown(median)}  max ${shown(max)}`;
  return `  ${name.padEnd(52)} ${spread}  ${unit} (${count})`;
}

function ratioLine({ name, samples, goal }: Ratio): string {
  const { min, median, max } = summarise(samples);
  return `  ${name.padEnd(52)} min ${shown(min)}  median ${shown(median)}  max ${shown(max)}  × (goal ${goal})`;
}

/** A report as lines for a person. */
export const printed = ({ bench, figures, ratios, notes }: Report): string => [bench, ...figures.map(figureLine), ...ratios.map(ratioLine), ...notes.map((note) => `  ${note}`), ''].join('\n');
