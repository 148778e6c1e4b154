/** A rival transaction takes the rows the farm writes, last one first, and so meets it half way. */
import { realSleep } from '#queues/runtime/clock.js';
import { quoted } from '#workers/store/ddl.js';
import type { Arena } from '../arena.js';
import type { Fault } from '../fault.js';

/** The rows every slot writes again: where each symbol's indicators stand. */
const TABLE = 'indicator_state';
const HOLD_MS = 8;

/** One round, last row first. Losing the duel is what a rival is for; the server may also be away by another fault. */
async function duel({ admin, store }: Arena): Promise<void> {
  const name = `${quoted(store.MYSQL_DATABASE_PRICES)}.${TABLE}`;
  const keys = await admin.rows<{ symbol: string; timeframe: string }>({ table: TABLE, sql: `SELECT symbol, timeframe FROM ${name} ORDER BY symbol DESC, timeframe DESC` });
  await admin.alone(async (session) => {
    await session.run({ table: TABLE, sql: 'START TRANSACTION' });
    for (const { symbol, timeframe } of keys) {
      await session.rows({ table: TABLE, sql: `SELECT 1 FROM ${name} WHERE symbol = ? AND timeframe = ? FOR UPDATE`, values: [symbol, timeframe] });
      await realSleep(HOLD_MS);
    }
    await session.run({ table: TABLE, sql: 'ROLLBACK' });
  });
}

const deadlocks = async ({ admin }: Arena): Promise<number> => {
  const [row] = await admin.rows<{ Value: string }>({ table: 'chaos', sql: "SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'" });
  return Number(row?.Value ?? 0);
};

export const deadlockMysql: Fault = {
  name: 'deadlock-mysql',
  what: 'a rival transaction on the same rows, in the opposite order',
  do: async (arena) => {
    const before = await deadlocks(arena);
    let isOver = false;
    const rival = (async () => {
      while (!isOver) {
        await duel(arena).catch(() => undefined);
        await realSleep(20);
      }
    })();
    return {
      undo: async () => {
        isOver = true;
        await rival;
      },
      bites: async () => (await deadlocks(arena)) > before,
    };
  },
};
