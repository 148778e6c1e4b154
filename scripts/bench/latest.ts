/**
 * The newest row of a symbol out of very many, on a table cut by month: as the store
 * reads it, and by the statement of the trading engine. Rows are narrow (features
 * unknown) but real: the table, its keys and its partitions are the farm's.
 */
import { stopwatchMs, systemClock } from '#queues/runtime/clock.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { silentLog } from '#queues/runtime/log.js';
import { createStore } from '#workers/store/create.js';
import { openMysql, type Mysql } from '#workers/store/mysql.js';
import { mlFeatures } from '#workers/store/tables/features.js';
import type { Bench, Report } from './figures.js';
import { withServices } from './services.js';

const SYMBOLS = 320;
const SLOT_MS = 300_000;
/** Slots a statement writes. */
const BLOCK = 200;
const READS = 200;
const ROWS = 1_000_000;
const DIGITS = '(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)';
const NUMBERS = `(SELECT a.d + 10 * b.d + 100 * c.d AS n FROM ${DIGITS} a, ${DIGITS} b, ${DIGITS} c)`;
const symbolOf = (i: number): string => `S${String(i % SYMBOLS).padStart(3, '0')}`;

async function fill(mysql: Mysql, table: string, { slots, newestMs, tell }: { slots: number; newestMs: number; tell(line: string): void }): Promise<void> {
  for (let from = 0; from < slots; from += BLOCK) {
    tell(`${(from * SYMBOLS).toLocaleString('en-US')} rows`);
    const sql =
      `INSERT INTO ${table} (symbol, timestamp, feature_version, fill_ratio, lineage, job_id, available_at, ingested_at, data_source) ` +
      `SELECT CONCAT('S', LPAD(s.n, 3, '0')), t.at, 1, 0, '{}', 'bench', t.at, t.at, 'sim:bench' FROM ${NUMBERS} s, (SELECT ? - INTERVAL 5 * n MINUTE AS at FROM ${NUMBERS} m WHERE n < ${Math.min(BLOCK, slots - from)}) t WHERE s.n < ${SYMBOLS}`;
    await mysql.run({ table: mlFeatures.name, sql, values: [new Date(newestMs - from * SLOT_MS)], withinMs: 0 });
  }
}

async function timed(read: (symbol: string) => Promise<unknown[]>): Promise<number[]> {
  const samples: number[] = [];
  for (let i = -SYMBOLS; i < READS * 5; i++) {
    const started = stopwatchMs();
    const rows = await read(symbolOf(i + SYMBOLS));
    if (rows.length !== 1) throw new Error(`${symbolOf(i + SYMBOLS)}: ${rows.length} newest rows`);
    if (i >= 0) samples.push(stopwatchMs() - started);
  }
  return samples;
}

export const latest: Bench = ({ rows = ROWS, progress }) =>
  withServices(async (b): Promise<Report> => {
    const [metrics, log] = [createMetrics(false), silentLog()];
    const store = createStore(b.store, metrics, log);
    b.closers.add('store', () => store.close());
    const mysql = openMysql({ ...b.store, MYSQL_POOL_SIZE: 1 }, metrics, log);
    b.closers.add('mysql pool', () => mysql.close());
    const slots = Math.ceil(rows / SYMBOLS);
    const newestMs = Math.floor(systemClock.nowMs() / SLOT_MS) * SLOT_MS;
    await store.retention.cutPast(mlFeatures.name, newestMs - slots * SLOT_MS, newestMs);
    const table = `\`${b.store.MYSQL_DATABASE_PRICES}\`.${mlFeatures.name}`;
    await fill(mysql, table, { slots, newestMs, tell: progress });
    progress('reading');
    const literal = (symbol: string): string => `SELECT * FROM ${table} WHERE symbol = '${symbol}' AND timestamp = (SELECT MAX(timestamp) FROM ${table} WHERE symbol = '${symbol}')`;
    const ours = await timed((symbol) => store.features.latest([symbol]));
    const engine = await timed((symbol) => mysql.rows({ table: mlFeatures.name, sql: literal(symbol) }));
    const [version] = await mysql.rows<{ v: string }>({ table: 'version', sql: 'SELECT VERSION() AS v' });
    const plan = await mysql.rows<{ table: string | null; partitions?: string | null }>({ table: mlFeatures.name, sql: `EXPLAIN ${/MariaDB/.test(version?.v ?? '') ? 'PARTITIONS ' : ''}${literal(symbolOf(7))}` });
    return {
      bench: `latest: the newest of ${(slots * SYMBOLS).toLocaleString('en-US')} feature rows of ${SYMBOLS} symbols`,
      figures: [
        { name: 'features.latest of one symbol', unit: 'ms', samples: ours, tail: true },
        { name: "the trading engine's own statement", unit: 'ms', samples: engine, tail: true },
      ],
      ratios: [],
      notes: [`EXPLAIN of the statement reads ${plan.map((p) => `${p.table ?? 'the index alone, one jump a partition'}${p.partitions ? ` (${p.partitions})` : ''}`).join('; ')}`],
    };
  });
