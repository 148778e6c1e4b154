/**
 * Runs prepared statements with many values: what is known of the driver's inside is
 * known here. It is asked to run the statement without any value, and its packet is
 * exchanged for ours on the way out; all the rest, answers, errors, time-outs, is its
 * own. Where its inside is another one, or the server speaks a variant of the packet
 * (MySQL 8 names parameters in it), the driver packs the values itself: slower, not wrong.
 */
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import { each } from './binary.js';
import type { Bound } from './mysql.js';
import { bulkPacket, executePacket } from './packet.js';
import { takesBulk } from './socket.js';

/** More placeholders than this and their descriptions are worth forgetting, and the values worth packing. */
export const MANY_PLACEHOLDERS = 500;

interface Packet {
  constructor: new (id: number, buffer: Buffer, start: number, end: number) => Packet;
}
interface Core {
  _isMariaDB?: boolean;
  stream?: object;
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

interface Options {
  sql: string;
  /** Real milliseconds. */
  timeout: number;
  rowsAsArray: boolean;
}
export interface Execution extends Options {
  values: readonly Bound[];
}
export interface BulkExecution extends Options {
  /** At least one; all of the same columns. */
  rows: readonly (readonly Bound[])[];
}

/**
 * With a prepared statement the driver keeps a description of every placeholder, some
 * 250 bytes each: megabytes for a batch of wide rows, once per connection. They would
 * only tell it which numbers to send as integers.
 */
async function prepared(c: PoolConnection, options: Options): Promise<Prepared | undefined> {
  // With the same options, or the driver would prepare it once more.
  const { statement } = (await c.prepare({ ...options, values: [] })) as unknown as { statement?: Prepared };
  if (statement?.parameters && statement.parameters.length > 0) statement.parameters = [];
  return statement;
}

/** The command as the driver makes it, changed before it is sent. */
function exchanged(command: Command, { timeout, rowsAsArray }: Options, pack: () => Buffer): Command {
  const { start } = command;
  command.timeout = timeout;
  Object.assign((command._executeOptions ??= {}), { rowsAsArray });
  command.start = (packet, core) => {
    const write = (empty: Packet): void => {
      const bytes = pack();
      core.writePacket?.(new empty.constructor(0, bytes, 0, bytes.length));
    };
    return start.call(command, packet, Object.create(core, { writePacket: { value: write } }) as Core);
  };
  return command;
}

/** @returns undefined where the driver has to pack values itself */
function packedHere(statement: Prepared | undefined): (Required<Prepared> & { _connection: Required<Core> }) | undefined {
  const core = statement?._connection;
  const isKnown = statement?.id !== undefined && statement.execute && core?._isMariaDB && core.addCommand && core.writePacket;
  return isKnown ? (statement as Required<Prepared> & { _connection: Required<Core> }) : undefined;
}

function run(statement: Required<Prepared> & { _connection: Required<Core> }, options: Options, pack: () => Buffer): Promise<unknown> {
  const core = statement._connection;
  const add = (command: Command): Command => core.addCommand(exchanged(command, options, pack));
  return new Promise((resolve, reject) => {
    const own = Object.create(statement, { _connection: { value: { addCommand: add } } }) as Required<Prepared>;
    own.execute([], (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

/** @throws the driver's error */
export async function execute(c: PoolConnection, { values, ...options }: Execution): Promise<unknown> {
  const statement = packedHere(await prepared(c, options));
  if (statement) return run(statement, options, () => executePacket(statement.id, values));
  const [answer] = await c.execute<ResultSetHeader>({ ...options, values: each(values) });
  return answer;
}

/** Runs a statement of one row for each of many. @returns null where the server takes none in bulk. @throws the driver's error */
export async function executeBulk(c: PoolConnection, { rows, ...options }: BulkExecution): Promise<unknown> {
  if (!takesBulk((c.connection as unknown as Core).stream)) return null;
  const statement = packedHere(await prepared(c, options));
  return statement ? run(statement, options, () => bulkPacket(statement.id, rows)) : null;
}
