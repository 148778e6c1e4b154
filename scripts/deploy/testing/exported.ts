/** What may be asked of Prometheus: what the roles export, what the scrape adds, and what the recording rules make of it. */
import { createMetrics } from '#queues/runtime/metrics.js';
import { readQuery } from './promql.js';
import type { Rule } from './rules.js';

/** Labels that the scrape puts on every series: in Compose by relabelling, in a cluster by the PodMonitor. */
export const TARGET_LABELS = ['namespace', 'role', 'instance', 'job', 'pod'] as const;

interface Declared {
  name: string;
  type: unknown;
  labelNames?: readonly string[];
}
const series = ({ name, type, labelNames = [] }: Declared): [string, readonly string[]][] =>
  String(type) === 'histogram' ? [[`${name}_bucket`, [...labelNames, 'le']], [`${name}_sum`, labelNames], [`${name}_count`, labelNames]] : [[name, labelNames]];

/** Series name → its labels, before those of the scrape. */
export function exportedSeries(recorded: readonly Rule[]): Map<string, readonly string[]> {
  const declared = createMetrics().registry.getMetricsAsArray() as unknown as Declared[];
  const made = recorded.flatMap((r): [string, string[]][] => (r.record === undefined ? [] : [[r.record, labelsMade(r, recorded)]]));
  return new Map<string, readonly string[]>([['up', []], ...declared.flatMap(series), ...made]);
}

/** The labels a recording rule leaves: those it groups by, or those of the rule it averages over time. */
function labelsMade(rule: Rule, all: readonly Rule[]): string[] {
  const { grouped, selected } = readQuery(rule.expr);
  const inner = selected.flatMap(({ metric }) => all.find((r) => r.record === metric) ?? []);
  return [...new Set(grouped.length > 0 ? grouped : inner.flatMap((r) => labelsMade(r, all)))];
}

/** What of a query nobody exports: unknown series, and labels that a series does not have. @throws Error where it is no PromQL. */
export function unknownIn(expr: string, known: ReadonlyMap<string, readonly string[]>): string[] {
  const { selected, grouped } = readQuery(expr);
  const there = new Set<string>([...TARGET_LABELS, ...selected.flatMap(({ metric }) => known.get(metric) ?? [])]);
  const matched = selected.flatMap(({ metric, labels }) => {
    const own = known.get(metric);
    if (!own) return [metric];
    return labels.filter((l) => !own.includes(l) && !(TARGET_LABELS as readonly string[]).includes(l)).map((l) => `${metric}{${l}}`);
  });
  return [...matched, ...grouped.filter((l) => !there.has(l)).map((l) => `by (${l})`)];
}
