/** Why is the health score not 100? Every point that is missing, in words. */
import { z } from 'zod';
import { named } from './fields.js';
import type { Checkup } from './health.js';
import { datasetCosts, WEIGHTS } from './score.js';
import type { DatasetView } from './stats.js';

export const reasonShape = named('Reason', 'Something that lowers the health score', z.strictObject({ part: z.string().describe('a component or a dataset'), points: z.number().min(0).describe('what it costs, of 100'), text: z.string() }));
export type Reason = z.infer<typeof reasonShape>;

const UNITS = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]] as const;
/** `7 h`, `3 min`: one unit, rounded down. */
export function spanText(seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? (['s', 1] as const);
  return `${Math.floor(seconds / length)} ${unit}`;
}

function textOf(d: DatasetView): string {
  if (d.age_seconds === null) return 'no row has been stored yet';
  if (d.state === 'stale') return `its newest row is ${spanText(d.age_seconds)} old; ${spanText(d.target_seconds)} is the limit`;
  const fewer = d.fresh_symbols < d.symbols ? `${d.symbols - d.fresh_symbols} of ${d.symbols} have no fresh row` : '';
  if (d.state === 'late') return ['nobody has asked for more in three cadences', fewer].filter(Boolean).join('; ');
  return fewer || `its newest row is ${spanText(d.age_seconds)} old`;
}

function componentReasons(c: Checkup, idlePools: readonly string[]): Reason[] {
  const cost = (part: 'mysql' | 'redis' | 'queues'): number => (WEIGHTS[part] * (100 - c.components[part].score)) / 100;
  const queues = idlePools.length > 0 ? `no worker process drains ${idlePools.join(', ')}` : 'not every pool has a worker, or the queues did not answer';
  return [
    { part: 'mysql', points: cost('mysql'), text: 'MySQL does not answer' },
    { part: 'redis', points: cost('redis'), text: 'Redis does not answer' },
    { part: 'queues', points: cost('queues'), text: queues },
  ];
}

const LEAST_POINTS = 0.05;
/** Costliest first. Pure: the same checkup gives the same reasons. */
export function reasonsOf(c: Checkup, idlePools: readonly string[]): Reason[] {
  const costs = datasetCosts(c.datasets ?? []);
  const ofDatasets = c.datasets ? c.datasets.map((d, i) => ({ part: d.dataset, points: costs[i] as number, text: textOf(d) })) : [{ part: 'datasets', points: WEIGHTS.datasets, text: 'the datasets could not be looked at' }];
  return [...componentReasons(c, idlePools), ...ofDatasets]
    .filter((r) => r.points >= LEAST_POINTS)
    .map((r) => ({ ...r, points: Math.round(r.points * 10) / 10 }))
    .sort((a, b) => b.points - a.points);
}
