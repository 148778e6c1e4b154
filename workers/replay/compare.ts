/**
 * The farm's rows beside the replay's, in SQL: every column that says what is known,
 * null-safe, texts by their bytes, numbers by their bits. Columns that say when, or
 * by which job, a row was written are left out, as the tables declare them.
 */
import type { Column, Table } from '../store/table.js';
import { quoted } from '../store/ddl.js';
import type { SqlValue } from '../store/mysql.js';
import { ohlcData } from '../store/tables/ohlc.js';
import { restatements } from '../store/tables/restatements.js';
import { live, scratch, type Ground } from './ground.js';
import { replayed, sinceOf, type Replayed } from './tables.js';

export interface Difference {
  /** The primary key, joined by a space. */
  key: string;
  /** `*` where one of the two rows is not there. */
  column: string;
  stored: string | null;
  replayed: string | null;
}

export interface TableReport {
  table: string;
  /** Rows that the farm stored in the window, and rows that the replay made. */
  stored: number;
  replayed: number;
  equal: number;
  differing: number;
  /** Rows that only the farm has, or only the replay. */
  onlyStored: number;
  onlyReplayed: number;
  /** Rows that differ because they were changed after the window, and why. */
  changedSince: number;
  why: string | null;
  first: Difference[];
}

const MOST_SHOWN = 5;

/** -0 equals 0 for MySQL, and is another number; as text they differ. */
function same(name: string, { kind, sql }: Column): string {
  const [a, b] = [`l.${quoted(name)}`, `s.${quoted(name)}`];
  if (sql === 'DOUBLE') return `(${a} <=> ${b} AND (${b} IS NULL OR ${b} <> 0 OR CONCAT(${a}) = CONCAT(${b})))`;
  return kind === 'string' || kind === 'json' ? `CAST(${a} AS BINARY) <=> CAST(${b} AS BINARY)` : `${a} <=> ${b}`;
}

/** Columns that are compared: not those of the key, by which rows are matched, and not those of writing. */
export const comparedColumns = (t: Table): string[] => Object.entries(t.columns).flatMap(([name, c]) => (t.key.includes(name) || c.ofWriting ? [] : [name]));
/** `table.column` of everything that is left out. */
export const leftOut = (): string[] => replayed.flatMap(({ table: t }) => Object.entries(t.columns).flatMap(([name, c]) => (c.ofWriting ? [`${t.name}.${name}`] : [])));

interface Parts {
  ground: Ground;
  t: Table;
  /** `l.key = s.key AND …` */
  match: string;
  equal: string;
  /** Which replayed rows count, over `s`; and the instant bound to it. */
  made: string;
  since: string;
}

/** A bar that is still open says the moment at which it was looked at; it has become another since. */
const closed = (t: Table): string => (t === ohlcData ? ' AND s.is_final = 1' : '');

function partsOf(ground: Ground, t: Table): Parts {
  const match = t.key.map((k) => `l.${quoted(k)} = s.${quoted(k)}`).join(' AND ');
  const equal = comparedColumns(t).map((name) => same(name, t.columns[name] as Column)).join(' AND ') || '1 = 1';
  const since = quoted(sinceOf(t));
  return { ground, t, match, equal, made: `s.${since} >= ?${closed(t)}`, since };
}

const countOf = async ({ ground, t }: Parts, sql: string, values: SqlValue[]): Promise<number[]> => {
  const [row] = await ground.session.rows<(number | string | null)[]>({ table: t.name, sql, values, asArrays: true, withinMs: 0 });
  return (row ?? []).map((n) => Number(n ?? 0));
};

/** Rows that both have: those the replay made, and any other that it changed. */
async function shared(p: Parts, changedSince: Replayed['changedSince']): Promise<{ both: number; equal: number; changed: number }> {
  const { ground, t, match, equal, made } = p;
  const why = changedSince?.sql.replace('{restatements}', live(ground, restatements)) ?? '1 = 0';
  const bound = changedSince?.values === 'to' ? [new Date(ground.window.to)] : [];
  const from = `FROM ${scratch(ground, t)} s JOIN ${live(ground, t)} l ON ${match} WHERE (${made} OR NOT (${equal}))${closed(t)}`;
  const at = new Date(ground.window.from);
  const [both = 0, same = 0] = await countOf(p, `SELECT COUNT(*), SUM(${equal}) ${from}`, [at]);
  if (both === same) return { both, equal: same, changed: 0 };
  const [changed = 0] = await countOf(p, `SELECT COUNT(*) ${from} AND NOT (${equal}) AND ${why}`, [at, ...bound]);
  return { both, equal: same, changed };
}

