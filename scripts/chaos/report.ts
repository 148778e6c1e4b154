/** The table at the end of a storm. Pure. */
import type { FaultTally, StormReport } from './storm.js';

const MOST_SHOWN = 10;

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)] ?? NaN;

const line = ({ name, times, recoveries, impossible }: FaultTally): string =>
  `  ${name.padEnd(18)}${impossible ? `not done here: ${impossible}` : `${String(times).padStart(5)}${times === 0 ? '' : `${median(recoveries).toFixed(1).padStart(10)}${Math.max(...recoveries).toFixed(1).padStart(9)}`}`}`;

/** Whether the farm kept what it promises: nothing lost, nothing twice, no wrong row. */
export const isWell = ({ ledger, rows }: StormReport): boolean => ledger.lost.length === 0 && ledger.doubled.length === 0 && rows.differences.length === 0;

export function stormText(r: StormReport): string {
  const { ledger, rows } = r;
  const some = (list: readonly string[]): string[] => [...list.slice(0, MOST_SHOWN), ...(list.length > MOST_SHOWN ? [`… and ${list.length - MOST_SHOWN} more`] : [])].map((text) => `  ${text}`);
  return [
    `fault             times   median      max   (s from its end until all slots begun by then were settled)`,
    ...r.faults.map(line),
    `slots expected ${ledger.expected}, done ${ledger.done}, done in part ${ledger.expected - ledger.done - ledger.lost.length}, lost ${ledger.lost.length}, doubled ${ledger.doubled.length}`,
    ...(Object.keys(ledger.missed).length > 0 ? ['missed, by reason (slots):', ...some(Object.entries(ledger.missed).sort((a, b) => b[1] - a[1]).map(([reason, n]) => `${String(n).padStart(4)}  ${reason}`))] : []),
    ...(ledger.lost.length > 0 ? ['lost:', ...some(ledger.lost)] : []),
    ...(ledger.doubled.length > 0 ? ['doubled:', ...some(ledger.doubled)] : []),
    `rows compared with the undisturbed run: ${rows.compared}, different ${rows.differences.length}, snapshots missing or doubted ${rows.lacking.length}`,
    ...some(rows.differences.map((d) => `${d.table} ${d.key}: ${d.what}`)),
    `seed ${r.seed}`,
  ].join('\n');
}
