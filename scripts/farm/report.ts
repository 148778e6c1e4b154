/** What `up` prints, as pure functions from facts to text: the table of URLs and keys, the status line, the rows of one slot. */
import { datasets, datasetNames, type DatasetName } from '#queues/datasets.js';
import { slotName } from '#queues/slot.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import type { FarmState } from './files.js';

/** Name, then value, in two columns. */
export function farmTable(state: FarmState, market: string, off: readonly string[] = []): string {
  const rows: [string, string][] = [
    ['market', market],
    ['start page', `${state.api_url}/`],
    ['queues', `${state.api_url}/admin/queues`],
    ['health', `${state.api_url}/health`],
    ['key, master', state.keys.master],
    ['key, trading', state.keys.trading],
    ['key, readonly', state.keys.readonly],
    ['MySQL', `${state.mysql.host}:${state.mysql.port} as ${state.mysql.user}`],
    ['Redis', `${state.redis.host}:${state.redis.port}`],
    ...(state.simulator ? [['simulator', state.simulator.url] as [string, string]] : []),
    ...off.map((line) => ['off', line] as [string, string]),
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`).join('\n');
}

export interface StatusFacts {
  /** The newest slot that is settled; null before the first. */
  slot: { ms: number; state: string; rows: number; finishedMs: number } | null;
  /** Jobs that wait and jobs that run; null when Redis does not answer. */
  queue: { waiting: number; active: number } | null;
  farmNowMs: number;
  speed: number;
  upSeconds: number;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;

/** `slot 2026-01-01T00-05Z done · 134 feature rows · queue 0 waiting, 0 running · lag 0.8 s · up 00:01:10`. Lag: slot start to settled, in farm time. */
export function statusLine(f: StatusFacts): string {
  const parts = [
    f.slot ? `slot ${slotName(f.slot.ms)} ${f.slot.state}` : 'first slot under way',
    ...(f.slot ? [`${f.slot.rows} rows`] : []),
    f.queue ? `queue ${f.queue.waiting} waiting, ${f.queue.active} running` : 'queue unknown: Redis does not answer',
    ...(f.slot ? [`lag ${seconds(Math.max(0, f.slot.finishedMs - f.slot.ms))}`] : []),
    ...(f.speed === 1 ? [] : [`farm time ${new Date(f.farmNowMs).toISOString().slice(0, 19)}Z`]),
    `up ${new Date(f.upSeconds * 1_000).toISOString().slice(11, 19)}`,
  ];
  return parts.join(' · ');
}

export interface DatasetRows {
  dataset: DatasetName;
  rows: number;
  /** Why there are none, or fewer than there should be. */
  reasons: string[];
  /** Why nothing is collected, for a dataset that is off. */
  off?: string;
  /** Nothing is known of it yet. */
  isPending?: true;
}

/** What was written, dataset by dataset, from the ledger rows of one slot and of the side work opened with it. Pure. */
export function rowsOfSlot(ledger: readonly LedgerRow[]): DatasetRows[] {
  return datasetNames
    .map((dataset) => ({ dataset, mine: ledger.filter((r) => r.dataset === dataset && r.chunk > 0) }))
    .filter(({ dataset, mine }) => mine.length > 0 || datasets[dataset].part === 'chain')
    .map(({ dataset, mine }) => {
      const off = mine.find((r) => r.state === 'off')?.reason;
      if (off) return { dataset, rows: 0, reasons: [], off };
      if (mine.length > 0 && mine.every((r) => r.state === 'pending')) return { dataset, rows: 0, reasons: [], isPending: true };
      // A chunk's reason only sums up what is missing from it, where anything is named.
      const reasons = mine.flatMap((r) => (r.missing.length > 0 ? r.missing.map((m) => `${m.symbol}: ${m.reason}`) : (r.reason ?? [])));
      return { dataset, rows: mine.reduce((sum, r) => sum + r.rows_written, 0), reasons: [...new Set(reasons)] };
    });
}

/** As `up` calls it: `prices`, `crypto news`. */
export const labelOf = (dataset: DatasetName): string => dataset.replace(/^(crypto|technical|ml)_(?!news)/, '').replaceAll('_', ' ');

function noteOf({ reasons, off, isPending }: DatasetRows): string {
  if (off) return `   off: ${off}`;
  if (isPending) return '   still being collected';
  if (reasons.length === 0) return '';
  return `   missing: ${reasons.slice(0, 2).join('; ')}${reasons.length > 2 ? `; and ${reasons.length - 2} more` : ''}`;
}

/** One line per dataset, with the first reasons where something is missing. Pure. */
export const rowsTable = (rows: readonly DatasetRows[]): string =>
  rows.map((r) => `  ${labelOf(r.dataset).padEnd(18)} ${String(r.rows).padStart(8)} rows in ${datasets[r.dataset].table}${noteOf(r)}`).join('\n');
