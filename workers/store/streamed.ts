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

/** What `take` threw: in the driver's own hands it would be thrown amid an answer. */
interface Refusal {
  error: unknown;
}

/**
 * @param take given every row as an array, in the order of the answer
 * @returns why it refused one; the rows after it are not handed to it
 * @throws the driver's error
 */
export async function eachRow(c: PoolConnection, statement: Streamed, take: (row: unknown[]) => void): Promise<Refusal | undefined> {
  const core = c.connection as unknown as Connection;
  let refused: Refusal | undefined;
  const offer = (row: unknown): void => {
    try {
      if (!refused) take(row as unknown[]);
    } catch (error) {
      refused = { error };
    }
  };
  let lost: ((error: Error) => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      // A command without a callback is not told that its connection is gone; the connection is.
      core.once('error', (lost = reject));
      core.execute({ ...statement, rowsAsArray: true }).on('error', reject).once('end', resolve).on('result', offer);
    });
  } finally {
    if (lost) core.removeListener('error', lost);
  }
  return refused;
}
