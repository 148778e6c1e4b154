/**
 * What was asked for and what became of it. The rule that `done` is final stands
 * in the statement, so that it holds whoever else is writing.
 */
import type { Database } from '../database.js';
import type { LedgerRepository, Settlement, SettleUpdate } from '../index.js';
import { slotLedger, type LedgerRow } from '../tables/ledger.js';

const LONGEST_REASON = 500;

/** `done` is not overwritten by less; `state` is assigned last because the others look at it. */
const better = (column: string): string => `${column} = IF(state = 'done' AND VALUES(state) <> 'done', ${column}, VALUES(${column}))`;
const SETTLE_RULE = ['attempts = attempts + 1', ...['rows_written', 'missing', 'reason', 'job_id', 'started_at', 'finished_at', 'state'].map(better)].join(', ');
/** Rows that exist stay as they are. */
const OPEN_RULE = 'dataset = dataset';

const pending = (r: Parameters<LedgerRepository['open']>[0][number]): LedgerRow => ({ ...r, state: 'pending', rows_written: 0, missing: [], reason: null, attempts: 0, repairs: 0, job_id: null, started_at: null, finished_at: null });

const settled = (u: SettleUpdate): LedgerRow => ({
  dataset: u.dataset,
  slot: new Date(u.slot),
  chunk: u.chunk,
  state: u.state,
  // Only for a row that was never opened; one that was keeps its symbols.
  symbols: [],
  rows_written: u.rows,
  missing: u.missing,
  reason: u.reason?.slice(0, LONGEST_REASON) ?? null,
  attempts: 1,
  repairs: 0,
  job_id: u.jobId,
  opened_at: u.startedAt,
  started_at: u.startedAt,
  finished_at: u.finishedAt,
});

/** What was asked for and what became of it. */
export function ledgerRepository(db: Database): LedgerRepository {
  const name = db.name(slotLedger);
  const table = slotLedger.name;
  return {
    async open(rows) {
      if (rows.length > 0) await db.mysql.transaction(table, (session) => db.saveIn(session, slotLedger, rows.map(pending), OPEN_RULE));
    },

    async settle(update) {
      await db.saveIn(db.mysql, slotLedger, [settled(update)], SETTLE_RULE);
    },

    beginRepair: (slotMs) =>
      db.mysql.transaction(table, async (session) => {
        const rows = await session.rows<{ repairs: number }>({ table, sql: `SELECT repairs FROM ${name} WHERE slot = ? FOR UPDATE`, values: [new Date(slotMs)] });
        const round = Math.max(0, ...rows.map((r) => r.repairs)) + 1;
        await session.run({ table, sql: `UPDATE ${name} SET repairs = ? WHERE slot = ?`, values: [round, new Date(slotMs)] });
        return round;
      }),

    settlements: (fromMs, toMs) =>
      db.select<Settlement>(slotLedger, { sql: `SELECT slot, state, repairs, finished_at FROM ${name} WHERE dataset = 'ml_features' AND chunk = 0 AND slot >= ? AND slot < ? ORDER BY slot`, values: [new Date(fromMs), new Date(toMs)] }),

    between: (fromMs, toMs) => db.select<LedgerRow>(slotLedger, { sql: `SELECT * FROM ${name} WHERE slot >= ? AND slot < ? ORDER BY slot, dataset, chunk`, values: [new Date(fromMs), new Date(toMs)] }),

    async firstSlot() {
      const [row] = await db.mysql.rows<{ first: Date | null }>({ table, sql: `SELECT MIN(slot) AS first FROM ${name}`, prepared: true });
      return row?.first?.getTime() ?? null;
    },
  };
}
