/**
 * Tables as data. From one declaration come the row type, the CREATE TABLE, the
 * column list of every upsert, and the check that the database has what the
 * code expects.
 */
import type { Period } from './retention/periods.js';

export type SqlKind = 'string' | 'number' | 'date' | 'boolean' | 'json' | 'bytes';

export interface Column<T = unknown> {
  /** Column type as it stands in the DDL, valid on MySQL 8 and MariaDB alike. */
  sql: string;
  kind: SqlKind;
  nullable: boolean;
  /** What the value means and its unit; becomes the column's comment. */
  doc: string;
  /** Says when, or by which job, the row was written, not what is known: two runs over the same facts may differ in it. */
  ofWriting?: true;
  /** Carries the row type; never read. */
  readonly type?: T;
}

const column = <T>(sql: string, kind: SqlKind, doc: string, nullable: boolean): Column<T> => ({ sql, kind, doc, nullable });

/** Text of at most `length` characters. */
export const text = (length: number, doc: string): Column<string> => column(`VARCHAR(${length})`, 'string', doc, false);
/** Long text. */
export const longText = (doc: string): Column<string> => column('MEDIUMTEXT', 'string', doc, false);
/** An instant, UTC, to the millisecond. */
export const instant = (doc: string): Column<Date> => column('DATETIME(3)', 'date', doc, false);
/** A 64-bit float: 15 significant digits at any magnitude, so 1.2345e-8 and 98765.43 both survive. */
export const double = (doc: string): Column<number> => column('DOUBLE', 'number', doc, false);
export const integer = (doc: string): Column<number> => column('INT', 'number', doc, false);
/** Within ±2^53; larger is refused at the edge. */
export const bigint = (doc: string): Column<number> => column('BIGINT', 'number', doc, false);
export const boolean = (doc: string): Column<boolean> => column('TINYINT(1)', 'boolean', doc, false);
/** JSON text; LONGTEXT so that MySQL and MariaDB return the same. */
export const json = <T = unknown>(doc: string): Column<T> => column('LONGTEXT', 'json', doc, false);
export const bytes = (doc: string): Column<Buffer> => column('MEDIUMBLOB', 'bytes', doc, false);
/** Unknown is NULL. */
export const maybe = <T>(c: Column<T>): Column<T | null> => ({ ...c, nullable: true }) as Column<T | null>;

/** Marks a column as `ofWriting`. */
export const ofWriting = <T>(c: Column<T>): Column<T> => ({ ...c, ofWriting: true });

export type Columns = Record<string, Column>;
export type DatabaseName = 'prices' | 'trading' | 'stock';

/** How a large table is cut, so that old rows go whole and reads touch what they ask for: one partition a period. */
export interface Partition<K extends string = string> {
  /** An instant of the primary key: every unique key must hold it. */
  by: K;
  every: Period;
}

/** When rows go by themselves. KEEP_DAYS overrides the days. */
export interface Keep<K extends string = string> {
  /** Instant that a row's age is counted from. Of a partitioned table: what it is cut by; of others: the first column of an index. */
  by: K;
  /** Days; 0 keeps for ever. */
  days: number;
}

/**
 * What happens when a value that was known comes again as another one: which
 * columns are compared, and from which difference on it is a restatement. The
 * log, the counter, the question of the api and `as_of` follow from it.
 */
export interface Restated<K extends string = string> {
  /** Its name in the log. */
  dataset: string;
  /** What names a row in the log, of the key: first what it is about, last the instant it is of. */
  named: readonly K[];
  /** Columns of numbers that are compared. */
  columns: readonly K[];
  /** Relative to the larger of the two: values nearer to each other are the same, and the stored one stays. */
  tolerance: number;
  /** Relative change from which on it is told in the log of the process as well. */
  large: number;
}

export interface Table<C extends Columns = Columns, K extends string = string> {
  database: DatabaseName;
  name: string;
  doc: string;
  columns: C;
  key: readonly K[];
  indexes: Record<string, readonly K[]>;
  /**
   * What an upsert does with a row that is there: `replace` every non-key column
   * but `ingested_at`, or `keep` the first version (facts that must not change).
   */
  onRepeat: 'replace' | 'keep';
  partition: Partition<K> | null;
  /** Null: nothing of it goes by itself. */
  keep: Keep<K> | null;
  /** Null: what is stored is never known otherwise later; a repeat is no news. */
  restated: Restated<K> | null;
  /**
   * True: rows are made from others and may be made again. What a row said before it
   * said something else is kept in `superseded_rows`, in the transaction of the change,
   * and `as_of` reads it. Such a table has `ingested_at`: the instant of a writing.
   */
  versioned: boolean;
}

type Optional = 'indexes' | 'onRepeat' | 'partition' | 'keep' | 'restated' | 'versioned';
type Declared<T extends Table> = Omit<T, Optional> & Partial<Pick<T, Optional>>;
/** @throws RangeError for a partition or an age that the key and the indexes cannot carry. */
export function table<C extends Columns>(declared: Declared<Table<C, keyof C & string>>): Table<C, keyof C & string> {
  const t = { indexes: {}, onRepeat: 'replace' as const, partition: null, keep: null, restated: null, versioned: false, ...declared };
  const { partition, keep } = t;
  if (partition && (!t.key.includes(partition.by) || t.columns[partition.by]?.sql !== 'DATETIME(3)')) throw new RangeError(`${t.name}: ${partition.by} cannot cut it: it must be an instant of the primary key`);
  if (keep && partition && keep.by !== partition.by) throw new RangeError(`${t.name}: rows that go whole are as old as their ${partition.by}, not their ${keep.by}`);
  if (keep && !partition && !Object.values(t.indexes).some((columns) => columns[0] === keep.by)) throw new RangeError(`${t.name}: no index begins with ${keep.by}, so old rows could not be found`);
  if (t.versioned && (t.onRepeat !== 'replace' || t.columns['ingested_at']?.kind !== 'date')) throw new RangeError(`${t.name}: versions follow from rows that are replaced at an instant, \`ingested_at\``);
  return t;
}

type ValueOf<C> = C extends Column<infer T> ? T : never;
/** The row type of a table: `Row<typeof ohlcData>`. */
export type Row<T extends Table> = { [K in keyof T['columns']]: ValueOf<T['columns'][K]> };

/** Column names in declaration order. */
export const columnNames = <T extends Table>(t: T): (keyof T['columns'] & string)[] => Object.keys(t.columns);

/** A row of a table that ends in numbers: these in the order of the columns, NaN where one is unknown; and everything before them. */
export interface Computed<Fixed extends object> {
  fixed: Fixed;
  numbers: Float64Array;
}
