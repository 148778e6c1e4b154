/**
 * Runs prepared statements with many values: what is known of the driver's inside is
 * known here. It is asked to run the statement without any value, and its packet is
 * exchanged for ours on the way out; all the rest, answers, errors, time-outs, is its
 * own. Where its inside is another one, or the server speaks a variant of the packet
 * (MySQL 8 names parameters in it), the driver packs the values itself: slower, not wrong.
 */
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import type { Bound } from './mysql.js';
import { each, executePacket } from './packet.js';

/** More placeholders than this and their descriptions are worth forgetting, and the values worth packing. */
export const MANY_PLACEHOLDERS = 500;

interface Packet {
  constructor: new (id: number, buffer: Buffer, start: number, end: number) => Packet;
}
interface Core {
  _isMariaDB?: boolean;
  addCommand?: (command: Command) => Command;
  writePacket?: (packet: Packet) => void;
}
interface Command {
  timeout?: number;
  _executeOptions?: object;
  start(packet: unknown, core: Core): unknown;
}
type Answered = (error: Error | null, answer: ResultSetHeader) => void;
interface Prepared {
  id?: number;
  parameters?: unknown[];
  _connection?: Core;
  execute?: (values: unknown[], answered: Answered) => Command;
}

export interface Execution {
  sql: string;
  values: readonly Bound[];
  /** Real milliseconds. */
  timeout: number;
  rowsAsArray: boolean;
}

/**
 * With a prepared statement the driver keeps a description of every placeholder, some
 * 250 bytes each: megabytes for a batch of wide rows, once per connection. They would
 * only tell it which numbers to send as integers.
 */
async function prepared(c: PoolConnection, execution: Execution): Promise<Prepared | undefined> {
  // With the same options, or the driver would prepare it once more.
  const { statement } = (await c.prepare({ ...execution, values: [] })) as unknown as { statement?: Prepared };
  if (statement?.parameters && statement.parameters.length > 0) statement.parameters = [];
  return statement;
}

/** The command as the driver makes it, changed before it is sent. */
function exchanged(command: Command, { values, timeout, rowsAsArray }: Execution, statementId: number): Command {
  const { start } = command;
  command.timeout = timeout;
  Object.assign((command._executeOptions ??= {}), { rowsAsArray });
  command.start = (packet, core) => {
    const write = (empty: Packet): void => {
      const bytes = executePacket(statementId, values);
      core.writePacket?.(new empty.constructor(0, bytes, 0, bytes.length));
    };
    return start.call(command, packet, Object.create(core, { writePacket: { value: write } }) as Core);
  };
  return command;
}

/** @throws the driver's error */
export async function execute(c: PoolConnection, execution: Execution): Promise<unknown> {
  const statement = await prepared(c, execution);
  const core = statement?._connection;
  if (statement?.id === undefined || !statement.execute || !core?._isMariaDB || !core.addCommand || !core.writePacket) {
    const [answer] = await c.execute<ResultSetHeader>({ ...execution, values: each(execution.values) });
    return answer;
  }
  const { id } = statement;
  const add = (command: Command): Command => (core.addCommand as (command: Command) => Command)(exchanged(command, execution, id));
  return new Promise((resolve, reject) => {
    const own = Object.create(statement, { _connection: { value: { addCommand: add } } }) as Required<Prepared>;
    own.execute([], (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}
