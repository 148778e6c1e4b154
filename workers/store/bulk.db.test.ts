/** Values that are packed here arrive as those that the driver packs, and what happens afterwards is the driver's own. */
import mysql, { type Pool, type PoolConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Picked } from './binary.js';
import { executeBulk } from './bulk.js';
import { openSocket } from './socket.js';
import type { Bound, SqlValue } from './mysql.js';
import { testStore, type TestStore } from './testing.js';

const COLUMNS = ['d DOUBLE', 'i BIGINT', 't MEDIUMTEXT', 'at DATETIME(3)', 'b MEDIUMBLOB'];
const AT = new Date(Date.UTC(2026, 1, 28, 23, 59, 59, 999));
const rows: SqlValue[][] = [
  [0.1 + 0.2, 2 ** 53 - 1, 'plain', AT, Buffer.from([0, 255, 39, 92])],
  [-5e-324, -(2 ** 53 - 1), 'Ω≈ç√ 🚀 漢 \0 \\ \' "', new Date(Date.UTC(2009, 0, 3, 18, 15, 5)), Buffer.alloc(0)],
  [1.7976931348623157e308, 0, 'x'.repeat(70_000), AT, Buffer.alloc(300, 7)],
  [null, null, null, null, null],
  [-1.2345e-8, 1, '', AT, Buffer.alloc(70_000, 1)],
];
const values = Array.from({ length: 40 }, () => rows).flat();
const sql = `INSERT INTO packed (${COLUMNS.map((c) => c.split(' ')[0]).join(',')}) VALUES ${values.map(() => '(?,?,?,?,?)').join(',')}`;

let t: TestStore;
let pool: Pool;
/** Whose sockets the driver opens itself. */
let plain: Pool;
let c: PoolConnection;

