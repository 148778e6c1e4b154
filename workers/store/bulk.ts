/**
 * Runs a prepared statement for many rows at once, which the driver cannot: what is known
 * of its inside is known here. It is asked to run the statement without any value, and its
 * packet is exchanged for ours on the way out; all the rest, answers, errors, time-outs,
 * is its own. Where its inside is another one, or the server takes no rows in bulk, as
 * MySQL does not, rows go by statements of many rows: slower, not wrong.
 */
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import type { Bound } from './mysql.js';
import { bulkPacket, done } from './packet.js';
import { takesBulk } from './socket.js';

interface Packet {
  constructor: new (id: number, buffer: Buffer, start: number, end: number) => Packet;
}
interface Core {
  stream?: object;
  addCommand(command: Command): Command;
  writePacket(packet: Packet): void;
}
interface Command {
  timeout?: number;
  start(packet: unknown, core: Core): unknown;
}
interface Prepared {
  id: number;
  parameters: unknown[];
  _connection: Core;
  execute(values: unknown[], answered: (error: Error | null, answer: ResultSetHeader) => void): Command;
}

export interface BulkExecution {
  /** Of one row. */
  sql: string;
  /** At least one; all of the same columns. */
  rows: readonly (readonly Bound[])[];
  /** Real milliseconds. */
  timeout: number;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isAsKnown = (s: Partial<Prepared> | undefined): s is Prepared => typeof s?.id === 'number' && isFunction(s.execute) && isFunction(s._connection?.addCommand) && isFunction(s._connection?.writePacket);

/** The command as the driver makes it, changed before it is sent. */
function exchanged(command: Command, timeout: number, bytes: Buffer): Command {
  const { start } = command;
  command.timeout = timeout;
  command.start = (packet, core) => {
    const write = (empty: Packet): void => core.writePacket(new empty.constructor(0, bytes, 0, bytes.length));
    return start.call(command, packet, Object.create(core, { writePacket: { value: write } }) as Core);
  };
  return command;
}

function run(statement: Prepared, { rows, timeout }: BulkExecution): Promise<ResultSetHeader> {
  const core = statement._connection;
  const bytes = bulkPacket(statement.id, rows);
  const add = (command: Command): Command => core.addCommand(exchanged(command, timeout, bytes));
  return new Promise((resolve, reject) => {
    const own = Object.create(statement, { _connection: { value: { addCommand: add } } }) as Prepared;
    own.execute([], (error, answer) => {
      if (error) return reject(error);
      // Stored, so every byte of it has arrived; after an error some may still be on their way.
      done(bytes);
      resolve(answer);
    });
  });
}

/** All rows or none. @returns null where it cannot be done, and nothing was. @throws the driver's error */
export async function executeBulk(c: PoolConnection, execution: BulkExecution): Promise<ResultSetHeader | null> {
  if (!takesBulk((c.connection as unknown as Core).stream)) return null;
  const { statement } = (await c.prepare(execution.sql)) as unknown as { statement?: Partial<Prepared> };
  if (!isAsKnown(statement)) return null;
  // The driver's descriptions of the placeholders tell it what to send them as, which it is not asked to.
  statement.parameters = [];
  return run(statement, execution);
}
