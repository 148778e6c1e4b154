/** Which partitions the tables of the declarations have, as the server tells. */
import { databaseNames, type DatabaseNames, type StoreConfig } from '../config.js';
import { quoted } from '../ddl.js';
import type { Session } from '../mysql.js';
import type { Partition, Table } from '../table.js';
import { tables } from '../tables/index.js';
import type { Part } from './plan.js';
import { columnOf, endOf, type Described } from './statements.js';

export type Cut = Table & { partition: Partition };
export const cutTables: readonly Cut[] = tables.filter((t): t is Cut => t.partition !== null);

export interface Surveyed {
  table: Cut;
  /** Name with database, quoted. */
  full: string;
  /** Ascending; null while the table is in one piece. */
  parts: Part[] | null;
  /** The column it is cut by; '' while it is in one piece. */
  by: string;
}

export const fullName = (names: DatabaseNames, t: Pick<Table, 'database' | 'name'>): string => `${quoted(names[t.database])}.${quoted(t.name)}`;

type Found = Described & { db: string; tbl: string };

/** Tables that do not exist (yet) are left out. @throws StoreError; RangeError for partitions that somebody else made. */
export async function survey(session: Session, config: StoreConfig): Promise<Surveyed[]> {
  const names = databaseNames(config);
  const rows = await session.rows<Found>({
    table: 'information_schema',
    sql: 'SELECT table_schema AS db, table_name AS tbl, partition_name AS name, partition_description AS description, partition_expression AS expression FROM information_schema.partitions WHERE table_schema IN (?, ?) ORDER BY table_schema, table_name, partition_ordinal_position',
    values: [names.prices, names.stock],
  });
  return cutTables.flatMap((table) => {
    const mine = rows.filter((r) => r.db === names[table.database] && r.tbl === table.name);
    const parts = mine.filter((r) => r.name !== null).map((r) => ({ name: r.name as string, end: endOf(r.description ?? '') }));
    return mine.length === 0 ? [] : [{ table, full: fullName(names, table), parts: parts.length > 0 ? parts : null, by: columnOf(mine[0]?.expression ?? null) }];
  });
}
