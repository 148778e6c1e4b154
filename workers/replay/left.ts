/** What happened in the window and is not done again, counted. */
import { backfillChunks } from '../store/tables/backfills.js';
import { live, type Ground } from './ground.js';

export interface NotReplayed {
  what: string;
  /** Rows it is about; null where they are not counted. */
  rows: number | null;
  reason: string;
}

const LABEL = 'replay';

async function count(ground: Ground, sql: string): Promise<number> {
  const { from, to } = ground.window;
  const [row] = await ground.session.rows<{ n: number | string | null }>({ table: LABEL, sql, values: [new Date(from), new Date(to)], prepared: true });
  return Number(row?.n ?? 0);
}

export async function left(ground: Ground): Promise<NotReplayed[]> {
  const filled = await count(ground, `SELECT SUM(rows_written) AS n FROM ${live(ground, backfillChunks)} WHERE finished_at >= ? AND finished_at < ?`);
  return [
    ...(filled > 0 ? [{ what: 'backfills', rows: filled, reason: 'stretches of the past that were filled in the window: their answers are not archived' }] : []),
  ];
}
