/**
 * Backfills: what was asked for, and how it goes on. A settled chunk is never
 * unsettled but by an operator's resume, so that running it twice, or late,
 * changes nothing.
 */
import { timeframes as everyTimeframe } from '#queues/timeframes.js';
import { createHash } from 'node:crypto';
import { planBackfill, type PlannedChunk } from '#queues/backfills/plan.js';
import { stages, unfinished } from '#queues/backfills/stages.js';
import { benchmarks } from '../../processors/features/market.js';
import type { BackfillRequest, BackfillsRepository, Filed } from '../backfill-reads.js';
import type { Database } from '../database.js';
import { inList } from '../symbols.js';
import { backfillChunks, backfills, type BackfillChunkRow, type BackfillRow } from '../tables/backfills.js';
import { heldReads } from './backfill-held.js';
import { backfillTallies } from './backfill-tallies.js';
import { backfillTurns } from './backfill-turns.js';
import { chunkWrites } from './backfill-chunks.js';

/** More than this and one request is months of work: ask for it in parts. */
export const MOST_CHUNKS = 5_000;

const sorted = <T>(list: readonly T[]): T[] => [...new Set(list)].sort();

/** Pure. @throws RangeError */
function planOf(request: BackfillRequest, nowMs: number): PlannedChunk[] {
  const { dataset, symbols, from, to, timeframes = everyTimeframe, only = false } = request;
  const chunks = planBackfill({ dataset, symbols: sorted(symbols), from, to, timeframes: everyTimeframe.filter((t) => timeframes.includes(t)), only, benchmarks: Object.values(benchmarks), now: nowMs });
  if (chunks.length === 0) throw new RangeError('there is nothing to do: the stretch holds no whole bar or slot that has ended');
  if (chunks.length > MOST_CHUNKS) throw new RangeError(`the range is too large: it comes to ${chunks.length} chunks, and one backfill may have ${MOST_CHUNKS}; ask for fewer symbols or a shorter stretch`);
  return chunks;
}

const fingerprintOf = ({ dataset, symbols, from, to, timeframes = everyTimeframe, only = false }: BackfillRequest): string =>
  createHash('sha256').update(JSON.stringify([dataset, sorted(symbols), from, to, sorted(timeframes), only])).digest('hex');

/** The day, and enough of a hash to tell any two apart. */
const idOf = (fingerprint: string, at: Date): string => `${at.toISOString().slice(0, 10).replaceAll('-', '')}-${createHash('sha256').update(`${fingerprint}|${at.getTime()}`).digest('hex').slice(0, 8)}`;

const chunkRow = (backfill: string, c: PlannedChunk, i: number): BackfillChunkRow => ({
  backfill,
  chunk: i + 1,
  step: stages.indexOf(c.stage),
  stage: c.stage,
  timeframe: c.timeframe,
  symbols: c.symbols,
  from_time: new Date(c.from),
  to_time: new Date(c.to),
  state: 'open',
  rows_expected: c.rows,
  rows_written: 0,
  missing: [],
  reason: null,
  attempts: 0,
  round: 0,
  not_before: null,
  job_id: null,
  started_at: null,
  finished_at: null,
});

async function file(db: Database, request: BackfillRequest, at: Date): Promise<Filed> {
  const fingerprint = fingerprintOf(request);
  const states = inList(unfinished);
  const [same] = await db.select<BackfillRow>(backfills, { sql: `SELECT * FROM ${db.name(backfills)} WHERE fingerprint = ? AND state IN ${states.sql} LIMIT 1`, values: [fingerprint, ...states.values] });
  if (same) return { id: same.id, created: false, chunks: same.chunks, rows: same.rows_expected };
  const chunks = planOf(request, at.getTime());
  const id = idOf(fingerprint, at);
  const rows = chunks.reduce((sum, c) => sum + c.rows, 0);
  const { dataset, symbols, from, to, timeframes = everyTimeframe, only = false, origin, askedBy = null } = request;
  const row: BackfillRow = {
    id, dataset, symbols: sorted(symbols), timeframes: everyTimeframe.filter((t) => timeframes.includes(t)), from_time: new Date(from), to_time: new Date(to), only, origin, asked_by: askedBy,
    state: 'open', reason: null, fingerprint, chunks: chunks.length, rows_expected: rows, opened_at: at, started_at: null, finished_at: null,
  };
  await db.mysql.transaction(backfills.name, async (session) => {
    await db.saveIn(session, backfills, [row]);
    await db.saveIn(session, backfillChunks, chunks.map((c, i) => chunkRow(id, c, i)));
  });
  return { id, created: true, chunks: chunks.length, rows };
}

export function backfillsRepository(db: Database): BackfillsRepository {
  const name = db.name(backfills);
  return {
    ...chunkWrites(db),
    ...backfillTallies(db),
    ...backfillTurns(db),
    ...heldReads(db),
    file: (request, at) => file(db, request, at),
    plan: planOf,
    async find(id) {
      const [row] = await db.select<BackfillRow>(backfills, { sql: `SELECT * FROM ${name} WHERE id = ?`, values: [id] });
      return row ?? null;
    },
    list: (limit) => db.select<BackfillRow>(backfills, { sql: `SELECT * FROM ${name} ORDER BY finished_at IS NULL DESC, opened_at DESC, id LIMIT ${Math.trunc(limit)}` }),
    async trim(beforeMs) {
      const old = await db.mysql.rows<{ id: string }>({ table: backfills.name, sql: `SELECT id FROM ${name} WHERE finished_at < ? LIMIT 20`, values: [new Date(beforeMs)], prepared: true });
      for (const { id } of old) {
        // Chunks first: without their backfill nobody would find them again.
        await db.mysql.run({ table: backfillChunks.name, sql: `DELETE FROM ${db.name(backfillChunks)} WHERE backfill = ?`, values: [id] });
        await db.mysql.run({ table: backfills.name, sql: `DELETE FROM ${name} WHERE id = ?`, values: [id] });
      }
      return old.length;
    },
  };
}
