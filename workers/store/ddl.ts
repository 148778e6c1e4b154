/** From declarations to SQL text: CREATE TABLE, and the changes between two versions of a declaration. Pure. */
import type { DatabaseName, Partition, Table } from './table.js';
import type { View } from './tables/index.js';

/** What the snapshot keeps of a table: enough to tell what changed. */
export interface TableShape {
  columns: Record<string, { sql: string; nullable: boolean; doc: string }>;
  key: readonly string[];
  indexes: Record<string, readonly string[]>;
  /** No statement follows from it: where partitions begin and end depends on the day and on the rows, so `migrate` makes them (retention/). */
  partition?: Partition;
  doc: string;
}
/** `database.table` → shape; `database.view` → SELECT. */
export interface Snapshot {
  tables: Record<string, TableShape>;
  views: Record<string, string>;
}
/** One statement and the database it belongs to. */
export interface Change {
  database: DatabaseName;
  sql: string;
}

export const quoted = (name: string): string => `\`${name}\``;
const list = (names: readonly string[]): string => names.map(quoted).join(', ');
/** Comments are cut where MySQL would refuse them: 1,024 characters for a column, 2,048 for a table. */
const comment = (doc: string, most: number): string => `COMMENT '${doc.slice(0, most).replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(';', ',')}'`;

const columnLine = (name: string, c: { sql: string; nullable: boolean; doc: string }): string => `${quoted(name)} ${c.sql} ${c.nullable ? 'NULL' : 'NOT NULL'} ${comment(c.doc, 1_000)}`;

export const shapeOf = (t: Table): TableShape => ({
  columns: Object.fromEntries(Object.entries(t.columns).map(([name, { sql, nullable, doc }]) => [name, { sql, nullable, doc }])),
  key: t.key,
  indexes: t.indexes,
  ...(t.partition ? { partition: t.partition } : {}),
  doc: t.doc,
});

export const snapshotOf = (tables: readonly Table[], views: readonly View[]): Snapshot => ({
  tables: Object.fromEntries(tables.map((t) => [`${t.database}.${t.name}`, shapeOf(t)])),
  views: Object.fromEntries(views.map((v) => [`${v.database}.${v.name}`, v.as])),
});

const split = (id: string): [DatabaseName, string] => id.split('.') as [DatabaseName, string];

/** Binary collation: tickers compare byte by byte, and sort in MySQL as they do in JavaScript, so that every writer locks rows in one order. */
export function createTable(name: string, shape: TableShape): string {
  const lines = [
    ...Object.entries(shape.columns).map(([column, c]) => columnLine(column, c)),
    `PRIMARY KEY (${list(shape.key)})`,
    ...Object.entries(shape.indexes).map(([index, columns]) => `KEY ${quoted(index)} (${list(columns)})`),
  ];
  return `CREATE TABLE IF NOT EXISTS ${quoted(name)} (\n  ${lines.join(',\n  ')}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC ${comment(shape.doc, 2_000)}`;
}

/**
 * Statements that lead from one snapshot to the next. Forward only: a column
 * that is no longer declared stays and becomes nullable, a table stays.
 * @throws RangeError for a change that stored rows cannot follow.
 */
export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const changes: Change[] = [];
  for (const [id, shape] of Object.entries(after.tables)) {
    const [database, name] = split(id);
    const old = before.tables[id];
    if (!old) changes.push({ database, sql: createTable(name, shape) });
    else changes.push(...alterations(name, old, shape).map((line) => ({ database, sql: `ALTER TABLE ${quoted(name)} ${line}` })));
  }
  const tablesChanged = changes.length > 0;
  for (const [id, as] of Object.entries(after.views)) {
    const [database, name] = split(id);
    // A view of `SELECT *` keeps the columns of the day it was made.
    if (tablesChanged || before.views[id] !== as) changes.push({ database, sql: `CREATE OR REPLACE VIEW ${quoted(name)} AS ${as}` });
  }
  return changes;
}

function alterations(table: string, old: TableShape, shape: TableShape): string[] {
  if (old.key.join() !== shape.key.join()) throw new RangeError(`${table}: a primary key cannot be changed by a generated migration; write it by hand`);
  if (old.partition && old.partition.by !== shape.partition?.by) throw new RangeError(`${table}: it is cut by ${old.partition.by}; another column, or none, needs a migration written by hand`);
  const lines: string[] = [];
  for (const [name, c] of Object.entries(shape.columns)) {
    const was = old.columns[name];
    if (!was && !c.nullable) throw new RangeError(`${table}.${name}: rows that are stored have no value for a new column; declare it with maybe(…)`);
    if (!was) lines.push(`ADD COLUMN ${columnLine(name, c)}`);
    else if (was.sql !== c.sql || was.nullable !== c.nullable) lines.push(`MODIFY COLUMN ${columnLine(name, c)}`);
  }
  for (const [name, was] of Object.entries(old.columns)) {
    if (!shape.columns[name] && !was.nullable) lines.push(`MODIFY COLUMN ${columnLine(name, { ...was, nullable: true })}`);
  }
  return [...lines, ...indexAlterations(old, shape)];
}

function indexAlterations(old: TableShape, shape: TableShape): string[] {
  const lines: string[] = [];
  for (const [name, columns] of Object.entries(old.indexes)) if (shape.indexes[name]?.join() !== columns.join()) lines.push(`DROP INDEX ${quoted(name)}`);
  for (const [name, columns] of Object.entries(shape.indexes)) if (old.indexes[name]?.join() !== columns.join()) lines.push(`ADD INDEX ${quoted(name)} (${list(columns)})`);
  return lines;
}

/** Text of a migration file: every statement under the database it belongs to. */
export const migrationText = (changes: readonly Change[]): string =>
  `-- Generated by \`npm run generate\` from workers/store/tables. Review, commit, never edit once applied.\n${changes.map((c) => `\n-- database: ${c.database}\n${c.sql};\n`).join('')}`;

/** @throws RangeError when a statement stands before the first `-- database:` line. */
export function parseMigration(text: string): Change[] {
  const changes: Change[] = [];
  for (const part of text.split(/^-- database: /m).slice(1)) {
    const [database = '', ...lines] = part.split('\n');
    if (!['prices', 'trading', 'stock'].includes(database)) throw new RangeError(`a migration names the database "${database}"; known are prices, trading and stock`);
    for (const sql of lines.join('\n').split(/;\s*$/m)) if (sql.trim()) changes.push({ database: database as DatabaseName, sql: sql.trim() });
  }
  return changes;
}
