/**
 * The dead-man's switches, one per dataset: what is late becomes an incident, and
 * an incident whose dataset is fresh again ends. Pure: the registry of what is
 * known and the look at the data give the next registry.
 */
import { datasets, type DatasetName } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import { spanText } from '../views/reasons.js';
import type { DatasetView } from '../views/stats.js';

/** The store itself is watched like a dataset: while it is away, nobody knows how old anything is. */
export const STORE = 'mysql';
export type Subject = DatasetName | typeof STORE;

export interface Incident {
  dataset: Subject;
  /** doubtful: bad at a look, which a restart or a slow slot explains. late: for longer than that. back: fresh again. */
  state: 'doubtful' | 'late' | 'back';
  /** Farm ms at which it was first seen bad, or good again. */
  since: number;
  reason: string;
  /** Somebody outside has been told of this state. */
  told: boolean;
}
export type Incidents = ReadonlyMap<string, Incident>;

/** Farm ms for which something may be bad before it is an incident: under half a slot, so that a stall is caught within two. */
export const PATIENCE_MS = 120_000;

const isBad = (d: DatasetView): boolean => d.state === 'stale' || d.state === 'late' || d.state === 'empty';

/** Slots are settled, and the newest row stands still: work that does the same window again and again looks busy and well. */
function standsStill(d: DatasetView): string {
  if (d.part !== 'chain' || d.newest === null || d.newest_slot === null) return '';
  const behindMs = Date.parse(d.newest_slot) - Date.parse(d.newest);
  return behindMs >= cadenceMs(datasets[d.dataset].every) ? `; its jobs end well, the last for the slot of ${d.newest_slot}, and write nothing newer than ${d.newest}` : '';
}

function reasonOf(d: DatasetView): string {
  if (d.age_seconds === null) return 'no row has been stored';
  if (d.state === 'late') return `nobody has asked for more in three cadences of ${d.every}; its newest slot is ${d.newest_slot ?? 'none'}`;
  return `its newest row is ${spanText(d.age_seconds)} old, ${spanText(d.target_seconds)} is the limit${standsStill(d)}`;
}

/** What has no row at all may wait for its first slot. */
const patienceOf = (d: DatasetView): number => PATIENCE_MS + (d.age_seconds === null ? cadenceMs(datasets[d.dataset].every) : 0);

function whileBad(known: Incident | undefined, dataset: Subject, what: { reason: string; patienceMs: number }, nowMs: number): Incident {
  if (known?.state === 'late') return { ...known, reason: what.reason };
  const since = known?.state === 'doubtful' ? known.since : nowMs;
  return { dataset, state: nowMs - since >= what.patienceMs ? 'late' : 'doubtful', since, reason: what.reason, told: false };
}

/** An incident nobody heard of ends without a word; one that was told, or that somebody should have been told of, says that it is over. */
function whileGood(known: Incident | undefined, nowMs: number): Incident | undefined {
  if (known === undefined || known.state === 'doubtful') return undefined;
  if (known.state === 'back') return known;
  return { ...known, state: 'back', since: nowMs, reason: `late from ${new Date(known.since).toISOString()} for ${spanText((nowMs - known.since) / 1_000)}: ${known.reason}`, told: false };
}

/** @param views null while the store did not answer: nothing is then known of any dataset. @param nowMs farm time. */
export function nextIncidents(known: Incidents, views: readonly DatasetView[] | null, nowMs: number): Map<string, Incident> {
  const next = new Map<string, Incident>(views === null ? known : []);
  const put = (name: string, incident: Incident | undefined): void => void (incident ? next.set(name, incident) : next.delete(name));
  put(STORE, views === null ? whileBad(known.get(STORE), STORE, { reason: 'MySQL does not answer', patienceMs: PATIENCE_MS }, nowMs) : whileGood(known.get(STORE), nowMs));
  for (const d of views ?? []) put(d.dataset, isBad(d) ? whileBad(known.get(d.dataset), d.dataset, { reason: reasonOf(d), patienceMs: patienceOf(d) }, nowMs) : whileGood(known.get(d.dataset), nowMs));
  return next;
}

/** Those that have just become late or come back: a line in the log each. */
export const turned = (before: Incidents, after: Incidents): Incident[] => [...after.values()].filter((i) => i.state !== 'doubtful' && before.get(i.dataset)?.state !== i.state);
