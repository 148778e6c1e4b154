/** What the running processes say of the hosts they call, as one line per host. */
import { z } from 'zod';
import type { ProcessReport, UpstreamReport } from '#queues/reports.js';
import { count, figure, maybe, named } from './fields.js';

const SECONDS = 1_000;
export const upstreamShape = named(
  'Upstream',
  'A host as the running worker processes see it',
  z.strictObject({
    host: z.string(),
    circuit: z.enum(['closed', 'open']).describe('open where any process sends it nothing after repeated failures'),
    paused_seconds: z.number().min(0).describe('how long (farm time) the host wants to be left alone'),
    budgets: z.array(z.strictObject({ window: z.enum(['second', 'minute', 'day', 'month']), remaining: z.number().describe('what is left now'), capacity: z.number().describe('the most it ever holds') })),
    calls: count('since the processes started'),
    failed: count('of them, those that brought no answer'),
    last_outcome: maybe(z.string()),
    last_call_seconds: figure('seconds since the last call'),
  }),
);
export type UpstreamView = z.infer<typeof upstreamShape>;

/** The budget is one for all; of several looks at it the emptiest counts. */
function budgetsOf(reports: readonly UpstreamReport[]): UpstreamView['budgets'] {
  const windows = new Map<string, UpstreamView['budgets'][number]>();
  for (const b of reports.flatMap((r) => r.budgets)) {
    const known = windows.get(b.window);
    if (!known || b.remaining < known.remaining) windows.set(b.window, b);
  }
  return [...windows.values()];
}

const sum = (reports: readonly UpstreamReport[], what: 'calls' | 'failed'): number => reports.reduce((total, r) => total + r[what], 0);

function viewOf(host: string, reports: readonly UpstreamReport[], realMs: number): UpstreamView {
  const last = reports.flatMap((r) => r.last ?? []).reduce<UpstreamReport['last']>((a, b) => (a && a.at > b.at ? a : b), null);
  return {
    host,
    circuit: reports.some((r) => r.open) ? 'open' : 'closed',
    paused_seconds: Math.round(Math.max(...reports.map((r) => r.pausedMs)) / SECONDS),
    budgets: budgetsOf(reports),
    calls: sum(reports, 'calls'),
    failed: sum(reports, 'failed'),
    last_outcome: last?.outcome ?? null,
    last_call_seconds: last ? Math.max(0, Math.round((realMs - last.at) / SECONDS)) : null,
  };
}

/** By host name. @param realMs wall-clock ms. */
export function upstreamsOf(reports: readonly ProcessReport[], realMs: number): UpstreamView[] {
  const all = reports.flatMap((r) => r.upstreams);
  return [...new Set(all.map((u) => u.host))].sort().map((host) => viewOf(host, all.filter((u) => u.host === host), realMs));
}
