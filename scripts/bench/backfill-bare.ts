/**
 * The bare parts of a backfill: rows that are ready, into a table like ours that
 * nobody else uses, as LOAD DATA of finished text and as prepared multi-row INSERT.
 */
import { Readable } from 'node:stream';
import mysql, { type Connection, type ResultSetHeader } from 'mysql2/promise';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { toSql } from '#workers/store/edge.js';
import type { SqlValue } from '#workers/store/mysql.js';
import { columnNames } from '#workers/store/table.js';
import { mlFeatures, type FeatureRow } from '#workers/store/tables/features.js';
import type { BenchServices } from './services.js';

/** Rows of a transaction on every side. */
export const ROWS_AT_ONCE = 2_000;
/** As many as the store puts into one statement of this width. */
const ROWS_A_STATEMENT = 32;
const names = columnNames(mlFeatures);

export interface BareSides {
  /** @returns seconds, without making the text. */
  load(rows: readonly FeatureRow[]): Promise<number>;
  /** @returns seconds. */
  insert(rows: readonly FeatureRow[]): Promise<number>;
  /** Bytes of all text loaded. */
  bytes(): number;
}

/** A value as it stands in a file that is loaded. JavaScript prints the shortest text that reads as the same double. */
function fieldOf(value: SqlValue): string {
  if (value === null) return '\\N';
  if (value instanceof Date) return value.toISOString().slice(0, 23).replace('T', ' ');
  return String(value);
}

type Values = ReturnType<typeof toSql>[];
const valuesOf = (row: FeatureRow): Values => names.map((n) => toSql(mlFeatures, n, mlFeatures.columns[n], row[n]));

function* batches<T>(rows: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
}

async function inTransactions<T>(connection: Connection, parts: readonly T[], write: (part: T) => Promise<void>): Promise<number> {
  const started = stopwatchMs();
  for (const part of parts) {
    await connection.beginTransaction();
    await write(part);
    await connection.commit();
  }
  return (stopwatchMs() - started) / 1_000;
}

/** Columns that are unknown in every row are left out of the text, as ours leaves them out. */
function textOf(rows: readonly FeatureRow[]): { columns: string[]; text: Buffer } {
  const columns = names.filter((n) => rows.some((row) => row[n] !== null));
  const lines = rows.map((row) => columns.map((n) => fieldOf(toSql(mlFeatures, n, mlFeatures.columns[n as keyof FeatureRow], row[n as keyof FeatureRow]))).join('\t'));
  return { columns, text: Buffer.from(`${lines.join('\n')}\n`) };
}

async function loaded(connection: Connection, table: string, { columns, text }: ReturnType<typeof textOf>): Promise<number> {
  const sql = `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${table} CHARACTER SET utf8mb4 (${columns.map((n) => `\`${n}\``).join(', ')})`;
  const [{ affectedRows }] = await connection.query<ResultSetHeader>({ sql, infileStreamFactory: () => Readable.from([text]) });
  return affectedRows;
}

const insertOf = (table: string, count: number): string => `INSERT INTO ${table} (${names.map((n) => `\`${n}\``).join(', ')}) VALUES ${Array<string>(count).fill(`(${names.map(() => '?').join(',')})`).join(',')}`;

/** Both tables are made like the farm's, keys and partitions included. */
export async function bareSides(b: BenchServices): Promise<BareSides> {
  const { MYSQL_HOST: host, MYSQL_PORT: port, MYSQL_USER: user, MYSQL_PASSWORD: password, MYSQL_DATABASE_PRICES: database } = b.store;
  const connection = await mysql.createConnection({ host, port, user, password, database, timezone: 'Z' });
  b.closers.add('bare connection', () => connection.end());
  await connection.query("SET SESSION sql_mode='STRICT_ALL_TABLES', time_zone='+00:00'");
  for (const table of ['bench_load', 'bench_insert']) await connection.query(`CREATE TABLE ${table} LIKE ${mlFeatures.name}`);
  let bytes = 0;
  /** Pages that are still to be written would be written at the expense of whoever is measured next. */
  const emptied = (table: string) => connection.query(`TRUNCATE ${table}`);
  return {
    bytes: () => bytes,
    load: async (rows) => {
      const parts = [...batches(rows, ROWS_AT_ONCE)].map(textOf);
      bytes += parts.reduce((sum, { text }) => sum + text.length, 0);
      let stored = 0;
      const seconds = await inTransactions(connection, parts, async (part) => void (stored += await loaded(connection, 'bench_load', part)));
      if (stored !== rows.length) throw new Error(`${rows.length} rows were loaded bare, and ${stored} arrived`);
      await emptied('bench_load');
      return seconds;
    },
    insert: async (rows) => {
      const seconds = await inTransactions(connection, [...batches(rows, ROWS_AT_ONCE)], async (part) => {
        for (const some of batches(part, ROWS_A_STATEMENT)) await connection.execute(insertOf('bench_insert', some.length), some.flatMap(valuesOf));
      });
      await emptied('bench_insert');
      return seconds;
    },
  };
}
