/** How far a backfill is, as a line for a person. Pure, but for the looks it remembers. */
import type { Schemas } from '#api/client/farm.js';

export type Backfill = Schemas['Backfill'];

const BAR = 24;
/** Looks by which the pace is judged. */
const LOOKS = 10;

const grouped = (n: number): string => Math.round(n).toLocaleString('en-US');
const written = (b: Backfill): number => b.stages.reduce((sum, s) => sum + s.rows_written, 0);

/** 75 → 1:15, 3675 → 1:01:15. */
export function clockText(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(s / 3_600), Math.floor(s / 60) % 60, s % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((p, i) => (i === 0 ? String(p) : String(p).padStart(2, '0'))).join(':');
}

export const barText = (share: number): string => `[${'#'.repeat(Math.floor(share * BAR)).padEnd(BAR, '.')}] ${Math.floor(share * 100)} %`;

interface Look {
  atMs: number;
  rows: number;
  progress: number;
}

/** Rows a second and seconds left, over the last looks: the farm's own figures are in its own time. */
export class Pace {
  readonly #looks: Look[] = [];

  /** @param atMs of a stopwatch. */
  see(b: Backfill, atMs: number): void {
    this.#looks.push({ atMs, rows: written(b), progress: b.progress });
    if (this.#looks.length > LOOKS) this.#looks.shift();
  }

  /** Null until two looks differ. */
  get rowsPerSecond(): number | null {
    return this.#rate((l) => l.rows);
  }

  get secondsLeft(): number | null {
    const rate = this.#rate((l) => l.progress);
    const last = this.#looks.at(-1);
    return rate === null || rate <= 0 || !last ? null : (1 - last.progress) / rate;
  }

  #rate(of: (l: Look) => number): number | null {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    if (!first || !last || last.atMs <= first.atMs) return null;
    return (of(last) - of(first)) / ((last.atMs - first.atMs) / 1_000);
  }
}

const stageText = (s: Backfill['stages'][number]): string => `${s.stage} ${s.chunks - s.open - s.running}/${s.chunks}`;

/** `[####....] 43 %  candles 8/8  features 1/20  12,300 rows/s  2:10 left`. */
export function progressLine(b: Backfill, pace: Pace): string {
  const rate = pace.rowsPerSecond;
  const left = pace.secondsLeft;
  return [
    barText(b.progress),
    ...b.stages.map(stageText),
    ...(rate === null ? [] : [`${grouped(rate)} rows/s`]),
    ...(left === null || b.state !== 'open' ? [] : [`${clockText(left)} left`]),
    ...(b.state === 'open' ? [] : [b.state]),
  ].join('  ');
}
