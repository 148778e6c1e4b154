/** Rows one by one: all of them, or an error soon; and the connection is as good as before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { Sink, Statement } from './mysql.js';
import { testStore, type TestStore } from './testing.js';

let t: TestStore;
beforeAll(async () => void (t = await testStore()));
afterAll(() => t.cleanup());

const list = (): Sink<unknown[][]> => {
  const rows: unknown[][] = [];
  return { take: (row) => void rows.push(row), end: () => rows };
};
const NUMBERS = 'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 200)';
const asked = (sql: string, more: Partial<Statement> = {}): Statement => ({ table: 'numbers', sql, ...more });

describe('rows one by one', () => {
  it('are those of the whole answer, in its order', async () => {
    const statement = asked(`${NUMBERS} SELECT a.i * 1000 + b.i AS k, a.i / 3E0, IF(b.i = 7, NULL, CONCAT('row ', b.i)), CAST('2026-11-29 12:00:00.250' AS DATETIME(3)) FROM n a JOIN n b WHERE a.i > ? ORDER BY k`, { values: [50] });
    const rows = await t.mysql.into(statement, list);
    expect(rows).toHaveLength(150 * 200);
    expect(rows).toEqual(await t.mysql.rows({ ...statement, asArrays: true, prepared: true }));
    expect(rows[6]).toEqual([51_007, 17, null, new Date('2026-11-29T12:00:00.250Z')]);
  });

  it('are none where there are none', async () => {
    expect(await t.mysql.into(asked('SELECT 1 FROM DUAL WHERE ? = 2', { values: [1] }), list)).toEqual([]);
  });

  it('that are refused end the answer with what refused them, and not the connection', async () => {
    let taken = 0;
    const refusing = (): Sink<void> => ({ take: () => { if (++taken === 3) throw new RangeError('no more'); }, end: () => undefined });
    await expect(t.mysql.into(asked(`${NUMBERS} SELECT i FROM n`), refusing)).rejects.toThrow('no more');
    expect(taken).toBe(3);
    expect(await t.mysql.into(asked(`${NUMBERS} SELECT COUNT(*) FROM n`), list)).toEqual([[200]]);
  });

  it.each(['SELECT nothing FROM nowhere', 'SELECT'])('of "%s" are an error of the store', async (sql) => {
    await expect(t.mysql.into(asked(sql), list)).rejects.toMatchObject({ name: 'StoreError', kind: 'permanent' });
  });

  it('that stop coming are given up', async () => {
    await expect(t.mysql.into(asked('SELECT SLEEP(5)', { withinMs: 200 }), list)).rejects.toMatchObject({ name: 'StoreError', kind: 'transient', code: 'PROTOCOL_SEQUENCE_TIMEOUT' });
    expect(await t.mysql.into(asked('SELECT 1'), list)).toEqual([[1]]);
  });

  it('whose connection is lost amid the answer are an error at once', async () => {
    let killed: Promise<unknown> | undefined;
    const kill = (): Sink<void> => ({ take: ([id]) => void (killed ??= t.mysql.run({ table: 'numbers', sql: `KILL ${Number(id)}` })), end: () => undefined });
    const started = stopwatchMs();
    // Wide rows, so that the first does not wait in a buffer for the last.
    await expect(t.mysql.into(asked(`${NUMBERS} SELECT CONNECTION_ID(), REPEAT('x', 30000), SLEEP(0.05) FROM n`), kill)).rejects.toMatchObject({ name: 'StoreError', kind: 'transient' });
    expect(stopwatchMs() - started).toBeLessThan(8_000);
    await killed;
    expect(await t.mysql.into(asked('SELECT 2'), list)).toEqual([[2]]);
  });
});
