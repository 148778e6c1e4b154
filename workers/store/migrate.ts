/**
 * Brings the databases to this version: creates them, then applies every
 * migration file that is not recorded yet, one process at a time. Refuses files
 * that were changed after they were applied. Safe to run twice, at once, and
 * again after a crash half way: each statement is recorded when it is done.
 */
import { StoreError } from '#queues/errors.js';
import { systemClock } from '#queues/runtime/clock.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { Log } from '#queues/runtime/log.js';
import { databaseNames, type DatabaseNames, type StoreConfig } from './config.js';
import { parseMigration, quoted } from './ddl.js';
import { readMigrations, type MigrationFile } from './migration-files.js';
import { openMysql, type Session } from './mysql.js';
import { arrange } from './retention/arrange.js';
import { lockSchema } from './retention/lock.js';

const LABEL = 'schema_migrations';
const LOCK_SECONDS = 40;
/** Rebuilding a large table takes minutes; the session's limit on statements is for ordinary work. */
const NO_LIMIT = 'SET SESSION innodb_lock_wait_timeout=50 /*M!100100 , max_statement_time=0 */';
/** Table, column or index exists: a statement that was done just before a crash kept its record from being written. */
const ALREADY = new Set(['ER_TABLE_EXISTS_ERROR', 'ER_DUP_FIELDNAME', 'ER_DUP_KEYNAME']);

interface Recorded {
  name: string;
  checksum: string;
  statements_done: number;
  statements: number;
}

/** How partitions are made. */
export interface Arrangement {
  /** Also split what lies together, however many rows that copies while nobody can write. */
  rearrange?: boolean;
  /** Told how long steps go on, a line at a time. */
  progress?(line: string): void;
}
export interface Migrated {
  /** Names of the files that were applied now; empty when all had been. */
  applied: string[];
  /** What was done to partitions, a line each. */
  partitions: string[];
  problems: string[];
}

/** Rows that a split may copy in a deploy, beside a farm that writes. */
export const MOST_MOVED = 50_000;

/**
 * @throws StoreError permanent when a file was changed after it was applied; transient when another migration holds the lock.
 */
export async function migrate(config: StoreConfig, log: Log, files: readonly MigrationFile[] = readMigrations(), { rearrange = false, progress = () => undefined }: Arrangement = {}): Promise<Migrated> {
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 2 }, createMetrics(false), log);
  const names = databaseNames(config);
  try {
    return await mysql.alone(async (session) => {
      await session.run({ table: LABEL, sql: NO_LIMIT });
      await createDatabases(session, names);
      return await locked(session, names.prices, async () => {
        const { applied } = await applyAll({ session, names, log }, files);
        const { done, problems } = await arrange({ session, mysql, config, progress }, { nowMs: systemClock.nowMs(), days: new Map(), mostRows: rearrange ? Infinity : MOST_MOVED, history: rearrange });
        return { applied, partitions: done, problems };
      });
    });
  } finally {
    await mysql.close();
  }
}

/** Files that are not applied yet. @throws StoreError */
export async function pendingMigrations(config: StoreConfig, log: Log): Promise<string[]> {
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 1 }, createMetrics(false), log);
  try {
    const done = await recorded(mysql, config.MYSQL_DATABASE_PRICES).catch((error: unknown) => {
      if (error instanceof StoreError && (error.code === 'ER_NO_SUCH_TABLE' || error.code === 'ER_BAD_DB_ERROR')) return new Map<string, Recorded>();
      throw error;
    });
    const files = readMigrations();
    refuseChanged(files, done);
    return files.map((f) => f.name).filter((name) => !isComplete(done.get(name)));
  } finally {
    await mysql.close();
  }
}

const isComplete = (r: Recorded | undefined): boolean => r !== undefined && r.statements_done >= r.statements;

async function createDatabases(session: Session, names: DatabaseNames): Promise<void> {
  for (const name of Object.values(names)) {
    const [found] = await session.rows({ table: LABEL, sql: 'SELECT 1 FROM information_schema.schemata WHERE schema_name = ?', values: [name] });
    // Asked first: a user that may use its databases but create none can still migrate.
    if (!found) await session.run({ table: LABEL, sql: `CREATE DATABASE IF NOT EXISTS ${quoted(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin` });
  }
}

async function locked<T>(session: Session, database: string, work: () => Promise<T>): Promise<T> {
  if (!(await lockSchema(session, database, LOCK_SECONDS))) throw new StoreError('transient', 'another migration is still running; try again when it has finished', 'MIGRATION_LOCKED');
  // The lock belongs to the connection, which is closed afterwards in any case.
  return await work();
}

const recordTable = (database: string): string => `${quoted(database)}.${quoted(LABEL)}`;

async function recorded(session: Session, database: string): Promise<Map<string, Recorded>> {
  const rows = await session.rows<Recorded>({ table: LABEL, sql: `SELECT name, checksum, statements_done, statements FROM ${recordTable(database)}` });
  return new Map(rows.map((r) => [r.name, r]));
}

function refuseChanged(files: readonly MigrationFile[], done: ReadonlyMap<string, Recorded>): void {
  const changed = files.filter((f) => done.has(f.name) && done.get(f.name)?.checksum !== f.checksum).map((f) => f.name);
  if (changed.length > 0) throw new StoreError('permanent', `${changed.join(', ')}: changed after it was applied to this database; restore the file and put the change into a new migration`, 'MIGRATION_CHANGED');
}

interface Run {
  session: Session;
  names: DatabaseNames;
  log: Log;
}

async function applyAll(run: Run, files: readonly MigrationFile[]): Promise<{ applied: string[] }> {
  const { session, names, log } = run;
  await session.run({
    table: LABEL,
    sql: `CREATE TABLE IF NOT EXISTS ${recordTable(names.prices)} (name VARCHAR(100) NOT NULL PRIMARY KEY, checksum CHAR(64) NOT NULL, statements INT NOT NULL, statements_done INT NOT NULL, applied_at DATETIME(3) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
  });
  const done = await recorded(session, names.prices);
  refuseChanged(files, done);
  const applied: string[] = [];
  for (const file of files) {
    if (isComplete(done.get(file.name))) continue;
    await applyFile(run, file, done.get(file.name)?.statements_done ?? 0);
    log.info({ migration: file.name }, 'migration applied');
    applied.push(file.name);
  }
  return { applied };
}

async function applyFile({ session, names }: Run, file: MigrationFile, from: number): Promise<void> {
  const changes = parseMigration(file.text);
  const record = (doneNow: number) =>
    session.run({
      table: LABEL,
      sql: `INSERT INTO ${recordTable(names.prices)} (name, checksum, statements, statements_done, applied_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE statements_done = VALUES(statements_done), applied_at = VALUES(applied_at)`,
      values: [file.name, file.checksum, changes.length, doneNow],
    });
  await record(from);
  for (const [i, change] of changes.entries()) {
    if (i < from) continue;
    await session.run({ table: LABEL, sql: `USE ${quoted(names[change.database])}` });
    try {
      await session.run({ table: LABEL, sql: change.sql, withinMs: 0 });
    } catch (error) {
      if (!(i === from && from > 0 && error instanceof StoreError && ALREADY.has(error.code ?? ''))) throw error;
    }
    await record(i + 1);
  }
}

export { verifySchema } from './verify.js';
