/**
 * Rows one by one, as they come: the driver keeps all rows of an answer until its end,
 * which for tens of thousands of wide ones is what the garbage collector then moves
 * about. The rest is as ever: errors, time-outs, a connection that is lost.
 */
import type { Connection } from 'mysql2';
import type { PoolConnection } from 'mysql2/promise';
import type { SqlValue } from './mysql.js';

export interface Streamed {
  sql: string;
  values: SqlValue[] | undefined;
  /** Real milliseconds. */
  timeout: number;
}

/** @param take given every row as an array, in the order of the answer. @throws the driver's error, or what `take` throws, once the answer is over */
export async function eachRow(c: PoolConnection, statement: Streamed, take: (row: unknown[]) => void): Promise<void> {
  const core = c.connection as unknown as Connection;
  let refused: { error: unknown } | undefined;
  let lost: ((error: Error) => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      // A command without a callback is not told that its connection is gone; the connection is.
      core.once('error', (lost = reject));
      const query = core.execute({ ...statement, rowsAsArray: true });
      query.once('error', reject).once('end', resolve);
      query.on('result', (row: unknown) => {
        try {
          if (!refused) take(row as unknown[]);
        } catch (error) {
          // Thrown here it would end in the driver's own hands, amid an answer.
          refused = { error };
        }
      });
    });
  } finally {
    if (lost) core.removeListener('error', lost);
  }
  if (refused) throw refused.error;
}
