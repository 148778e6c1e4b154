/**
 * The rows of two farms that saw the same market, side by side. A row of the
 * tormented farm is right when it equals the other's in every column, except
 * those that say when or by which run it was written, and those whose input it
 * truthfully did not have: a price nobody could ask for in time.
 */
import { quoted } from '#workers/store/ddl.js';
import type { Feature } from '#workers/processors/features/feature.js';
import { features, featureNames } from '#workers/processors/features/index.js';
import type { Arena } from './arena.js';

export interface Difference {
  table: string;
  key: string;
  /** The columns that differ, with both values; or that the row is absent, or not expected. */
  what: string;
}

type Row = Record<string, unknown>;

/** When or by which run a row was written. */
const RUN_COLUMNS = new Set(['ingested_at', 'collected_at', 'computed_at', 'quality_score', 'quality_reasons', 'lineage', 'job_id', 'attempts']);
const SNAPSHOT_AGE_MS = 900_000;
const BAR_MS: Readonly<Record<string, number>> = { '5m': 300_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 };

/** Columns that a snapshot flows into, by declaration. */
const inputsOf = (feature: Feature): readonly string[] => [...feature.inputs, ...(feature.ways ?? []).flat()];
const ofSnapshot: ReadonlySet<string> = new Set(featureNames.filter((name) => inputsOf(features[name]).some((input) => input.startsWith('price.'))));

/** Regimes and patterns are found by work beside the chain, at whatever moment that comes round; the group `quality` counts them. */
const besideChain: ReadonlySet<string> = new Set(featureNames.filter((name) => /regime|pattern/.test(name) || features[name].group === 'quality'));
/** Figures over all symbols: where a chunk was repaired, the other has been done with those that were there then. */
const ofMarket: ReadonlySet<string> = new Set(featureNames.filter((name) => inputsOf(features[name]).some((input) => input.startsWith('market.'))));
const isRepaired = (row: Row): boolean => /\.r\d+$/.test(String(row['job_id']));

interface Compared {
  table: string;
  /** Rows of slots in [from, end). */
  where: string;
  values(from: number, end: number): Date[];
  key(row: Row): string;
  /** Columns that may differ in this row. */
  excused(row: Row, other: Row, bad: ReadonlySet<string>): (column: string) => boolean;
}

const at = (row: Row, column: string): number => (row[column] as Date).getTime();
const never = (): boolean => false;

const COMPARED: readonly Compared[] = [
  { table: 'price_data_real', where: 'slot >= ? AND slot < ?', values: (from, end) => [new Date(from), new Date(end)], key: (r) => `${String(r['symbol'])} ${at(r, 'slot')}`, excused: (row, other) => () => isDoubted(row) || isDoubted(other) },
  { table: 'ohlc_data', where: 'is_final = 1 AND open_time >= ? AND open_time < ?', values: (from, end) => [new Date(from), new Date(end)], key: (r) => `${String(r['symbol'])} ${String(r['timeframe'])} ${at(r, 'open_time')}`, excused: () => (column) => column === 'trades' },
  { table: 'technical_indicators', where: 'timestamp >= ? AND timestamp < ?', values: (from, end) => [new Date(from), new Date(end)], key: (r) => `${String(r['symbol'])} ${String(r['timeframe'])} ${at(r, 'timestamp')}`, excused: () => never },
  { table: 'ml_features_materialized', where: 'timestamp >= ? AND timestamp < ?', values: (from, end) => [new Date(from), new Date(end)], key: (r) => `${String(r['symbol'])} ${at(r, 'timestamp')}`, excused: (row, other, bad) => (column) => besideChain.has(column) || (ofSnapshot.has(column) && lacksSnapshot(row, bad)) || (ofMarket.has(column) && (isRepaired(row) || isRepaired(other))) },
];

/** Whether one of the snapshots a feature row may have read is missing or doubtful. */
function lacksSnapshot(row: Row, bad: ReadonlySet<string>): boolean {
  for (let slot = at(row, 'timestamp') - SNAPSHOT_AGE_MS; slot <= at(row, 'timestamp'); slot += BAR_MS['5m'] as number) if (bad.has(`${String(row['symbol'])} ${slot}`)) return true;
  return false;
}

async function rowsOf({ admin, store }: Arena, c: Compared, from: number, end: number): Promise<Map<string, Row>> {
  const rows = await admin.rows<Row>({ table: c.table, sql: `SELECT * FROM ${quoted(store.MYSQL_DATABASE_PRICES)}.${c.table} WHERE ${c.where}`, values: c.values(from, end) });
  return new Map(rows.map((row) => [c.key(row), row]));
}

/** An hourly bar is received, or made of its 5-minute bars: the same sum in another order. */
const NOISE = 1e-9;
const isSame = (a: unknown, b: unknown): boolean => (typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= NOISE * Math.max(1, Math.abs(a), Math.abs(b)) : shown(a) === shown(b));
const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** The differences of one pair, in words; undefined where there is none. Pure. */
function compared(row: Row, other: Row, excused: (column: string) => boolean): string | undefined {
  const differing = Object.keys(other).filter((column) => !RUN_COLUMNS.has(column) && !isSame(row[column], other[column]) && !excused(column));
  return differing.length === 0 ? undefined : differing.slice(0, 4).map((column) => `${column} ${shown(row[column])}, not ${shown(other[column])}`).join('; ');
}

const isDoubted = (row: Row | undefined): boolean => row === undefined || row['quality'] !== 'ok' || Number(row['quality_score'] ?? 1) < 1;

/** Snapshots that one of the two does not have, or doubts: a slow machine may cost the undisturbed farm one, too. */
const snapshotsInDoubt = (rows: Map<string, Row>, others: Map<string, Row>): ReadonlySet<string> => new Set([...rows.keys(), ...others.keys()].filter((key) => isDoubted(rows.get(key)) || isDoubted(others.get(key))));

const isExcusedRow = (c: Compared, key: string, bad: ReadonlySet<string>): boolean => c.table === 'price_data_real' && bad.has(key);

export interface RowsReport {
  compared: number;
  differences: Difference[];
  /** Snapshots the tormented farm does not have or doubts, `SYMBOL slot-ms`. */
  lacking: string[];
}

/** @param from first slot, farm ms. @param end end of the last, exclusive. */
export async function compareRows(tormented: Arena, calm: Arena, from: number, end: number): Promise<RowsReport> {
  const report: RowsReport = { compared: 0, differences: [], lacking: [] };
  let bad: ReadonlySet<string> = new Set();
  for (const c of COMPARED) {
    const [rows, others] = await Promise.all([rowsOf(tormented, c, from, end), rowsOf(calm, c, from, end)]);
    if (c.table === 'price_data_real') bad = snapshotsInDoubt(rows, others);
    for (const key of rows.keys()) if (!others.has(key) && !isExcusedRow(c, key, bad)) report.differences.push({ table: c.table, key, what: 'the undisturbed run has no such row' });
    for (const [key, other] of others) {
      const row = rows.get(key);
      report.compared += 1;
      const absent = isExcusedRow(c, key, bad) ? undefined : 'is missing';
      const what = row ? compared(row, other, c.excused(row, other, bad)) : absent;
      if (what) report.differences.push({ table: c.table, key, what });
    }
  }
  return { ...report, lacking: [...bad] };
}
