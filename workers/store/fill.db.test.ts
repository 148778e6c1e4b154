/** Rows that end in numbers come to what an upsert of their objects comes to: values, repeats, refusals. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { fill } from './fill.js';
import { openMysql, type Mysql, type Session } from './mysql.js';
import { double, instant, integer, json, maybe, table, text, boolean, type Row } from './table.js';
import { testStore, type TestStore } from './testing.js';
import { upsert } from './write.js';

const odd = table({
  database: 'prices',
  name: 'odd_values',
  doc: 'of a test',
  columns: { symbol: text(20, 'key'), timestamp: instant('key'), whole: maybe(integer('whole')), words: maybe(text(40, 'words')), lineage: json<unknown>('json'), sure: boolean('sure'), ingested_at: instant('first stored'), n: maybe(double('n')), never: maybe(double('never known')) },
  key: ['symbol', 'timestamp'],
});
type OddRow = Row<typeof odd>;

const AT = Date.UTC(2026, 0, 1);
const row = (i: number, more: Partial<OddRow> = {}): OddRow => ({ symbol: `S${i % 3}`, timestamp: new Date(AT + i), n: i / 7, whole: i, words: null, lineage: {}, sure: i % 2 === 0, never: null, ingested_at: new Date(AT), ...more });
const doubles = [0, -0, 0.1 + 0.2, 1 / 3, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.2345e-8, 123456789012345680000, 1e21, 1e-7, 98765.43, 2 ** 53, Math.PI * 1e-300];
const strings = ['', 'plain', 'tab\tand\nline\r\\N', "quote ' \" `", '\\', 'ends with \\', '\0zero', 'Ω≈ç√ 🚀 漢', ' spaces ', '\\t', 'NULL'];

let t: TestStore;
let mysql: Mysql;
const target = { table: odd, into: '' };
/** Statements sent. */
let texts: string[] = [];

const computed = ({ n, never, ...fixed }: OddRow) => ({ fixed, numbers: Float64Array.of(n ?? NaN, never ?? NaN) });
/** Whether the server is asked to take rows in bulk, which not every server does. */
let inBulk = true;
const watched = (s: Session): Session => ({
  ...s,
  run: (statement) => (texts.push(statement.sql), s.run(statement)),
  bulk: async (bulk) => inBulk && (texts.push(bulk.sql), s.bulk(bulk)),
});
const filled = (rows: OddRow[]): Promise<number> => mysql.transaction('test', (s: Session) => fill(watched(s), target, rows.map(computed)));
const stored = () => mysql.rows<OddRow>({ table: 'test', sql: `SELECT * FROM ${target.into} ORDER BY symbol, timestamp`, prepared: true });

beforeAll(async () => {
  t = await testStore();
  mysql = openMysql({ ...t.config, MYSQL_POOL_SIZE: 2 }, createMetrics(false), silentLog());
  target.into = `${t.databases.prices}.odd_values`;
  await mysql.run({ table: 'test', sql: `CREATE TABLE ${target.into} (symbol VARCHAR(20), timestamp DATETIME(3), n DOUBLE, whole INT, words VARCHAR(40), lineage LONGTEXT NOT NULL, sure TINYINT(1) NOT NULL, never DOUBLE, ingested_at DATETIME(3) NOT NULL, PRIMARY KEY (symbol, timestamp)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin` });
});
beforeEach(async () => {
  await mysql.run({ table: 'test', sql: `DELETE FROM ${target.into}` });
  texts = [];
});
afterAll(async () => {
  await mysql.close();
  await t.cleanup();
});

describe.each([
  ['in bulk', true],
  ['to a server that takes no bulk', false],
])('rows that end in numbers, sent %s,', (_, bulk) => {
  beforeEach(() => void (inBulk = bulk));

  it('are what an upsert makes of them, to the last bit and letter', async () => {
    const rows = [...doubles.map((n, i) => row(i, { n })), ...strings.map((words, i) => row(100 + i, { words, lineage: { [words]: [words, null] } }))];
    await mysql.transaction('test', (s) => upsert(s, target, rows));
    const usual = await stored();
    await mysql.run({ table: 'test', sql: `DELETE FROM ${target.into}` });
    expect(await filled(rows)).toBe(rows.length);
    expect(await stored()).toEqual(usual);
    expect(usual.map((r) => r.words).filter((w) => w !== null).sort()).toEqual([...strings].sort());
    expect(new Set(usual.map((r) => r.n)).has(Math.PI * 1e-300)).toBe(true);
    expect(texts.length).toBe(bulk ? 1 : 3);
    expect(texts.every((sql) => sql.startsWith('INSERT') && !sql.includes('DUPLICATE'))).toBe(true);
    expect(texts[0]?.includes('),(')).toBe(!bulk);
    await mysql.transaction('test', (s) => upsert(watched(s), target, rows));
    expect(await stored()).toEqual(usual);
  });

  it('by the thousand leave out what is unknown in all of them, and few do not', async () => {
    const many = Array.from({ length: 1_500 }, (_, i) => row(i));
    expect(await filled(many)).toBe(1_500);
    expect([texts.length > 0, texts.some((sql) => sql.includes('`never`'))]).toEqual([true, false]);
    const rows = await stored();
    expect(rows.map((r) => r.n).sort()).toEqual(many.map((r) => r.n).sort());
    expect(rows.every((r) => r.never === null)).toBe(true);
    texts = [];
    await filled([row(2_000), row(2_001)]);
    expect([texts.length > 0, texts.every((sql) => sql.includes('`never`'))]).toEqual([true, true]);
  });

  it('replace what is there and keep when it was first stored', async () => {
    await filled([row(1), row(2)]);
    const later = [row(1, { n: 41, ingested_at: new Date(AT + 9) }), row(2, { n: 42, ingested_at: new Date(AT + 9) }), row(3, { n: 43, ingested_at: new Date(AT + 9) })];
    expect(await filled(later)).toBe(3);
    expect((await stored()).map((r) => [r.n, r.ingested_at.getTime() - AT]).sort()).toEqual([[41, 0], [42, 0], [43, 9]]);
  });

  it('that do not fit are refused whole', async () => {
    const failure = await filled([row(1), row(2, { words: 'a secret text that is longer than the column is wide' })]).catch((e: unknown) => e as Error);
    expect(failure).toMatchObject({ name: 'StoreError', kind: 'permanent', code: 'ER_DATA_TOO_LONG' });
    expect(String(failure)).not.toContain('secret');
    await expect(filled([row(1), row(2, { n: Infinity })])).rejects.toMatchObject({ code: 'ROW_REFUSED' });
    await expect(filled([row(1), row(2, { whole: 3_000_000_000 })])).rejects.toMatchObject({ kind: 'permanent' });
    expect(await stored()).toEqual([]);
  });
});
