/** The table at the end of a storm. Pure. */
import { availableParallelism } from 'node:os';
import type { LedgerReport } from './ledger.js';
import type { FaultTally, StormReport } from './storm.js';

const MOST_SHOWN = 10;

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)] ?? NaN;

const seconds = (recoveries: readonly number[]): string => (recoveries.length === 0 ? '' : `${median(recoveries).toFixed(1).padStart(10)}${Math.max(...recoveries).toFixed(1).padStart(9)}`);
const line = ({ name, times, bitten, recoveries, impossible }: FaultTally): string =>
  `  ${name.padEnd(18)}${impossible ? `not done here: ${impossible}` : `${String(times).padStart(5)}${String(bitten).padStart(6)}${seconds(recoveries)}`}`;

const slots = ({ expected, done, lost, doubled }: LedgerReport): string => `${expected} expected, ${done} done, ${expected - done - lost.length} done in part, ${lost.length} lost, ${doubled.length} doubled`;

/** Whether the farm kept what it promises: nothing lost, nothing twice, no wrong row, under faults that bit. */
export const isWell = ({ ledger, rows, rebuilt, faults }: StormReport): boolean =>
  ledger.lost.length === 0 && ledger.doubled.length === 0 && rows.differences.length === 0 && rebuilt.differences.length === 0 && faults.every((f) => f.times === 0 || f.bitten > 0);

function some(list: readonly string[]): string[] {
  return [...list.slice(0, MOST_SHOWN), ...(list.length > MOST_SHOWN ? [`… and ${list.length - MOST_SHOWN} more`] : [])].map((text) => `  ${text}`);
}

const named = (title: string, list: readonly string[]): string[] => (list.length > 0 ? [title, ...some(list)] : []);

export function stormText(r: StormReport): string {
  const { ledger, rows, rebuilt } = r;
  const compared = Object.entries(rows.compared).map(([table, n]) => `${n} of ${table}`).join(', ');
  return [
    `${r.minutes} min at speed ${r.speed}, ${r.symbols} symbols, seed ${r.seed}; mean load ${r.load.toFixed(1)} on ${availableParallelism()} cores`,
    `fault             times   bit   median      max   (s from its end until all slots begun by then were settled)`,
    ...r.faults.map(line),
    `slots       ${slots(ledger)}`,
    `undisturbed ${slots(r.twin)}`,
    ...named('missed, by reason (slots):', Object.entries(ledger.missed).sort((a, b) => b[1] - a[1]).map(([reason, n]) => `${String(n).padStart(4)}  ${reason}`)),
    ...named('lost:', ledger.lost),
    ...named('doubled:', ledger.doubled),
    `rows held beside the undisturbed run's: ${compared}`,
    `different by the rules: ${rows.differences.length}; snapshots missing and told ${rows.snapshots.missing}, doubted and told ${rows.snapshots.doubted}; feature rows that read another snapshot ${rows.knewLess}`,
    ...some(rows.differences.map((d) => `${d.table} ${d.key}: ${d.what}`)),
    `feature rows rebuilt of the farm's own rows: ${rebuilt.rows}, different ${rebuilt.differences.length}`,
    ...some(rebuilt.differences.map((d) => `${d.table} ${d.key}: ${d.what}`)),
  ].join('\n');
}
