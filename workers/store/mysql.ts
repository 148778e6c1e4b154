/**
 * The only door to MySQL: one pool, the same session settings on every
 * connection, errors as StoreError, lock conflicts repeated. Numbers are JS
 * numbers, instants are Date in UTC. Speaks to MySQL 8 and MariaDB ≥ 10.6.
 */
import mysql, { type Pool, type PoolConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { StoreConfig } from './config.js';
import { isBroken, isContention, translate } from './fault.js';
import type { Picked } from './binary.js';
import { executeBulk } from './bulk.js';
import { openSocket } from './socket.js';
import { eachRow, type Streamed } from './streamed.js';
import type { Values } from './values.js';

/** What may be bound to a placeholder. */
export type SqlValue = string | number | Date | Buffer | null;
/** In bulk many numbers may be bound as one. */
export type Bound = SqlValue | Picked;
export type StoreMetrics = Pick<Metrics, 'mysqlQuerySeconds' | 'mysqlConnections' | 'rowsWritten' | 'restatements'>;

/** One statement: the label its time is recorded under, its text and its values. */
export interface Statement {
  /** Bare table name: the metric's label and the error's first word. */
  table: string;
  sql: string;
  values?: readonly SqlValue[];
  /** Prepared on the server: faster where the text repeats. Not for texts of unbounded variety. */
  prepared?: boolean;
  /** Rows as arrays instead of objects. */
  asArrays?: boolean;
  /** Real milliseconds until the connection is given up; 0 waits for ever. */
  withinMs?: number;
}

/** A statement of one row, and the rows it is run for: at least one, all of the same columns. */
export interface Bulk extends Pick<Statement, 'table' | 'sql'> {
  rows: readonly (readonly Bound[])[];
}

export interface Session {
  /** @throws StoreError */
  rows<T = Record<string, unknown>>(statement: Statement): Promise<T[]>;
  /** @returns rows the server counted as affected. @throws StoreError */
  run(statement: Statement): Promise<number>;
  /** All or none. @returns whether it was run: not every server takes rows in bulk. @throws StoreError */
  bulk(bulk: Bulk): Promise<boolean>;
}

/** What rows are put into one by one, and what comes of them. */
export interface Sink<T> {
  take(row: Values): void;
  end(): T;
}

export interface Mysql extends Session {
  /** Rows of a prepared statement, none of them kept; into another sink where it is repeated. @throws StoreError or what the sink throws */
  into<T>(statement: Statement, begin: () => Sink<T>): Promise<T>;
  /** Commits when `work` resolves, rolls back when it throws; repeats it on a lock conflict. @throws StoreError or what `work` threw */
  transaction<T>(table: string, work: (session: Session) => Promise<T>): Promise<T>;
  /** A connection of one's own (for locks that belong to it); closed, not reused, afterwards. */
  alone<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A connection that has not answered for this long is given up, real milliseconds. */
const ANSWER_TIMEOUT_MS = 60_000;
const MOST_TRIES = 6;
// Each server skips the part meant for the other. READ COMMITTED takes no gap locks: concurrent upserts do not block each other's gaps.
const SESSION = [
  `SET SESSION time_zone='+00:00', sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout=10 /*M!100100 , max_statement_time=45 */ /*!80000 , max_execution_time=45000, information_schema_stats_expiry=0 */`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

function openPool(c: StoreConfig): Pool {
  return mysql.createPool({
    host: c.MYSQL_HOST,
    port: c.MYSQL_PORT,
    stream: () => openSocket({ host: c.MYSQL_HOST, port: c.MYSQL_PORT }),
    user: c.MYSQL_USER,
    password: c.MYSQL_PASSWORD,
    connectionLimit: c.MYSQL_POOL_SIZE,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    decimalNumbers: true,
    supportBigNumbers: true,
    connectTimeout: 5_000,
    maxPreparedStatements: 200,
    flags: ['-FOUND_ROWS'],
  });
}

const prepareSession = async (c: PoolConnection): Promise<void> => {
  for (const sql of SESSION) await c.query({ sql, timeout: 10_000 });
};

/** More placeholders than this and their descriptions are worth forgetting. */
const MANY_PLACEHOLDERS = 500;
const slimmed = new WeakMap<object, Set<string>>();

/**
 * With a prepared statement the driver keeps a description of every placeholder,
 * some 250 bytes each: megabytes for a batch of wide rows, once per connection.
 * They would only tell it which numbers to send as integers.
 */
async function forgetPlaceholders(c: PoolConnection, options: { sql: string; values: SqlValue[] | undefined }): Promise<void> {
  if ((options.values?.length ?? 0) < MANY_PLACEHOLDERS) return;
  const done = slimmed.get(c.connection) ?? new Set();
  slimmed.set(c.connection, done);
  if (done.has(options.sql)) return;
  const { statement } = (await c.prepare(options)) as unknown as { statement?: { parameters?: unknown[] } };
  // A driver that keeps them elsewhere costs memory, not correctness.
  if (statement?.parameters) statement.parameters = [];
  done.add(options.sql);
}

async function send(c: PoolConnection, s: Statement): Promise<unknown> {
  const options = { sql: s.sql, values: s.values as SqlValue[] | undefined, timeout: s.withinMs ?? ANSWER_TIMEOUT_MS, rowsAsArray: s.asArrays ?? false };
  if (s.prepared) await forgetPlaceholders(c, options);
  const [answer] = s.prepared ? await c.execute<RowDataPacket[] | ResultSetHeader>(options) : await c.query<RowDataPacket[] | ResultSetHeader>(options);
  return answer;
}

const streamed = (s: Statement): Streamed => ({ sql: s.sql, values: s.values as SqlValue[] | undefined, timeout: s.withinMs ?? ANSWER_TIMEOUT_MS });

const sendBulk = async (c: PoolConnection, { sql, rows }: Bulk): Promise<boolean> => (await executeBulk(c, { sql, rows, timeout: ANSWER_TIMEOUT_MS })) !== null;

/** A few milliseconds, growing, with jitter: the winner of the conflict needs only to commit. */
const pause = (attempt: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * 2 ** attempt));

async function repeated<T>(log: Log, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= MOST_TRIES || !isContention(error)) throw error;
      log.debug({ attempt, err: (error as Error).message }, 'lock conflict, repeating');
      await pause(attempt);
    }
  }
}

