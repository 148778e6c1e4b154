/**
 * Upstream answers and who asked for them. Ids begin with their instant, so that
 * they are written at the end of the table and rolled off at its beginning. A
 * body is never older than the newest request it answered (`last_at`): what goes
 * by age takes no body from a request that stays.
 */
import type { Database } from '../database.js';
import type { ArchiveRepository, ArchiveSize } from '../index.js';
import { inList } from '../symbols.js';
import { answers, asked, collectRuns, idAt, processRuns, type AnswerRow, type AskedRow, type CollectRunRow } from '../tables/archive.js';

const SEEN_AGAIN = 'last_at = GREATEST(last_at, VALUES(last_at))';
/** Bodies looked at in a step of finding where to cut. */
const CUT_STEP = 10_000;

type Reads = Pick<ArchiveRepository, 'runs' | 'askedBy' | 'ofJobs' | 'one' | 'body'>;

function archiveReads(db: Database): Reads {
  const [asks, bodies, runs] = [db.name(asked), db.name(answers), db.name(collectRuns)];
  return {
    runs: (fromMs, toMs) => db.select<CollectRunRow>(collectRuns, { sql: `SELECT * FROM ${runs} WHERE slot >= ? AND slot < ? ORDER BY run`, values: [new Date(fromMs), new Date(toMs)] }),
    async askedBy(run) {
      const sql = `SELECT a.* FROM ${asks} a JOIN ${runs} r ON r.job_id = a.job_id WHERE r.run = ? AND a.run = r.run ORDER BY a.id`;
      return db.select<AskedRow>(asked, { sql, values: [run] });
    },
    async ofJobs(jobIds, symbol) {
      if (jobIds.length === 0) return [];
      const list = inList(jobIds);
      const rows = await db.select<AskedRow>(asked, { sql: `SELECT * FROM ${asks} WHERE job_id IN ${list.sql} AND (symbols = '[]' OR symbols LIKE ?) ORDER BY id DESC`, values: [...list.values, `%"${symbol}"%`] });
      return rows.filter((row) => row.symbols.length === 0 || row.symbols.includes(symbol));
    },
    one: async (id) => (await db.select<AskedRow>(asked, { sql: `SELECT * FROM ${asks} WHERE id = ?`, values: [id] }))[0] ?? null,
    body: async (sha256) => (await db.select<AnswerRow>(answers, { sql: `SELECT * FROM ${bodies} WHERE sha256 = ?`, values: [sha256] }))[0] ?? null,
  };
}

/** Requests first: a body whose request is still there would be missed by whoever follows it. */
function forgetter(db: Database): ArchiveRepository['forget'] {
  const oldest = (t: { database: 'prices'; name: string }, key: string, before: string | Date, limit: number): Promise<number> =>
    db.mysql.run({ table: t.name, sql: `DELETE FROM ${db.name(t)} WHERE ${key} < ? ORDER BY ${key} LIMIT ${limit}`, values: [before] });
  return async (beforeMs, most) => {
    const limit = Math.trunc(most);
    const gone = await oldest({ database: 'prices', name: asked.name }, 'id', idAt(beforeMs), limit);
    if (gone > 0) return gone;
    let rows = 0;
    for (const { name } of [collectRuns, processRuns]) rows += await oldest({ database: 'prices', name }, 'run', idAt(beforeMs), limit);
    return rows + (await oldest({ database: 'prices', name: answers.name }, 'last_at', new Date(beforeMs), limit));
  };
}

export function archiveRepository(db: Database): ArchiveRepository {
  const [asks, bodies] = [db.name(asked), db.name(answers)];
  const count = async <T>(sql: string, table: string): Promise<T> => (await db.mysql.rows<T>({ table, sql }))[0] as T;
  return {
    ...archiveReads(db),
    async keep(run, requests, received) {
      await db.mysql.transaction(asked.name, async (session) => {
        await db.saveIn(session, answers, received, SEEN_AGAIN);
        await db.saveIn(session, collectRuns, [run]);
        await db.saveIn(session, asked, requests);
      });
      db.count(asked, requests.length);
      return received.length;
    },
    keepProcess: async (run) => void (await db.save(processRuns, [run])),
    async size() {
      const kept = await count<Pick<ArchiveSize, 'answers' | 'bytes' | 'rawBytes'>>(`SELECT COUNT(*) AS answers, COALESCE(SUM(packed_size), 0) AS bytes, COALESCE(SUM(size), 0) AS rawBytes FROM ${bodies}`, answers.name);
      const { asked: requests } = await count<{ asked: number }>(`SELECT COUNT(*) AS asked FROM ${asks}`, asked.name);
      return { answers: Number(kept.answers), bytes: Number(kept.bytes), rawBytes: Number(kept.rawBytes), asked: Number(requests) };
    },
    async cutFor(mostBytes) {
      let over = (await this.size()).bytes - mostBytes;
      for (let offset = 0; over > 0; offset += CUT_STEP) {
        const page = await db.mysql.rows<{ last_at: Date; packed_size: number }>({ table: answers.name, sql: `SELECT last_at, packed_size FROM ${bodies} ORDER BY last_at, packed_size LIMIT ${offset}, ${CUT_STEP}` });
        for (const { last_at, packed_size } of page) if ((over -= packed_size) <= 0) return last_at.getTime() + 1;
        if (page.length < CUT_STEP) break;
      }
      return null;
    },
    forget: forgetter(db),
  };
}
