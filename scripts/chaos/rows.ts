/** The rows of two farms that saw the same market, side by side, by the rules of `rules.ts`. */
import { quoted } from '#workers/store/ddl.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import type { Arena } from './arena.js';
import { inWords, isDoubted, lineageOf, MAYBE_UNKNOWN, OF_THE_RUN, ofChain, ofSnapshot, SNAPSHOT_MARK, type Row } from './rules.js';

export interface Difference {
  table: string;
  key: string;
  /** The columns that differ, with both values; or that the row is absent, or not expected. */
  what: string;
}

export interface RowsReport {
  /** Rows of both farms held side by side, by table. */
  compared: Record<string, number>;
  differences: Difference[];
  /** Snapshots one of the farms does not have and its ledger says so, or doubts and says so. */
  snapshots: { missing: number; doubted: number };
  /** Feature rows that read an older snapshot than the other farm's, or none. */
  knewLess: number;
}

interface Stretch {
  from: number;
  end: number;
}

const KEYS = { price_data_real: 'slot', ohlc_data: 'open_time', technical_indicators: 'timestamp', ml_features_materialized: 'timestamp' } as const;
type Table = keyof typeof KEYS;

const keyOf = (table: Table, row: Row): string => [row['symbol'], row['timeframe'], (row[KEYS[table]] as Date).toISOString()].filter(Boolean).join(' ');

async function rowsOf({ admin, store }: Arena, table: Table, { from, end }: Stretch): Promise<Map<string, Row>> {
  const final = table === 'ohlc_data' ? ' AND is_final = 1' : '';
  const sql = `SELECT * FROM ${quoted(store.MYSQL_DATABASE_PRICES)}.${table} WHERE ${KEYS[table]} >= ? AND ${KEYS[table]} < ?${final}`;
  const rows = await admin.rows<Row>({ table, sql, values: [new Date(from), new Date(end)], prepared: true });
  return new Map(rows.map((row) => [keyOf(table, row), row]));
}

/** Snapshots that a farm says it could not have, by key. */
async function toldMissing({ rows }: Arena, { from, end }: Stretch): Promise<(key: string) => boolean> {
  const parts = await rows.ledger.ofDatasets(['crypto_prices'], from, end);
  const told = new Set(parts.flatMap((part) => missingIn(part).map((symbol) => `${symbol} ${part.slot.toISOString()}`)));
  return (key) => told.has(key);
}

const missingIn = ({ state, symbols, missing }: LedgerRow): readonly string[] => (state === 'missed' ? symbols : missing.map((m) => m.symbol));

interface Pairing {
  table: Table;
  rows: Map<string, Row>;
  others: Map<string, Row>;
  report: RowsReport;
}

/** Every pair of rows; one that only one farm has is a difference unless it may be absent there. */
function pairs({ table, rows, others, report }: Pairing, mayLack: (key: string, isOther: boolean) => boolean = () => false): [string, Row, Row][] {
  const found: [string, Row, Row][] = [];
  for (const key of new Set([...rows.keys(), ...others.keys()])) {
    const [row, other] = [rows.get(key), others.get(key)];
    if (row && other) found.push([key, row, other]);
    else if (mayLack(key, !other)) report.snapshots.missing += 1;
    else report.differences.push({ table, key, what: row ? 'the undisturbed run has no such row' : 'is missing' });
  }
  report.compared[table] = found.length;
  return found;
}

const comparedColumns = (row: Row, other: Row): string[] => Object.keys(other).filter((c) => !OF_THE_RUN.has(c) && !(MAYBE_UNKNOWN.has(c) && (row[c] === null || other[c] === null)));

function note({ table, report }: Pairing, key: string, what: string | undefined): void {
  if (what) report.differences.push({ table, key, what });
}

function compareFeatures(p: Pairing): void {
  for (const [key, row, other] of pairs(p)) {
    const [lineage, others] = [lineageOf(row), lineageOf(other)];
    const readTheSame = lineage[SNAPSHOT_MARK] === others[SNAPSHOT_MARK];
    if (!readTheSame) p.report.knewLess += 1;
    const columns = readTheSame ? ofChain : ofChain.filter((c) => !ofSnapshot.has(c));
    note(p, key, inWords(columns, row, other));
    note(p, key, inWords(Object.keys(others).filter((mark) => mark !== SNAPSHOT_MARK), lineage, others));
  }
}

async function compareSnapshots(p: Pairing, farms: readonly [Arena, Arena], stretch: Stretch): Promise<void> {
  const [told, othersTold] = await Promise.all([toldMissing(farms[0], stretch), toldMissing(farms[1], stretch)]);
  for (const [key, row, other] of pairs(p, (key, isOther) => (isOther ? othersTold : told)(key))) {
    if (isDoubted(row) || isDoubted(other)) p.report.snapshots.doubted += 1;
    else note(p, key, inWords(comparedColumns(row, other), row, other));
  }
}

/** @param from first slot, farm ms. @param end end of the last, exclusive. */
export async function compareRows(tormented: Arena, calm: Arena, from: number, end: number): Promise<RowsReport> {
  const report: RowsReport = { compared: {}, differences: [], snapshots: { missing: 0, doubted: 0 }, knewLess: 0 };
  const stretch = { from, end };
  for (const table of Object.keys(KEYS) as Table[]) {
    const [rows, others] = await Promise.all([rowsOf(tormented, table, stretch), rowsOf(calm, table, stretch)]);
    const p = { table, rows, others, report };
    if (table === 'price_data_real') await compareSnapshots(p, [tormented, calm], stretch);
    else if (table === 'ml_features_materialized') compareFeatures(p);
    else for (const [key, row, other] of pairs(p)) note(p, key, inWords(comparedColumns(row, other), row, other));
  }
  return report;
}