class MysqlPool implements Mysql {
  private readonly ready = new WeakSet<object>();
  private inUse = 0;

  constructor(
    private readonly pool: Pool,
    private readonly metrics: StoreMetrics,
    private readonly log: Log,
  ) {}

  rows = <T>(s: Statement): Promise<T[]> => repeated(this.log, () => this.borrow(s.table, (c) => this.sent(c, s))) as Promise<T[]>;

  into = <T>(s: Statement, begin: () => Sink<T>): Promise<T> =>
    repeated(this.log, () =>
      this.borrow(s.table, async (c) => {
        const sink = begin();
        const refused = await this.timed(c, s, () => eachRow(c, streamed(s), (row) => sink.take(row)));
        if (refused) throw refused.error;
        return sink.end();
      }),
    );

  run = (s: Statement): Promise<number> => repeated(this.log, () => this.borrow(s.table, async (c) => ((await this.sent(c, s)) as ResultSetHeader).affectedRows));

  bulk = (b: Bulk): Promise<boolean> => repeated(this.log, () => this.borrow(b.table, (c) => this.timed(c, b, () => sendBulk(c, b))));

  transaction = <T>(table: string, work: (session: Session) => Promise<T>): Promise<T> => repeated(this.log, () => this.borrow(table, (c) => this.committed(c, table, work)));

  alone = <T>(work: (session: Session) => Promise<T>): Promise<T> => this.borrow('session', (c) => work(this.sessionOf(c)), true);

  close = (): Promise<void> => this.pool.end();

  private async committed<T>(c: PoolConnection, table: string, work: (session: Session) => Promise<T>): Promise<T> {
    await this.sent(c, { table, sql: 'START TRANSACTION' });
    try {
      const result = await work(this.sessionOf(c));
      await this.sent(c, { table, sql: 'COMMIT' });
      return result;
    } catch (error) {
      // Where the connection itself is gone the server rolls back on its own, and the first error tells more.
      await c.rollback().catch((failed: unknown) => this.log.debug({ err: translate(failed, table).message }, 'rollback'));
      throw error;
    }
  }

  private sessionOf(c: PoolConnection): Session {
    return {
      rows: <T>(s: Statement) => this.sent(c, s) as Promise<T[]>,
      run: async (s) => ((await this.sent(c, s)) as ResultSetHeader).affectedRows,
      bulk: (b) => this.timed(c, b, () => sendBulk(c, b)),
    };
  }

  private sent = (c: PoolConnection, s: Statement): Promise<unknown> => this.timed(c, s, () => send(c, s));

  private async timed<T = unknown>(c: PoolConnection, s: Pick<Statement, 'table'>, work: () => Promise<T>): Promise<T> {
    const from = stopwatchMs();
    try {
      return await work();
    } catch (error) {
      if (isBroken(error)) c.destroy();
      throw translate(error, s.table);
    } finally {
      this.metrics.mysqlQuerySeconds.observe({ table: s.table }, (stopwatchMs() - from) / 1000);
    }
  }

  /** Hands out a prepared connection and takes it back, or throws it away when it is broken or was asked for alone. */
  private async borrow<T>(table: string, work: (c: PoolConnection) => Promise<T>, throwAway = false): Promise<T> {
    const c = await this.acquire(table);
    this.metrics.mysqlConnections.set({ database: 'all' }, ++this.inUse);
    try {
      return await work(c);
    } finally {
      this.metrics.mysqlConnections.set({ database: 'all' }, --this.inUse);
      if (throwAway) c.destroy();
      else c.release();
    }
  }

  private async acquire(table: string): Promise<PoolConnection> {
    let c: PoolConnection | undefined;
    try {
      c = await this.pool.getConnection();
      if (!this.ready.has(c.connection)) {
        await prepareSession(c);
        this.ready.add(c.connection);
      }
      return c;
    } catch (error) {
      c?.destroy();
      throw translate(error, table);
    }
  }
}

/** Opens no connection until the first statement. */
export const openMysql = (config: StoreConfig, metrics: StoreMetrics, log: Log): Mysql => new MysqlPool(openPool(config), metrics, log);
