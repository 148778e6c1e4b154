/** One process at a time changes the schema: migrations and partitions share a lock, which belongs to the connection. */
import type { Session } from '../mysql.js';

const LABEL = 'schema_lock';

/** @returns whether it was got within the seconds. @throws StoreError */
export async function lockSchema(session: Session, database: string, seconds: number): Promise<boolean> {
  const [got] = await session.rows<{ ok: number | null }>({ table: LABEL, sql: 'SELECT GET_LOCK(?, ?) AS ok', values: [`farm-migrate:${database}`.slice(0, 64), seconds] });
  return got?.ok === 1;
}
