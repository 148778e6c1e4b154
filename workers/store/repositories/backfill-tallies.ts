/** Sums over the chunks of backfills: how far they have come, what is left, how fast it goes. */
import { stages, type Stage } from '#queues/backfills/stages.js';
import type { BackfillsRepository, StageTally } from '../backfill-reads.js';
import type { Database } from '../database.js';
import { inList } from '../symbols.js';
import { backfillChunks, backfills } from '../tables/backfills.js';

const STATES = ['open', 'running', 'done', 'partial', 'failed', 'cancelled'] as const;
const NUMBERS = ['chunks', ...STATES, 'rowsExpected', 'rowsWritten', 'missing'] as const;
/** Chunks by which the pace is judged, of each stage. */
const PACED_BY = 40;

type Tallied = StageTally & { backfill: string };

/** Sums come as the decimals of COUNT and SUM. */
const numbered = ({ backfill: _id, ...t }: Tallied): StageTally => ({ ...t, ...Object.fromEntries(NUMBERS.map((n) => [n, Number(t[n])])) });

async function tallies(db: Database, ids: readonly string[]): Promise<Map<string, StageTally[]>> {
  const byId = new Map<string, StageTally[]>();
  if (ids.length === 0) return byId;
  const which = inList(ids);
  const states = STATES.map((s) => `SUM(state = '${s}') AS ${s}`).join(', ');
  const sql =
    `SELECT backfill, stage, COUNT(*) AS chunks, ${states}, SUM(rows_expected) AS rowsExpected, SUM(rows_written) AS rowsWritten, SUM(JSON_LENGTH(missing)) AS missing ` +
    `FROM ${db.name(backfillChunks)} WHERE backfill IN ${which.sql} GROUP BY backfill, step, stage ORDER BY backfill, step`;
  for (const row of await db.mysql.rows<Tallied>({ table: backfillChunks.name, sql, values: which.values, prepared: true })) byId.set(row.backfill, [...(byId.get(row.backfill) ?? []), numbered(row)]);
  return byId;
}

/** Rows per second of the stage's newest chunks that were done and wrote anything; undefined while there are none. */
async function paceOf(db: Database, stage: Stage): Promise<number | undefined> {
  const newest = `SELECT rows_written, TIMESTAMPDIFF(MICROSECOND, started_at, finished_at) AS us FROM ${db.name(backfillChunks)} WHERE stage = ? AND state = 'done' AND rows_written > 0 AND finished_at > started_at ORDER BY finished_at DESC LIMIT ${PACED_BY}`;
  const [sum] = await db.mysql.rows<{ n: number | string | null; us: number | string | null }>({ table: backfillChunks.name, sql: `SELECT SUM(rows_written) AS n, SUM(us) AS us FROM (${newest}) c`, values: [stage], prepared: true });
  return sum?.n && sum.us ? (Number(sum.n) * 1e6) / Number(sum.us) : undefined;
}

export function backfillTallies(db: Database): Pick<BackfillsRepository, 'tallies' | 'openWork' | 'pace'> {
  return {
    tallies: (ids) => tallies(db, ids),
    async openWork() {
      const sql =
        `SELECT c.stage, COUNT(*) AS chunks, SUM(GREATEST(0, c.rows_expected - c.rows_written)) AS n FROM ${db.name(backfillChunks)} c JOIN ${db.name(backfills)} b ON b.id = c.backfill ` +
        `WHERE b.state IN ('open', 'paused') AND c.state IN ('open', 'running') GROUP BY c.stage`;
      const rows = await db.mysql.rows<{ stage: Stage; chunks: number; n: number }>({ table: backfillChunks.name, sql, prepared: true });
      const of = new Map(rows.map((r) => [r.stage, r]));
      return stages.map((stage) => ({ stage, chunks: Number(of.get(stage)?.chunks ?? 0), rows: Number(of.get(stage)?.n ?? 0) }));
    },
    async pace() {
      const known = await Promise.all(stages.map(async (stage) => [stage, await paceOf(db, stage)] as const));
      return new Map(known.filter((k): k is [Stage, number] => k[1] !== undefined));
    },
  };
}