beforeAll(async () => {
  t = await testStore();
  const { MYSQL_HOST: host, MYSQL_PORT: port, MYSQL_USER: user, MYSQL_PASSWORD: password } = t.config;
  const options = { host, port, user, password, database: t.databases.prices, charset: 'utf8mb4_bin', timezone: 'Z' };
  pool = mysql.createPool({ ...options, stream: () => openSocket({ host, port }) });
  plain = mysql.createPool(options);
  c = await pool.getConnection();
  await c.query(`CREATE TABLE packed (n INT AUTO_INCREMENT PRIMARY KEY, ${COLUMNS.join(', ')}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
});
afterAll(async () => {
  c.release();
  await Promise.all([pool.end(), plain.end()]);
  await t.cleanup();
});

const bulk = (text: string, many: readonly (readonly Bound[])[], on = c, timeout = 10_000): Promise<unknown> => executeBulk(on, { sql: text, rows: many, timeout });
const ONE = 'INSERT INTO packed (d, i, t, at, b) VALUES (?,?,?,?,?)';
async function stored(): Promise<RowDataPacket[]> {
  const [found] = await c.query<RowDataPacket[]>('SELECT d, i, t, at, b FROM packed ORDER BY n');
  await c.query('TRUNCATE packed');
  // Vitest compares bytes one by one.
  return found.map((row) => ({ ...row, b: (row['b'] as Buffer | null)?.toString('base64') ?? null }) as RowDataPacket);
}

/** Between others that are not bound. */
const picked = (...numbers: number[]): Picked => new Picked(Float64Array.of(7, ...numbers, 7), Int32Array.from(numbers, (_, i) => i + 1));

describe('a statement of one row for many', () => {
  it('stores what the driver stores', async () => {
    await c.execute(sql, values.flat());
    const usual = await stored();
    expect(await bulk(ONE, values)).toMatchObject({ affectedRows: values.length });
    expect(await stored()).toEqual(usual);
  });

  it('stores columns that some rows do not know, or none of them, and lists of numbers', async () => {
    await bulk('INSERT INTO packed (t, at, d, i) VALUES (?,?,?,?)', [[null, null, picked(NaN, 1)], ['x', null, picked(0.1, NaN)]]);
    expect(await stored()).toEqual([{ d: null, i: 1, t: null, at: null, b: null }, { d: 0.1, i: null, t: 'x', at: null, b: null }]);
  });

  it('replaces what is there, and fails whole', async () => {
    await c.query('CREATE TABLE keyed (k INT PRIMARY KEY, d DOUBLE, t VARCHAR(5))');
    const all = async (): Promise<unknown> => (await c.query('SELECT * FROM keyed ORDER BY k'))[0];
    await bulk('INSERT INTO keyed VALUES (?,?,?)', [[1, 1, 'a'], [2, 2, 'b']]);
    await bulk('INSERT INTO keyed VALUES (?,?,?) ON DUPLICATE KEY UPDATE d = VALUES(d), t = t', [[2, 22, 'x'], [3, null, null]]);
    const before = await all();
    expect(before).toEqual([{ k: 1, d: 1, t: 'a' }, { k: 2, d: 22, t: 'b' }, { k: 3, d: null, t: null }]);
    await expect(bulk('INSERT INTO keyed VALUES (?,?,?)', [[4, 4, 'd'], [2, 4, 'e'], [5, 5, 'f']])).rejects.toMatchObject({ errno: 1062 });
    await expect(bulk('INSERT INTO keyed VALUES (?,?,?)', [[6, 4, 'd'], [7, 4, 'too long a text']])).rejects.toMatchObject({ errno: 1406 });
    expect(await all()).toEqual(before);
  });

  it('is not run where the server was not told of it', async () => {
    const other = await plain.getConnection();
    expect(await bulk(ONE, values, other)).toBeNull();
    other.release();
    expect(await stored()).toEqual([]);
  });

  it('is left to others where the inside of the driver is another one', async () => {
    const core = c.connection as unknown as { writePacket?: unknown };
    core.writePacket = null;
    try {
      expect(await bulk(ONE, values)).toBeNull();
    } finally {
      delete core.writePacket;
    }
    expect(await stored()).toEqual([]);
  });

  it('fails with the error of the server, and the connection goes on', async () => {
    await expect(bulk('INSERT INTO packed (i) VALUES (?)', [['1'], ['no number']])).rejects.toMatchObject({ errno: 1366 });
    await expect(bulk('INSERT INTO packed (i) VALUES (?)', [[1], ['no number']])).rejects.toThrow(TypeError);
    await expect(bulk('INSERT INTO nowhere VALUES (?)', [[1]])).rejects.toMatchObject({ errno: 1146 });
    await bulk('INSERT INTO packed (i) VALUES (?)', [[1], [2]]);
    expect(await stored()).toHaveLength(2);
  });

  it('is given up after its time, and when the connection is cut', async () => {
    await c.query('CREATE TABLE locked (k INT PRIMARY KEY)');
    await c.query('INSERT INTO locked VALUES (1)');
    await c.beginTransaction();
    await c.query('SELECT * FROM locked FOR UPDATE');
    try {
      const text = 'INSERT INTO locked VALUES (?) ON DUPLICATE KEY UPDATE k = k';
      const late = await pool.getConnection();
      await expect(bulk(text, [[1], [2]], late, 50)).rejects.toMatchObject({ code: 'PROTOCOL_SEQUENCE_TIMEOUT' });
      late.destroy();
      const cut = await pool.getConnection();
      const waiting = bulk(text, [[1], [2]], cut);
      setTimeout(() => void c.query(`KILL ${cut.threadId}`), 50);
      await expect(waiting).rejects.toMatchObject({ code: expect.stringMatching(/PROTOCOL_CONNECTION_LOST|ECONNRESET|ER_QUERY_INTERRUPTED|ER_CONNECTION_KILLED/) as string });
      cut.destroy();
    } finally {
      await c.rollback();
    }
  });
});
