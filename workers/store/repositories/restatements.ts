/** The log of restatements, a page at a time, newest first: found through the index, so that the last page costs what the first does. */
import type { Database } from '../database.js';
import type { RestatementsRepository, Timeframe } from '../index.js';
import type { SqlValue } from '../mysql.js';
import type { FormerValue } from '../restatement-reads.js';
import { restatedBars } from '../tables/ohlc.js';
import { restatements, type RestatementRow } from '../tables/restatements.js';

/** Tells lines of one instant apart; none of its parts holds a space. */
const markOf = ({ dataset, row_key, column_name }: RestatementRow): string => `${dataset} ${row_key} ${column_name}`;
function partsOf(mark: string): [string, string, string] {
  const [dataset = '', name = '', column = ''] = mark.split(' ');
  return [dataset, name, column];
}

type Line = Pick<RestatementRow, 'row_key' | 'column_name' | 'seen_at' | 'old_value'>;

/** @param row_key as `nameIn` writes it for bars: symbol, timeframe, opening */
function formerValue({ row_key, column_name, seen_at, old_value }: Line): FormerValue {
  const [symbol = '', timeframe, opened = ''] = row_key.split('|');
  return { symbol, timeframe: timeframe as Timeframe, openTime: Date.parse(opened), column: column_name as FormerValue['column'], seenAt: seen_at.getTime(), value: old_value as number };
}

export const restatementsRepository = (db: Database): RestatementsRepository => ({
  async page({ dataset, subject }, { fromMs, toMs, limit, after }) {
    const conditions = ['seen_at >= ?', 'seen_at < ?'];
    const values: SqlValue[] = [new Date(fromMs), new Date(toMs)];
    const only = (condition: string, ...of: SqlValue[]): void => void (conditions.push(condition), values.push(...of));
    if (dataset !== undefined) only('dataset = ?', dataset);
    if (subject !== undefined) only("SUBSTRING_INDEX(row_key, '|', 1) = ?", subject);
    if (after) only('seen_at <= ? AND (seen_at < ? OR (dataset, row_key, column_name) < (?, ?, ?))', new Date(after.atMs), new Date(after.atMs), ...partsOf(after.key));
    const sql = `SELECT * FROM ${db.name(restatements)} WHERE ${conditions.join(' AND ')} ORDER BY seen_at DESC, dataset DESC, row_key DESC, column_name DESC LIMIT ${Math.trunc(limit) + 1}`;
    const found = await db.select<RestatementRow>(restatements, { sql, values });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { rows, next: found.length > limit && last ? { atMs: last.seen_at.getTime(), key: markOf(last) } : null };
  },
  async formerBars({ seenFromMs, closedBeforeMs }) {
    const sql = `SELECT row_key, column_name, seen_at, old_value FROM ${db.name(restatements)} WHERE dataset = ? AND seen_at >= ? AND known_at < ? ORDER BY seen_at DESC`;
    return (await db.select<Line>(restatements, { sql, values: [restatedBars.dataset, new Date(seenFromMs), new Date(closedBeforeMs)] })).map(formerValue);
  },
});
