/**
 * How long a look for missing rows takes: 320 symbols over thirty days, whole and
 * with a hole in every third symbol. Each look must find exactly what was taken out.
 */
import { stopwatchMs } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { createStore } from '#workers/store/create.js';
import type { GapDataset, Store } from '#workers/store/index.js';
import { openMysql, type Mysql } from '#workers/store/mysql.js';
import { assetRows } from '../assets.js';
import type { Bench, Report } from './figures.js';
import { withServices, type BenchServices } from './services.js';

const SYMBOLS = 320;
const DAYS = 30;
const STEP_MS = 300_000;
const BARS = (DAYS * 86_400_000) / STEP_MS;
const FIRST = Date.UTC(2026, 0, 1);
const END = FIRST + BARS * STEP_MS;
const HOLES_EVERY = 3;
const SLOW_MS = 300_000;

interface Filled {
  dataset: GapDataset;
  table: string;
  at: string;
  /** The columns that have no default, and their values for symbol `s` at instant `t`. */
  columns: string;
  values: string;
}
const PROVENANCE = "t.t, t.t, 'sim:bench'";
const filled: readonly Filled[] = [
  { dataset: 'ohlc', table: 'ohlc_data', at: 'open_time', columns: 'symbol, timeframe, open_time, open, high, low, close, volume, is_final, venue, market, available_at, ingested_at, data_source', values: `s.symbol, '5m', t.t, 1, 1, 1, 1, 1, 1, 'binance', 'X', ${PROVENANCE}` },
  { dataset: 'ml_features', table: 'ml_features_materialized', at: 'timestamp', columns: 'symbol, timestamp, feature_version, fill_ratio, data_quality_score, lineage, job_id, available_at, ingested_at, data_source', values: `s.symbol, t.t, 1, 1, 1, '{}', 'bench', ${PROVENANCE}` },
];

/** Every instant once, then every symbol at every instant by the server itself. */
async function fill(mysql: Mysql, b: BenchServices, progress: (line: string) => void): Promise<void> {
  const db = `\`${b.store.MYSQL_DATABASE_PRICES}\``;
  const run = (sql: string): Promise<number> => mysql.run({ table: 'bench', sql, withinMs: SLOW_MS });
  await run(`CREATE TABLE ${db}.bench_times (t DATETIME(3) PRIMARY KEY)`);
  const at = (i: number): string => `('${new Date(FIRST + i * STEP_MS).toISOString().slice(0, 23).replace('T', ' ')}')`;
  await run(`INSERT INTO ${db}.bench_times VALUES ${Array.from({ length: BARS }, (_, i) => at(i)).join(',')}`);
  const assets = await mysql.rows<{ symbol: string }>({ table: 'bench', sql: `SELECT symbol FROM ${db}.crypto_assets WHERE active = 1 ORDER BY symbol` });
  for (const { table, columns, values } of filled) {
    for (const [i, { symbol }] of assets.entries()) {
      if (i % 20 === 0) progress(`filling ${table}: ${i} of ${assets.length} symbols`);
      await run(`INSERT INTO ${db}.${table} (${columns}) SELECT ${values} FROM ${db}.bench_times t JOIN ${db}.crypto_assets s WHERE s.symbol = '${symbol}'`);
    }
  }
}

/** One row in the middle of every third symbol. @returns holes. */
async function dig(mysql: Mysql, b: BenchServices, symbols: readonly string[]): Promise<number> {
  const chosen = symbols.filter((_, i) => i % HOLES_EVERY === 0);
  for (const { table, at } of filled) {
    for (const [i, symbol] of chosen.entries()) await mysql.run({ table: 'bench', sql: `DELETE FROM \`${b.store.MYSQL_DATABASE_PRICES}\`.${table} WHERE symbol = ? AND ${at} = ?`, values: [symbol, new Date(FIRST + (i + 1) * 11 * STEP_MS)] });
  }
  return chosen.length;
}

/** @returns seconds. @throws Error when the look does not find exactly the holes that are there. */
async function look(store: Store, dataset: GapDataset, holes: number): Promise<number> {
  const started = stopwatchMs();
  const found = await store.gaps.missing(dataset, '5m', FIRST, END);
  const missing = found.reduce((sum, s) => sum + s.missing, 0);
  if (missing !== holes) throw new Error(`${dataset}: ${holes} rows are missing, and ${missing} were found`);
  return (stopwatchMs() - started) / 1_000;
}

export const gaps: Bench = ({ runs, progress }) =>
  withServices(async (b): Promise<Report> => {
    const store = createStore(b.store, createMetrics(false), silentLog());
    b.closers.add('mysql pool', () => store.close());
    const mysql = openMysql(b.store, createMetrics(false), silentLog());
    b.closers.add('mysql door', () => mysql.close());
    const assets = assetRows(SYMBOLS, 'sim:bench', new Date(FIRST)).map((a) => ({ ...a, venues: { binance: `${a.symbol}USDT` } }));
    await store.assets.upsert([...(await store.assets.all()).map((a) => ({ ...a, active: false })), ...assets]);
    const symbols = assets.map((a) => a.symbol).sort();
    await store.gaps.expect(symbols.map((symbol) => ({ symbol, since: FIRST, until: END - STEP_MS })), new Date(FIRST));
    await fill(mysql, b, progress);
    const times = new Map<string, number[]>();
    const timed = async (name: string, holes: number, dataset: GapDataset): Promise<void> => {
      progress(name);
      for (let i = 0; i <= runs; i++) {
        const seconds = await look(store, dataset, holes);
        if (i > 0) times.set(name, [...(times.get(name) ?? []), seconds]);
      }
    };
    for (const { dataset } of filled) await timed(`${dataset}, whole`, 0, dataset);
    const holes = await dig(mysql, b, symbols);
    for (const { dataset } of filled) await timed(`${dataset}, a hole in ${holes} symbols`, holes, dataset);
    return {
      bench: `gaps: ${SYMBOLS} symbols × ${DAYS} days of five minutes, ${(SYMBOLS * BARS).toLocaleString('en-US')} rows a dataset`,
      figures: [...times].map(([name, samples]) => ({ name, unit: 's', samples })),
      ratios: [],
      notes: ['each look found exactly the rows that were taken out', 'rows of ml_features hold their fixed columns alone: wider ones cost more where a symbol has holes'],
    };
  });
