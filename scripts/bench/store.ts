/**
 * What the repository costs over the bare driver: feature rows through
 * `features.upsert` against the same rows as one prepared multi-row INSERT on one
 * connection, in turns, each batch a slot of its own.
 */
import mysql from 'mysql2/promise';
import { stopwatchMs, systemClock } from '#queues/runtime/clock.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { silentLog } from '#queues/runtime/log.js';
import { createStore } from '#workers/store/create.js';
import { featureNames, type FeatureValues } from '#workers/processors/features/index.js';
import { columnNames } from '#workers/store/table.js';
import { featureRow, mlFeatures, type FeatureRow } from '#workers/store/tables/features.js';
import { assetRows } from '../assets.js';
import type { Bench, Report } from './figures.js';
import { withServices, type BenchServices } from './services.js';

const ROWS = 160;
const BATCHES = 20;
const SLOT_MS = 300_000;
const FIRST_SLOT = Date.UTC(2026, 0, 1);
const names = columnNames(mlFeatures);

/** A batch as the feature chunk makes one: every value known, none alike. */
function batchOf(slot: number, symbols: readonly string[]): FeatureRow[] {
  const timestamp = new Date(slot);
  return symbols.map((symbol, s) => {
    const values = Object.fromEntries(featureNames.map((name, f) => [name, Math.sin(s * 131 + f * 17 + slot) * 10 ** ((f % 9) - 4)])) as FeatureValues;
    const lineage = { price_data_real: timestamp.toISOString(), 'technical_indicators.5m': timestamp.toISOString() };
    return featureRow({ symbol, timestamp, feature_version: 1, fill_ratio: 1, data_quality_score: 1, lineage, job_id: `features.bench.c1`, available_at: timestamp, ingested_at: systemClock.now(), data_source: 'sim:features' }, values);
  });
}

/** @returns rows per second. */
async function timed(batches: FeatureRow[][], write: (rows: FeatureRow[]) => Promise<unknown>): Promise<number> {
  const started = stopwatchMs();
  for (const rows of batches) await write(rows);
  return (batches.length * ROWS) / ((stopwatchMs() - started) / 1_000);
}

async function bareWriter(b: BenchServices): Promise<(rows: FeatureRow[]) => Promise<unknown>> {
  const { MYSQL_HOST: host, MYSQL_PORT: port, MYSQL_USER: user, MYSQL_PASSWORD: password, MYSQL_DATABASE_PRICES: database } = b.store;
  const connection = await mysql.createConnection({ host, port, user, password, database, timezone: 'Z' });
  b.closers.add('bare connection', () => connection.end());
  const sql = `INSERT INTO ${mlFeatures.name} (${names.map((n) => `\`${n}\``).join(', ')}) VALUES ${Array<string>(ROWS).fill(`(${names.map(() => '?').join(',')})`).join(',')}`;
  const value = (v: unknown): string | number | Date | null => (v !== null && typeof v === 'object' && !(v instanceof Date) ? JSON.stringify(v) : (v as string | number | Date | null));
  return (rows) => connection.execute(sql, rows.flatMap((row) => names.map((n) => value(row[n]))));
}

export const store: Bench = ({ runs, progress }) =>
  withServices(async (b): Promise<Report> => {
    const symbols = assetRows(ROWS, 'sim:bench', systemClock.now()).map((a) => a.symbol);
    const ours = createStore(b.store, createMetrics(false), silentLog());
    b.closers.add('mysql pool', () => ours.close());
    const sides = { bare: await bareWriter(b), ours: (rows: FeatureRow[]) => ours.features.upsert(rows) };
    const rates: Record<keyof typeof sides, number[]> = { bare: [], ours: [] };
    let slot = FIRST_SLOT;
    for (let run = 0; run <= runs; run++) {
      progress(run === 0 ? 'warming up' : `pair ${run} of ${runs}`);
      for (const side of run % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
        const batches = Array.from({ length: BATCHES }, () => batchOf((slot += SLOT_MS), symbols));
        const rate = await timed(batches, sides[side]);
        if (run > 0) rates[side].push(rate);
      }
    }
    return {
      bench: `store: feature rows of ${names.length} columns, ${ROWS} a batch, ${BATCHES} batches one after the other, durable commits`,
      figures: [
        { name: 'bare mysql2: one prepared multi-row INSERT a batch', unit: 'rows/s', samples: rates.bare },
        { name: 'features.upsert: checked, in key order, repeatable', unit: 'rows/s', samples: rates.ours },
      ],
      ratios: [{ name: 'ours / bare, pair by pair', samples: rates.ours.map((rate, i) => rate / (rates.bare[i] as number)), goal: 'none set' }],
      notes: [],
    };
  });