const shown = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return value instanceof Date ? value.toISOString() : String(value as string | number).slice(0, 200);
};
const keyText = (t: Table, row: Record<string, unknown>): string => t.key.map((k) => shown(row[`k_${k}`])).join(' ');

/** The first rows that differ, column by column. */
async function firstDiffering(p: Parts, changedSince: Replayed['changedSince']): Promise<Difference[]> {
  const { ground, t, match, equal } = p;
  const why = changedSince?.sql.replace('{restatements}', live(ground, restatements));
  const values = changedSince?.values === 'to' ? [new Date(ground.window.to)] : [];
  const names = comparedColumns(t);
  const columns = [...t.key.map((k) => `s.${quoted(k)} AS ${quoted(`k_${k}`)}`), ...names.flatMap((n, i) => [`l.${quoted(n)} AS l_${i}`, `s.${quoted(n)} AS s_${i}`, `${same(n, t.columns[n] as Column)} AS e_${i}`])];
  const sql = `SELECT ${columns.join(', ')} FROM ${scratch(ground, t)} s JOIN ${live(ground, t)} l ON ${match} WHERE NOT (${equal})${closed(t)}${why ? ` AND NOT (${why})` : ''} ORDER BY ${t.key.map((k) => `s.${quoted(k)}`).join(', ')} LIMIT ${MOST_SHOWN}`;
  const rows = await ground.session.rows<Record<string, unknown>>({ table: t.name, sql, values, prepared: true, withinMs: 0 });
  return rows.flatMap((row) => names.flatMap((column, i) => (Number(row[`e_${i}`]) === 1 ? [] : [{ key: keyText(t, row), column, stored: shown(row[`l_${i}`]), replayed: shown(row[`s_${i}`]) }]))).slice(0, 2 * MOST_SHOWN);
}

interface Alone {
  n: number;
  first: Difference[];
}

/** Rows of one side without a counterpart. @param a its alias. */
async function alone(p: Parts, side: 'stored' | 'replayed'): Promise<Alone> {
  const { ground, t, match, since, made } = p;
  const [a, b] = side === 'stored' ? ['l', 's'] : ['s', 'l'];
  const tables = side === 'stored' ? `${live(ground, t)} l LEFT JOIN ${scratch(ground, t)} s` : `${scratch(ground, t)} s LEFT JOIN ${live(ground, t)} l`;
  const { from, to } = ground.window;
  const where = `${b}.${quoted(t.key[0] as string)} IS NULL AND ${side === 'stored' ? `l.${since} >= ? AND l.${since} < ?` : made}`;
  const values = side === 'stored' ? [new Date(from), new Date(to)] : [new Date(from)];
  const [n = 0] = await countOf(p, `SELECT COUNT(*) FROM ${tables} ON ${match} WHERE ${where}`, values);
  if (n === 0) return { n, first: [] };
  const keys = t.key.map((k) => `${a}.${quoted(k)} AS ${quoted(`k_${k}`)}`).join(', ');
  const rows = await ground.session.rows<Record<string, unknown>>({ table: t.name, sql: `SELECT ${keys} FROM ${tables} ON ${match} WHERE ${where} ORDER BY ${t.key.map((k) => `${a}.${quoted(k)}`).join(', ')} LIMIT ${MOST_SHOWN}`, values, withinMs: 0 });
  return { n, first: rows.map((row) => ({ key: keyText(t, row), column: '*', stored: side === 'stored' ? 'a row' : null, replayed: side === 'replayed' ? 'a row' : null })) };
}

export async function compareTable(ground: Ground, { table: t, changedSince }: Replayed): Promise<TableReport> {
  const p = partsOf(ground, t);
  const { both, equal, changed } = await shared(p, changedSince);
  const differing = both - equal - changed;
  const [onlyStored, onlyReplayed] = [await alone(p, 'stored'), await alone(p, 'replayed')];
  const first = differing > 0 ? await firstDiffering(p, changedSince) : [];
  return {
    table: t.name,
    stored: both + onlyStored.n,
    replayed: both + onlyReplayed.n,
    equal,
    differing,
    onlyStored: onlyStored.n,
    onlyReplayed: onlyReplayed.n,
    changedSince: changed,
    why: changed > 0 ? (changedSince?.reason ?? null) : null,
    first: [...first, ...onlyStored.first, ...onlyReplayed.first],
  };
}
