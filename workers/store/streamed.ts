/**
 * Rows one by one, as they come: the driver keeps all rows of an answer until its end,
 * which for tens of thousands of wide ones is what the garbage collector then moves
 * about. The rest is as ever: errors, time-outs, a connection that is lost.
 */
import type { Connection } from 'mysql2';
import type { PoolConnection } from 'mysql2/promise';
import type { SqlValue } from './mysql.js';
import { ArrayValues, BinaryValues, type Field, type RowPacket, type Values } from './values.js';

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

/** Makes the class whose objects read the rows of an answer. */
type ParserOf = (fields: readonly Field[], connection: unknown) => new () => { next(packet: RowPacket): unknown };
interface Command {
  buildParserFromFields?: ParserOf;
}

const parserInto = (values: BinaryValues, offer: (row: Values) => void): ReturnType<ParserOf> =>
  class {
    next = (packet: RowPacket): void => offer(values.begin(packet));
  };

/**
 * Rows are read from the driver's packets where it lets us, and else from its arrays.
 * @returns the driver's `on('result')` for the latter
 */
function readBy(command: Command, offer: (row: Values) => void): (row: unknown) => void {
  const own = command.buildParserFromFields;
  if (own) {
    command.buildParserFromFields = (fields, connection) => {
      const values = BinaryValues.of(fields);
      return values ? parserInto(values, offer) : own.call(command, fields, connection);
    };
  }
  return (row) => (row === undefined ? undefined : offer(new ArrayValues(row as unknown[])));
}

/**
 * @param take given every row, in the order of the answer; what it does not take at once is lost
 * @returns why it refused one; the rows after it are not handed to it
 * @throws the driver's error
 */
export async function eachRow(c: PoolConnection, statement: Streamed, take: (row: Values) => void): Promise<Refusal | undefined> {
  const core = c.connection as unknown as Connection;
  let refused: Refusal | undefined;
  const offer = (row: Values): void => {
    try {
      if (!refused) take(row);
    } catch (error) {
      refused = { error };
    }
  };
  let lost: ((error: Error) => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      // A command without a callback is not told that its connection is gone; the connection is.
      core.once('error', (lost = reject));
      const command = core.execute({ ...statement, rowsAsArray: true });
      command.on('error', reject).once('end', resolve).on('result', readBy(command as Command, offer));
    });
  } finally {
    if (lost) core.removeListener('error', lost);
  }
  return refused;
}
