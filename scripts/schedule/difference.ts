/** What a sync of the timetable would do, without doing it. */
import { timetable, type TimetableEntry } from '#queues/schedule.js';

/** A schedule as Redis has it. */
export interface Stored {
  key: string;
  pattern?: string | undefined;
  /** Wall-clock ms of the next occurrence. */
  next?: number | undefined;
}

export interface Line {
  name: string;
  /** Null for an entry that is to go. */
  pattern: string | null;
  change: 'add' | 'change' | 'keep' | 'remove';
  next: string | null;
}

/** Listed entries first, then what is no longer listed. Pure. */
export function difference(stored: readonly Stored[], listed: readonly TimetableEntry[] = timetable): Line[] {
  const known = new Map(stored.map((s) => [s.key, s]));
  const lines = listed.map(({ job, pattern }): Line => {
    const found = known.get(job);
    known.delete(job);
    return { name: job, pattern, change: changeOf(found, pattern), next: instant(found?.next) };
  });
  return [...lines, ...[...known.values()].map((s): Line => ({ name: s.key, pattern: null, change: 'remove', next: instant(s.next) }))];
}

function changeOf(found: Stored | undefined, pattern: string): Line['change'] {
  if (!found) return 'add';
  return found.pattern === pattern ? 'keep' : 'change';
}

const instant = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
