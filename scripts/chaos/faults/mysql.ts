/** MySQL dies, refuses writes, or has no connection left. */
import { StoreError } from '#queues/errors.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { quoted } from '#workers/store/ddl.js';
import { openMysql } from '#workers/store/mysql.js';
import type { Arena } from '../arena.js';
import type { Fault } from '../fault.js';

const sql = (text: string) => ({ table: 'chaos', sql: text });

export const killMysql: Fault = {
  name: 'kill-mysql',
  what: 'MySQL killed -9 and started again',
  do: async ({ mysql }) => {
    await mysql.kill();
    return { undo: () => mysql.start(), bites: () => !mysql.isRunning() };
  },
};

export const readOnlyMysql: Fault = {
  name: 'read-only-mysql',
  what: 'SET GLOBAL read_only',
  do: async (arena) => {
    await arena.admin.run(sql('SET GLOBAL read_only = ON'));
    // A deletion of nothing is a write, too.
    return { undo: async () => void (await arena.admin.run(sql('SET GLOBAL read_only = OFF'))), bites: () => isRefused(arena, `DELETE FROM ${quoted(arena.store.MYSQL_DATABASE_PRICES)}.slot_ledger WHERE 1 = 0`, 'ER_OPTION_PREVENTS_STATEMENT') };
  },
};

/** The fewest a server can be told to allow; the administrator has one more. */
const FEWEST = 10;
const USUAL = 200;

async function endConnections({ admin, store }: Arena): Promise<void> {
  const theirs = await admin.rows<{ id: number }>({ ...sql('SELECT id FROM information_schema.processlist WHERE user = ?'), values: [store.MYSQL_USER] });
  // One that has ended meanwhile is what was wanted.
  for (const { id } of theirs) await admin.run(sql(`KILL CONNECTION ${id}`)).catch(() => undefined);
}

/** Takes connections until the server has none left. @returns what gives them back. */
function crowd({ store }: Arena): () => Promise<void> {
  const pool = openMysql({ ...store, MYSQL_POOL_SIZE: FEWEST }, createMetrics(false), silentLog());
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  // A guest who finds the house full has nothing to hold.
  const guests = Array.from({ length: FEWEST }, () => pool.alone(() => held).catch(() => undefined));
  return async () => {
    release();
    await Promise.all(guests);
    await pool.close();
  };
}

/** Whether the farm's own user is refused the statement just now, for this reason. */
async function isRefused({ store }: Arena, statement: string, code: string): Promise<boolean> {
  const pool = openMysql({ ...store, MYSQL_POOL_SIZE: 1 }, createMetrics(false), silentLog());
  try {
    await pool.run(sql(statement));
    return false;
  } catch (error) {
    return error instanceof StoreError && error.code === code;
  } finally {
    await pool.close();
  }
}

export const crowdedMysql: Fault = {
  name: 'crowded-mysql',
  what: 'every connection of MySQL taken by others',
  do: async (arena) => {
    await arena.admin.run(sql(`SET GLOBAL max_connections = ${FEWEST}`));
    await endConnections(arena);
    const leave = crowd(arena);
    return {
      bites: () => isRefused(arena, 'DO 1', 'ER_CON_COUNT_ERROR'),
      undo: async () => {
        await leave();
        await arena.admin.run(sql(`SET GLOBAL max_connections = ${USUAL}`));
      },
    };
  },
};
