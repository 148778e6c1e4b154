/** Compares what the databases hold with what the declarations expect, before a process does any work. */
import { StoreError } from '#queues/errors.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { silentLog } from '#queues/runtime/log.js';
import { databaseNames, type StoreConfig } from './config.js';
import { openMysql, type Session } from './mysql.js';
import type { Table } from './table.js';
import { tables, views } from './tables/index.js';

interface Found {
  db: string;
  tbl: string;
  col: string;
  type: string;
  nullable: string;
  keypart: string;
}

/** MariaDB shows display widths (`int(11)`), MySQL 8 does not; both mean the same. */
const plainType = (type: string): string => type.toLowerCase().replace(/^(int|bigint)\(\d+\)/, '$1');

function differencesOf(t: Table, found: ReadonlyMap<string, Found>): string[] {
  if (found.size === 0) return [`${t.name}: the table is missing`];
  const lines: string[] = [];
  for (const [name, c] of Object.entries(t.columns)) {
    const f = found.get(name);
    if (!f) lines.push(`${t.name}.${name}: the column is missing`);
    else if (plainType(f.type) !== plainType(c.sql)) lines.push(`${t.name}.${name}: is ${f.type}, expected ${c.sql}`);
    else if ((f.nullable === 'YES') !== c.nullable) lines.push(`${t.name}.${name}: is ${f.nullable === 'YES' ? 'nullable' : 'not nullable'}, expected the opposite`);
  }
  const key = [...found.values()].filter((f) => f.keypart === 'PRI').map((f) => f.col);
  if (key.length !== t.key.length || key.some((c) => !t.key.includes(c))) lines.push(`${t.name}: its primary key is (${key.join(', ')}), expected (${t.key.join(', ')})`);
  return lines;
}

/** @returns one line per difference; columns the database has beyond the declarations are no difference. */
export async function schemaDifferences(session: Session, config: StoreConfig): Promise<string[]> {
  const names = databaseNames(config);
  const rows = await session.rows<Found>({
    table: 'information_schema',
    sql: 'SELECT table_schema AS db, table_name AS tbl, column_name AS col, column_type AS type, is_nullable AS nullable, column_key AS keypart FROM information_schema.columns WHERE table_schema IN (?, ?, ?)',
    values: [names.prices, names.trading, names.stock],
  });
  const found = new Map<string, Map<string, Found>>();
  for (const row of rows) {
    const id = `${row.db}.${row.tbl}`;
    found.set(id, (found.get(id) ?? new Map<string, Found>()).set(row.col, row));
  }
  // The trading engine may shape its own tables as it likes.
  const ours = tables.filter((t) => t.database !== 'trading').flatMap((t) => differencesOf(t, found.get(`${names[t.database]}.${t.name}`) ?? new Map<string, Found>()));
  const lostViews = views.filter((v) => !found.has(`${names[v.database]}.${v.name}`)).map((v) => `${v.name}: the view is missing`);
  return [...ours, ...lostViews];
}

/**
 * For the start of a process.
 * @throws StoreError permanent listing every difference; transient when MySQL does not answer.
 */
export async function verifySchema(config: StoreConfig): Promise<void> {
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 1 }, createMetrics(false), silentLog());
  try {
    const differences = await schemaDifferences(mysql, config);
    if (differences.length > 0) throw new StoreError('permanent', `the database does not fit this version; run \`npm run migrate\`:\n${differences.map((d) => `  - ${d}`).join('\n')}`, 'SCHEMA_MISMATCH');
  } finally {
    await mysql.close();
  }
}
