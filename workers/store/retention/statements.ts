/** Partitions as SQL text, alike on MySQL 8 and MariaDB; and what a server says of them. Pure. */
import { quoted } from '../ddl.js';
import type { Part, Split } from './plan.js';

/** `2026-02-01 00:00:00`: partitions end at whole days. */
const instantText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 10)} 00:00:00`;
const partText = ({ name, end }: Part): string => `PARTITION ${quoted(name)} VALUES LESS THAN (${end === Infinity ? 'MAXVALUE' : `'${instantText(end)}'`})`;
const list = (parts: readonly Part[]): string => `(${parts.map(partText).join(', ')})`;

/** @param table name with database, quoted. */
export const partitionStatement = (table: string, by: string, parts: readonly Part[]): string => `ALTER TABLE ${table} PARTITION BY RANGE COLUMNS (${quoted(by)}) ${list(parts)}`;
export const splitStatement = (table: string, { part, into }: Split): string => `ALTER TABLE ${table} REORGANIZE PARTITION ${quoted(part.name)} INTO ${list(into)}`;
export const dropStatement = (table: string, part: Part): string => `ALTER TABLE ${table} DROP PARTITION ${quoted(part.name)}`;

/** A row of information_schema.partitions. */
export interface Described {
  name: string | null;
  /** `'2026-02-01 00:00:00'`, quotes and all, or MAXVALUE. */
  description: string | null;
  expression: string | null;
}

/** Where a partition ends, ms. @throws RangeError for a partition that is not one of ours. */
export function endOf(description: string): number {
  if (description === 'MAXVALUE') return Infinity;
  const end = Date.parse(`${description.replaceAll("'", '').slice(0, 10)}T00:00:00Z`);
  if (!/^'\d{4}-\d{2}-\d{2}( 00:00:00(\.0+)?)?'$/.test(description) || Number.isNaN(end)) throw new RangeError(`a partition ends at ${description}, which is no UTC day`);
  return end;
}

/** The column a table is cut by, without its quotes. */
export const columnOf = (expression: string | null): string => (expression ?? '').replaceAll('`', '');
