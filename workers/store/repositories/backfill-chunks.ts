/** Chunks of backfills: which may run now, that one has begun, what became of it. */
import type { BackfillsRepository, ChunkUpdate, ReadyChunk } from '../backfill-reads.js';
import type { Database } from '../database.js';
import { backfillChunks, backfills, type BackfillChunkRow, type BackfillRow } from '../tables/backfills.js';

/** Backfills that take turns. */
const MOST_AT_ONCE = 16;
const LONGEST_REASON = 500;
/** Symbols told of a chunk; a chunk has fewer but for features. */
const MOST_MISSING = 200;
const UNSETTLED = "('open', 'running')";

/** The first of each list, then the second of each, until there are enough. */
function inTurns<T>(lists: readonly T[][], most: number): T[] {
  const taken: T[] = [];
  for (let i = 0; taken.length < most && lists.some((l) => i < l.length); i++) taken.push(...lists.flatMap((l) => l.slice(i, i + 1)));
  return taken.slice(0, most);
}

async function ready(db: Database, nowMs: number, limit: number): Promise<ReadyChunk[]> {
  const [b, c] = [db.name(backfills), db.name(backfillChunks)];
  const open = await db.mysql.rows<{ id: string; step: number }>({
    table: backfills.name,
    sql:
      `SELECT b.id, MIN(c.step) AS step FROM ${b} b JOIN ${c} c ON c.backfill = b.id AND c.state IN ${UNSETTLED} WHERE b.state = 'open' ` +
      `GROUP BY b.id, b.origin, b.opened_at ORDER BY b.origin = 'operator', b.opened_at, b.id LIMIT ${MOST_AT_ONCE}`,
    prepared: true,
  });
  const due = ({ id, step }: { id: string; step: number }): Promise<ReadyChunk[]> =>
    db.mysql.rows<ReadyChunk>({
      table: backfillChunks.name,
      sql: `SELECT backfill, chunk, stage, round, state FROM ${c} WHERE backfill = ? AND step = ? AND state IN ${UNSETTLED} AND (not_before IS NULL OR not_before <= ?) ORDER BY chunk LIMIT ${Math.trunc(limit)}`,
      values: [id, step, new Date(nowMs)],
      prepared: true,
    });
  return inTurns(await Promise.all(open.map(due)), limit);
}

/** The newest word of a chunk; one that is settled, or over with its backfill, stays as it is. */
function settleStatement(name: string, u: ChunkUpdate) {
  const again = u.state === 'open';
  const values = [u.state, u.rows, JSON.stringify(u.missing.slice(0, MOST_MISSING)), u.reason?.slice(0, LONGEST_REASON) ?? null, u.notBefore, u.state === 'done' ? 0 : 1, again ? 1 : 0, u.jobId, again ? null : u.at];
  const sql =
    `UPDATE ${name} SET state = ?, rows_written = COALESCE(?, rows_written), missing = ?, reason = ?, not_before = ?, attempts = attempts + ?, round = round + ?, job_id = ?, finished_at = ? ` +
    `WHERE backfill = ? AND chunk = ? AND state IN ${UNSETTLED}`;
  return { sql, values: [...values, u.backfill, u.chunk] };
}

type ChunkVerbs = Pick<BackfillsRepository, 'ready' | 'chunk' | 'begin' | 'isOpen' | 'tell' | 'settle' | 'release' | 'renew' | 'troubled'>;

export function chunkWrites(db: Database): ChunkVerbs {
  const [b, name] = [db.name(backfills), db.name(backfillChunks)];
  const table = backfillChunks.name;
  const stateOf = async (id: string): Promise<BackfillRow | undefined> => (await db.select<BackfillRow>(backfills, { sql: `SELECT * FROM ${b} WHERE id = ?`, values: [id] }))[0];
  const chunkOf: BackfillsRepository['chunk'] = async ({ backfill, chunk }) => (await db.select<BackfillChunkRow>(backfillChunks, { sql: `SELECT * FROM ${name} WHERE backfill = ? AND chunk = ?`, values: [backfill, chunk] }))[0] ?? null;
  return {
    ready: (nowMs, limit) => ready(db, nowMs, limit),
    chunk: chunkOf,

    async begin({ backfill, chunk }, jobId, at) {
      const whole = await stateOf(backfill);
      if (whole?.state !== 'open') return null;
      await db.mysql.run({ table, sql: `UPDATE ${name} SET state = 'running', job_id = ?, started_at = ? WHERE backfill = ? AND chunk = ? AND state IN ${UNSETTLED}`, values: [jobId, at, backfill, chunk] });
      if (whole.started_at === null) await db.mysql.run({ table: backfills.name, sql: `UPDATE ${b} SET started_at = ? WHERE id = ? AND started_at IS NULL`, values: [at, backfill] });
      const row = await chunkOf({ backfill, chunk });
      return row?.state === 'running' ? { chunk: row, backfill: whole } : null;
    },

    isOpen: async (id) => (await stateOf(id))?.state === 'open',

    tell: async ({ backfill, chunk }, rows) => void (await db.mysql.run({ table, sql: `UPDATE ${name} SET rows_written = ? WHERE backfill = ? AND chunk = ? AND state = 'running'`, values: [rows, backfill, chunk] })),

    settle: async (update) => void (await db.mysql.run({ table, ...settleStatement(name, update) })),

    release: async ({ backfill, chunk }) => void (await db.mysql.run({ table, sql: `UPDATE ${name} SET state = 'open' WHERE backfill = ? AND chunk = ? AND state = 'running'`, values: [backfill, chunk] })),

    async renew({ backfill, chunk }) {
      await db.mysql.run({ table, sql: `UPDATE ${name} SET round = round + 1 WHERE backfill = ? AND chunk = ?`, values: [backfill, chunk] });
      const [row] = await db.mysql.rows<{ round: number }>({ table, sql: `SELECT round FROM ${name} WHERE backfill = ? AND chunk = ?`, values: [backfill, chunk], prepared: true });
      return row?.round ?? 0;
    },

    troubled: (id, limit) => db.select<BackfillChunkRow>(backfillChunks, { sql: `SELECT * FROM ${name} WHERE backfill = ? AND reason IS NOT NULL ORDER BY chunk LIMIT ${Math.trunc(limit)}`, values: [id] }),
  };
}
