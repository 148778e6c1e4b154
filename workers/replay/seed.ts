/**
 * What was known when the replay begins, as far as its jobs can see it: rows that
 * were stored before, bars that were final then, with the values they had then, how
 * far sources had been read. Indicators' memory is built anew from the bars.
 */
import { unpacked } from '../archive/pack.js';
import { columnNames, type Table } from '../store/table.js';
import { quoted } from '../store/ddl.js';
import type { SqlValue } from '../store/mysql.js';
import { collectRuns, processRuns, type Known, type Told } from '../store/tables/archive.js';
import { cryptoAssets } from '../store/tables/assets.js';
import { sourceCursors } from '../store/tables/cursors.js';
import { ohlcData } from '../store/tables/ohlc.js';
import { restatements } from '../store/tables/restatements.js';
import { live, scratch, type Ground } from './ground.js';
import { replayed, sinceOf } from './tables.js';
import type { Work } from './work.js';

const LABEL = 'replay';
const LONG_AGO = new Date(Date.UTC(2009, 0, 2));
const AT_ONCE = 400;

const columnList = (t: Table, alias = ''): string => columnNames(t).map((c) => `${alias}${quoted(c)}`).join(', ');
const keyOrder = (t: Table): string => t.key.map(quoted).join(', ');

async function copy(ground: Ground, t: Table, where: { sql: string; values: SqlValue[] }): Promise<number> {
  const sql = `INSERT INTO ${scratch(ground, t)} (${columnList(t)}) SELECT ${columnList(t)} FROM ${live(ground, t)} WHERE ${where.sql} ORDER BY ${keyOrder(t)}`;
  return ground.session.run({ table: LABEL, sql, values: where.values, withinMs: 0 });
}

/** What each series of bars ended with, as the plans of the first runs had it; the symbols that were asked for have an entry for each length. */
interface Newest {
  symbol: string;
  timeframe: string;
  open: Date;
}

async function knownOf<K>(ground: Ground, t: Table, column: 'known' | 'told', run: string): Promise<K> {
  const [row] = await ground.session.rows<Record<string, Buffer>>({ table: LABEL, sql: `SELECT ${column} FROM ${live(ground, t)} WHERE run = ?`, values: [run], prepared: true });
  if (!row) throw new Error(`${t.name}: run ${run} was rolled off a moment ago`);
  return JSON.parse(await unpacked(row[column] as Buffer)) as K;
}

export const plannedFrom = (ground: Ground, run: string): Promise<Known> => knownOf(ground, collectRuns, 'known', run);
export const toldTo = (ground: Ground, run: string): Promise<Told> => knownOf(ground, processRuns, 'told', run);

/** Of each symbol the first run of the window counts. */
async function newestThen(ground: Ground, work: Work): Promise<Newest[]> {
  const seen = new Map<string, Newest[]>();
  const chunks = new Set<string>();
  for (const { run, source, chunk, round } of work.collect) {
    if (source !== 'ohlc' || (chunks.has(String(chunk)) && round === 0)) continue;
    if (round === 0) chunks.add(String(chunk));
    const { symbols, newest } = await plannedFrom(ground, run);
    for (const symbol of symbols) if (!seen.has(symbol)) seen.set(symbol, ['5m', '1h', '4h', '1d'].map((timeframe) => ({ symbol, timeframe, open: new Date(newest[symbol]?.[timeframe] ?? LONG_AGO) })));
  }
  return [...seen.values()].flat();
}

