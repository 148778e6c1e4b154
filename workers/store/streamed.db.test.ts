/** Rows one by one: all of them, or an error soon; and the connection is as good as before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { Sink, Statement } from './mysql.js';
import { testStore, type TestStore } from './testing.js';
import { ArrayValues, BinaryValues, type Values } from './values.js';

let t: TestStore;
beforeAll(async () => void (t = await testStore()));
afterAll(() => t.cleanup());

/** What is taken of each row, in order: (n)umbers, (t)exts, (i)nstants. @param kind what rows are read by */
const list = (shape: string, kind: typeof BinaryValues | typeof ArrayValues = BinaryValues) => (): Sink<unknown[][]> => {
  const rows: unknown[][] = [];
  const number = new Float64Array(1);
  const one = (row: Values, of: string): unknown => {
    if (of === 't') return row.text();
    if (of === 'i') return row.instant();
    row.numbers(number, 0, 1);
    return number[0];
  };
  const take = (row: Values): void => {
    expect(row).toBeInstanceOf(kind);
    rows.push([...shape].map((of) => one(row, of)));
  };
  return { take, end: () => rows };
};
const NUMBERS = 'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 200)';
const asked = (sql: string, more: Partial<Statement> = {}): Statement => ({ table: 'numbers', sql, ...more });

describe('rows one by one', () => {
  it('are those of the whole answer, in its order', async () => {
    const statement = asked(`${NUMBERS} SELECT a.i * 1000 + b.i AS k, a.i / 3E0, IF(b.i = 7, NULL, CONCAT('row ', b.i)), CAST('2026-11-29 12:00:00.250' AS DATETIME(3)) FROM n a JOIN n b WHERE a.i > ? ORDER BY k`, { values: [50] });
    const rows = await t.mysql.into(statement, list('nnti'));
    expect(rows).toHaveLength(150 * 200);
    const whole = await t.mysql.rows<[number, number, string | null, Date]>({ ...statement, asArrays: true, prepared: true });
    expect(rows).toEqual(whole.map(([k, third, text, date]) => [k, third, text, date.getTime()]));
    expect(rows[6]).toEqual([51_007, 17, null, Date.UTC(2026, 10, 29, 12, 0, 0, 250)]);
  });

  it('have numbers of every width, unknown ones among them, and instants of every length', async () => {
    const columns = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'].flatMap((type) => [`${type} s_${type}`, `${type} u_${type}`].map((c, i) => `${c.split(' ')[1]} ${type}${i === 0 ? '' : ' unsigned'}`));
    await t.mysql.alone(async (session) => {
      const name = `${t.databases.prices}.widths`;
      await session.run({ table: 'widths', sql: `CREATE TABLE ${name} (${columns.join(', ')}, d double, day date, at datetime, fine datetime(6), words varchar(16000))` });
      const texts = ['', 'x'.repeat(250), 'é'.repeat(200), '😀'.repeat(16_000)];
      const values = [[-128, 255, -32_768, 65_535, -8_388_608, 16_777_215, -(2 ** 31), 2 ** 32 - 1, -(2 ** 53), 2 ** 53, -0.1, '2026-11-29', '2026-11-29 01:02:03', '2026-11-29 01:02:03.456'], Array<null>(14).fill(null)];
      for (const text of texts) for (const row of values) await session.run({ table: 'widths', sql: `INSERT INTO ${name} VALUES (${[...row, text].map(() => '?').join(',')})`, values: [...row, text] });
    });
    const rows = await t.mysql.into(asked(`SELECT * FROM ${t.databases.prices}.widths ORDER BY LENGTH(words), d IS NULL`), list('nnnnnnnnnnniiit'));
    const known = [-128, 255, -32_768, 65_535, -8_388_608, 16_777_215, -(2 ** 31), 2 ** 32 - 1, -(2 ** 53), 2 ** 53, -0.1, Date.UTC(2026, 10, 29), Date.UTC(2026, 10, 29, 1, 2, 3), Date.UTC(2026, 10, 29, 1, 2, 3, 456)];
    const unknown = Array<number>(14).fill(NaN);
    expect(rows).toEqual(['', 'x'.repeat(250), 'é'.repeat(200), '😀'.repeat(16_000)].flatMap((text) => [[...known, text], [...unknown, text]]));
  });

  it('of columns that only the driver can read are the same', async () => {
    const statement = asked(`${NUMBERS} SELECT CAST(i AS DECIMAL(20, 3)), CONCAT('row ', i), IF(i = 3, NULL, i / 2E0), CAST('2026-11-29' AS DATETIME) FROM n ORDER BY i LIMIT 3`);
    expect(await t.mysql.into(statement, list('ntni', ArrayValues))).toEqual([1, 2, 3].map((i) => [i, `row ${i}`, i === 3 ? NaN : i / 2, Date.UTC(2026, 10, 29)]));
  });

  it('are none where there are none', async () => {
    expect(await t.mysql.into(asked('SELECT 1 FROM DUAL WHERE ? = 2', { values: [1] }), list('n'))).toEqual([]);
  });

  it('that are refused end the answer with what refused them, and not the connection', async () => {
    let taken = 0;
    const refusing = (): Sink<void> => ({ take: () => { if (++taken === 3) throw new RangeError('no more'); }, end: () => undefined });
    await expect(t.mysql.into(asked(`${NUMBERS} SELECT i FROM n`), refusing)).rejects.toThrow('no more');
    expect(taken).toBe(3);
    expect(await t.mysql.into(asked(`${NUMBERS} SELECT COUNT(*) FROM n`), list('n'))).toEqual([[200]]);
  });

  it.each(['SELECT nothing FROM nowhere', 'SELECT'])('of "%s" are an error of the store', async (sql) => {
    await expect(t.mysql.into(asked(sql), list(''))).rejects.toMatchObject({ name: 'StoreError', kind: 'permanent' });
  });

  it('that stop coming are given up', async () => {
    await expect(t.mysql.into(asked('SELECT SLEEP(5)', { withinMs: 200 }), list('n'))).rejects.toMatchObject({ name: 'StoreError', kind: 'transient', code: 'PROTOCOL_SEQUENCE_TIMEOUT' });
    expect(await t.mysql.into(asked('SELECT 1'), list('n'))).toEqual([[1]]);
  });

  it('whose connection is lost amid the answer are an error at once', async () => {
    let killed: Promise<unknown> | undefined;
    const id = new Float64Array(1);
    const take = (row: Values): void => {
      row.numbers(id, 0, 1);
      killed ??= t.mysql.run({ table: 'numbers', sql: `KILL ${id[0]}` });
    };
    const kill = (): Sink<void> => ({ take, end: () => undefined });
    const started = stopwatchMs();
    // Wide rows, so that the first does not wait in a buffer for the last.
    await expect(t.mysql.into(asked(`${NUMBERS} SELECT CONNECTION_ID(), REPEAT('x', 30000), SLEEP(0.05) FROM n`), kill)).rejects.toMatchObject({ name: 'StoreError', kind: 'transient' });
    expect(stopwatchMs() - started).toBeLessThan(8_000);
    await killed;
    expect(await t.mysql.into(asked('SELECT 2'), list('n'))).toEqual([[2]]);
  });
});
