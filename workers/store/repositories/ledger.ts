/**
 * What was asked for and what became of it. The rule that `done` is final stands
 * in the statement, so that it holds whoever else is writing.
 */
import type { DatasetName } from '#queues/datasets.js';
import type { Database } from '../database.js';
import type { LedgerRepository, Settlement, SettleUpdate, Stage } from '../index.js';
import { slotLedger, type LedgerRow } from '../tables/ledger.js';
import type { Session } from '../mysql.js';
import { inList } from '../symbols.js';

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

/** Raises the number of repairs of the named rows to one more than the largest. */
async function countRepair(session: Session, name: string, { slotMs, datasets, chunk }: { slotMs: number; datasets: readonly DatasetName[]; chunk: number | undefined }): Promise<number> {
  const table = slotLedger.name;
  const which = inList(datasets);
  const where = `slot = ? AND dataset IN ${which.sql}${chunk === undefined ? '' : ' AND chunk = ?'}`;
  const values = [new Date(slotMs), ...which.values, ...(chunk === undefined ? [] : [chunk])];
  const rows = await session.rows<{ repairs: number }>({ table, sql: `SELECT repairs FROM ${name} WHERE ${where} FOR UPDATE`, values });
  const round = Math.max(0, ...rows.map((r) => r.repairs)) + 1;
  await session.run({ table, sql: `UPDATE ${name} SET repairs = ? WHERE ${where}`, values: [round, ...values] });
  return round;
}

const STATES = ['done', 'partial', 'missed', 'off', 'pending'] as const;
const NUMBERS = ['chunks', ...STATES, 'rows', 'missing', 'repairs'] as const;

/** Sums come as the decimals of COUNT and SUM. */
const numbered = (s: Stage): Stage => ({ ...s, ...Object.fromEntries(NUMBERS.map((n) => [n, Number(s[n])])) });

/** A dataset's chunk 0 speaks of its slot as a whole: it is no chunk where there are others. */
function stagesSql(name: string): string {
  const states = STATES.map((s) => `SUM(l.state = '${s}') AS ${s}`).join(', ');
  const alone = `NOT EXISTS (SELECT 1 FROM ${name} o WHERE o.dataset = l.dataset AND o.slot = l.slot AND o.chunk > 0)`;
  return (
    `SELECT l.slot, l.dataset, COUNT(*) AS chunks, ${states}, SUM(l.rows_written) AS \`rows\`, SUM(JSON_LENGTH(l.missing)) AS missing, MAX(l.repairs) AS repairs, ` +
    `MIN(l.opened_at) AS openedAt, MIN(l.started_at) AS startedAt, MAX(l.finished_at) AS finishedAt ` +
    `FROM ${name} l WHERE l.slot >= ? AND l.slot < ? AND (l.chunk > 0 OR ${alone}) GROUP BY l.slot, l.dataset ORDER BY l.slot, l.dataset`
  );
}

const pendingSlots = (db: Database): LedgerRepository['pendingSlots'] => async (datasets, fromMs, toMs) => {
  const which = inList(datasets);
  const sql = `SELECT DISTINCT slot FROM ${db.name(slotLedger)} WHERE dataset IN ${which.sql} AND slot >= ? AND slot < ? AND state = 'pending' ORDER BY slot`;
  const rows = await db.mysql.rows<{ slot: Date }>({ table: slotLedger.name, sql, values: [...which.values, new Date(fromMs), new Date(toMs)], prepared: true });
  return rows.map((r) => r.slot.getTime());
};

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

    beginRepair: (slotMs, datasets, chunk) => db.mysql.transaction(table, (session) => countRepair(session, name, { slotMs, datasets, chunk })),

    async ofDatasets(datasets, fromMs, toMs) {
      if (datasets.length === 0) return [];
      const which = inList(datasets);
      return db.select<LedgerRow>(slotLedger, { sql: `SELECT * FROM ${name} WHERE dataset IN ${which.sql} AND slot >= ? AND slot < ? ORDER BY slot, dataset, chunk`, values: [...which.values, new Date(fromMs), new Date(toMs)] });
    },

    async newestSlots(datasets) {
      const which = inList(datasets);
      const rows = await db.mysql.rows<{ dataset: DatasetName; newest: Date }>({ table, sql: `SELECT dataset, MAX(slot) AS newest FROM ${name} WHERE dataset IN ${which.sql} GROUP BY dataset`, values: which.values, prepared: true });
      return new Map(rows.map((r) => [r.dataset, r.newest.getTime()]));
    },

    async newestSettled(datasets) {
      // One jump through the primary key per dataset.
      const one = (dataset: string) => db.select<LedgerRow>(slotLedger, { sql: `SELECT * FROM ${name} WHERE dataset = ? AND state <> 'pending' AND slot = (SELECT MAX(slot) FROM ${name} WHERE dataset = ? AND state <> 'pending') ORDER BY chunk`, values: [dataset, dataset] });
      return (await Promise.all(datasets.map(one))).flat();
    },

    settlements: (fromMs, toMs) =>
      db.select<Settlement>(slotLedger, { sql: `SELECT slot, state, repairs, finished_at FROM ${name} WHERE dataset = 'ml_features' AND chunk = 0 AND slot >= ? AND slot < ? ORDER BY slot`, values: [new Date(fromMs), new Date(toMs)] }),

    pendingSlots: pendingSlots(db),

    async stages(fromMs, toMs) {
      const rows = await db.mysql.rows<Stage>({ table, sql: stagesSql(name), values: [new Date(fromMs), new Date(toMs)], prepared: true });
      return rows.map(numbered);
    },

    between: (fromMs, toMs) => db.select<LedgerRow>(slotLedger, { sql: `SELECT * FROM ${name} WHERE slot >= ? AND slot < ? ORDER BY slot, dataset, chunk`, values: [new Date(fromMs), new Date(toMs)] }),

    async firstSlot() {
      const [row] = await db.mysql.rows<{ first: Date | null }>({ table, sql: `SELECT MIN(slot) AS first FROM ${name} WHERE dataset = 'ml_features'`, prepared: true });
      return row?.first?.getTime() ?? null;
    },
  };
}