async function seedBars(ground: Ground, work: Work): Promise<number> {
  const { session, start } = ground;
  const ends = scratch(ground, { database: 'prices', name: 'replay_newest' });
  await session.run({ table: LABEL, sql: `CREATE TABLE ${ends} (symbol VARCHAR(20) NOT NULL, timeframe VARCHAR(3) NOT NULL, newest DATETIME(3) NOT NULL, PRIMARY KEY (symbol, timeframe)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin` });
  const rows = await newestThen(ground, work);
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const some = rows.slice(i, i + AT_ONCE);
    await session.run({ table: LABEL, sql: `INSERT INTO ${ends} VALUES ${some.map(() => '(?, ?, ?)').join(', ')}`, values: some.flatMap((r) => [r.symbol, r.timeframe, r.open]) });
  }
  // An open bar is seen by nobody who computes, and what it has become since is not known then.
  const sql = `INSERT INTO ${scratch(ground, ohlcData)} (${columnList(ohlcData)}) SELECT ${columnList(ohlcData, 'o.')} FROM ${live(ground, ohlcData)} o LEFT JOIN ${ends} n ON n.symbol = o.symbol AND n.timeframe = o.timeframe WHERE o.is_final = 1 AND o.ingested_at < ? AND (n.symbol IS NULL OR o.open_time <= n.newest) ORDER BY o.symbol, o.timeframe, o.open_time`;
  const seeded = await session.run({ table: LABEL, sql, values: [new Date(start)], withinMs: 0 });
  await session.run({ table: LABEL, sql: `DROP TABLE ${ends}` });
  await takeBack(ground);
  return seeded;
}

/** Restatements since then are taken back, the newest first. */
async function takeBack(ground: Ground): Promise<void> {
  const { session, start } = ground;
  const later = await session.rows<{ row_key: string; column_name: string; old_value: number | null }>({ table: LABEL, sql: `SELECT row_key, column_name, old_value FROM ${live(ground, restatements)} WHERE dataset = 'ohlc' AND seen_at >= ? ORDER BY seen_at DESC`, values: [new Date(start)], prepared: true });
  for (const { row_key, column_name, old_value } of later) {
    const [symbol = '', timeframe = '', open = ''] = row_key.split('|');
    if (!(column_name in ohlcData.columns)) throw new Error(`a restatement names the column "${column_name}", which bars do not have`);
    await session.run({ table: LABEL, sql: `UPDATE ${scratch(ground, ohlcData)} SET ${quoted(column_name)} = ? WHERE symbol = ? AND timeframe = ? AND open_time = ?`, values: [old_value, symbol, timeframe, new Date(open)], prepared: true });
  }
}

/** The first run of each job. */
const firstOfEach = (runs: Work['process']): Work['process'] => [...new Map([...runs].reverse().map((r) => [r.job, r])).values()];

/** Positions as the first run of each source was told them. */
async function seedCursors(ground: Ground, work: Work): Promise<void> {
  const positions = new Map<string, Record<string, string>>();
  for (const { source, run } of work.collect) if (!positions.has(source)) positions.set(source, (await plannedFrom(ground, run)).cursors);
  for (const { run } of firstOfEach(work.process)) {
    const { cursors } = await toldTo(ground, run);
    for (const source of Object.keys(cursors).filter((s) => !positions.has(s))) positions.set(source, cursors[source] ?? {});
  }
  const rows = [...positions].flatMap(([source, items]) => Object.entries(items).map(([item, position]) => [source, item, position, new Date(ground.start)]));
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const some = rows.slice(i, i + AT_ONCE);
    await ground.session.run({ table: LABEL, sql: `INSERT INTO ${scratch(ground, sourceCursors)} (source, item, position, updated_at) VALUES ${some.map(() => '(?, ?, ?, ?)').join(', ')}`, values: some.flat() as SqlValue[] });
  }
}

/** @returns rows copied. */
export async function seed(ground: Ground, work: Work): Promise<number> {
  const from = ground.start;
  let rows = await copy(ground, cryptoAssets, { sql: '1 = 1', values: [] });
  for (const { table: t, seen } of replayed) {
    if (seen === null || t === ohlcData) continue;
    const since = `${quoted(sinceOf(t))} < ?`;
    const reach = seen === 'all' ? undefined : seen;
    rows += await copy(ground, t, { sql: reach ? `${since} AND ${quoted(reach.by)} >= ?` : since, values: [new Date(from), ...(reach ? [new Date(from - reach.days * 86_400_000)] : [])] });
  }
  rows += await seedBars(ground, work);
  await seedCursors(ground, work);
  return rows;
}
