/** What every repository is built from: the pool, the real names of the tables, and rows in and out by declaration. */
import { databaseNames, type DatabaseNames, type StoreConfig } from './config.js';
import { quoted } from './ddl.js';
import { fromSql } from './edge.js';
import { fill } from './fill.js';
import type { Mysql, Session, Statement, StoreMetrics } from './mysql.js';
import type { Log } from '#queues/runtime/log.js';
import type { Computed, Restated, Row, Table } from './table.js';
import type { RestatementRow } from './tables/restatements.js';
import { save } from './replace.js';
import { supersededRows } from './tables/superseded.js';
import type { Target } from './write.js';

export interface Database {
  mysql: Mysql;
  /** `database`.`table`, quoted. */
  name(t: Pick<Table, 'database' | 'name'>): string;
  /** Rows of a table by a SELECT that returns its columns. */
  select<R>(t: Table, statement: Omit<Statement, 'table'>): Promise<R[]>;
  /** Several batches are one transaction: all rows or none. Counts the rows. */
  save<T extends Table>(t: T, rows: readonly Row<T>[]): Promise<number>;
  /** The outcome of `save`, sooner where most of the rows are not there yet. */
  fill(t: Table, rows: readonly Computed<object>[]): Promise<number>;
  /** As `save`, inside a transaction of the caller, who counts after the commit. */
  saveIn<T extends Table>(session: Session, t: T, rows: readonly Row<T>[], onRepeat?: string): Promise<number>;
  count(t: Table, rows: number): void;
  /** Counts restatements that were committed, and says aloud which are large. */
  countRestated(r: Restated, lines: readonly RestatementRow[]): void;
}

/** Rows that fit one statement commit by themselves. */
const ONE_STATEMENT_ROWS = 1;

/** Examples in one line of the log. */
const MOST_TOLD = 5;

class BoundDatabase implements Database {
  private readonly names: DatabaseNames;

  constructor(
    readonly mysql: Mysql,
    config: StoreConfig,
    private readonly metrics: StoreMetrics,
    private readonly log: Log,
  ) {
    this.names = databaseNames(config);
  }

  name(t: Pick<Table, 'database' | 'name'>): string {
    return `${quoted(this.names[t.database])}.${quoted(t.name)}`;
  }

  async select<R>(t: Table, statement: Omit<Statement, 'table'>): Promise<R[]> {
    // Prepared, always: the text protocol of MariaDB rounds the last digits of doubles.
    return fromSql<R>(t, await this.mysql.rows({ ...statement, table: t.name, prepared: true }));
  }

  async save<T extends Table>(t: T, rows: readonly Row<T>[]): Promise<number> {
    if (rows.length === 0) return 0;
    const write = (session: Session): Promise<number> => this.saveIn(session, t, rows);
    const accepted = rows.length <= ONE_STATEMENT_ROWS && !t.versioned ? await write(this.mysql) : await this.mysql.transaction(t.name, write);
    this.count(t, accepted);
    return accepted;
  }

  async fill(t: Table, rows: readonly Computed<object>[]): Promise<number> {
    if (rows.length === 0) return 0;
    const accepted = await this.mysql.transaction(t.name, (session) => fill(session, this.target(t), rows));
    this.count(t, accepted);
    return accepted;
  }

  saveIn<T extends Table>(session: Session, t: T, rows: readonly Row<T>[], onRepeat?: string): Promise<number> {
    return save(session, this.target(t, onRepeat), rows);
  }

  private target(t: Table, onRepeat?: string): Target {
    return { table: t, into: this.name(t), onRepeat, versions: t.versioned ? { table: supersededRows, into: this.name(supersededRows) } : null };
  }

  count(t: Table, rows: number): void {
    this.metrics.rowsWritten.inc({ table: t.name }, rows);
  }

  countRestated({ dataset, large }: Restated, lines: readonly RestatementRow[]): void {
    if (lines.length === 0) return;
    this.metrics.restatements.inc({ dataset }, lines.length);
    const found = lines.filter((line) => Math.abs(line.relative_change ?? 0) >= large);
    if (found.length === 0) return;
    const told = found.slice(0, MOST_TOLD).map(({ row_key, column_name, old_value, new_value }) => ({ row_key, column_name, old_value, new_value }));
    this.log.warn({ dataset, large: found.length, restated: lines.length, examples: told }, 'values that were final came again as quite other ones; /api/v1/stats/restatements has them all');
  }
}

export const bindDatabase = (mysql: Mysql, config: StoreConfig, { metrics, log }: { metrics: StoreMetrics; log: Log }): Database => new BoundDatabase(mysql, config, metrics, log);
