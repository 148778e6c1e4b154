/** The states of a backfill as a whole: paused, resumed, cancelled, finished. */
import type { BackfillsRepository, StageTally, Turn } from '../backfill-reads.js';
import type { Database } from '../database.js';
import type { Session } from '../mysql.js';
import { backfillChunks, backfills, type BackfillRow } from '../tables/backfills.js';
import { backfillTallies } from './backfill-tallies.js';

/** From which states a turn leads to which. A resume of one that is over goes through what failed once more. */
const TURNS: Readonly<Record<Turn, { from: readonly BackfillRow['state'][]; to: BackfillRow['state'] }>> = {
  pause: { from: ['open'], to: 'paused' },
  resume: { from: ['paused', 'partial', 'failed'], to: 'open' },
  cancel: { from: ['open', 'paused'], to: 'cancelled' },
};

const sum = (list: readonly StageTally[], key: 'chunks' | 'done' | 'partial' | 'failed'): number => list.reduce((n, t) => n + t[key], 0);

/** What a backfill with no chunk left to do is. */
function finalState(tally: readonly StageTally[]): { state: BackfillRow['state']; reason: string | null } {
  const [chunks, failed, partial] = [sum(tally, 'chunks'), sum(tally, 'failed'), sum(tally, 'partial')];
  if (failed + partial === 0) return { state: 'done', reason: null };
  const reason = `${failed} of ${chunks} chunks failed, ${partial} are incomplete`;
  return { state: failed === chunks ? 'failed' : 'partial', reason };
}

/** What a turn means for the chunks. */
function chunkStatement(turn: Turn): string | undefined {
  if (turn === 'cancel') return "SET state = 'cancelled' WHERE backfill = ? AND state IN ('open', 'running')";
  if (turn === 'resume') return "SET state = 'open', attempts = 0, round = round + 1, not_before = NULL, finished_at = NULL WHERE backfill = ? AND state IN ('partial', 'failed')";
  return undefined;
}

export function backfillTurns(db: Database): Pick<BackfillsRepository, 'turn' | 'finish'> {
  const name = db.name(backfills);
  const table = backfills.name;
  const read = async (id: string): Promise<BackfillRow | undefined> => (await db.select<BackfillRow>(backfills, { sql: `SELECT * FROM ${name} WHERE id = ?`, values: [id] }))[0];

  async function turnIn(session: Session, id: string, turn: Turn, at: Date): Promise<boolean> {
    const { from, to } = TURNS[turn];
    const [row] = await session.rows<Pick<BackfillRow, 'state'>>({ table, sql: `SELECT state FROM ${name} WHERE id = ? FOR UPDATE`, values: [id] });
    if (!row || !from.includes(row.state)) return false;
    await session.run({ table, sql: `UPDATE ${name} SET state = ?, reason = NULL, finished_at = ? WHERE id = ?`, values: [to, turn === 'cancel' ? at : null, id] });
    const chunks = chunkStatement(turn);
    if (chunks) await session.run({ table: backfillChunks.name, sql: `UPDATE ${db.name(backfillChunks)} ${chunks}`, values: [id] });
    return true;
  }

  return {
    async turn(id, turn, at) {
      const changed = await db.mysql.transaction(table, (session) => turnIn(session, id, turn, at));
      const row = await read(id);
      return row ? { row, changed } : null;
    },
    async finish(id, at) {
      const tally = (await backfillTallies(db).tallies([id])).get(id) ?? [];
      if (tally.length === 0 || tally.some((t) => t.open + t.running > 0)) return;
      const { state, reason } = finalState(tally);
      await db.mysql.run({ table, sql: `UPDATE ${name} SET state = ?, reason = ?, finished_at = ? WHERE id = ? AND state IN ('open', 'paused')`, values: [state, reason, at, id] });
    },
  };
}
