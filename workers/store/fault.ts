/**
 * What a MySQL error means: can the same statement succeed later, and what can
 * a person do about it. Values, SQL text and passwords never pass: the driver's
 * error carries the whole statement, so it is read and dropped, not wrapped.
 */
import { StoreError } from '#queues/errors.js';

/** Rolled back by the server to let another transaction through: repeat at once. */
const CONTENTION = new Set([1205, 1213]);
/** Server away, restarting, full, read-only or too slow: time may heal it. */
const PASSING = new Set([1021, 1040, 1053, 1077, 1114, 1135, 1152, 1158, 1159, 1160, 1161, 1203, 1226, 1290, 1317, 1792, 1836, 1927, 1969, 2002, 2003, 2006, 2013, 2055, 3024, 3032, 4031]);
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'POOL_CLOSED', 'ER_SERVER_SHUTDOWN']);

/** What to say instead of the server's own words, which quote values. */
const ADVICE: Record<number, string> = {
  1044: 'the user may not use this database; grant it, or check MYSQL_USER',
  1045: 'the server refused the user name or password; check MYSQL_USER and MYSQL_PASSWORD',
  1049: 'the database does not exist; run `npm run migrate`',
  1054: 'a column is missing: the schema does not fit this version; run `npm run migrate`',
  1062: 'a row with this key is there already',
  1142: 'the user lacks a privilege on this table',
  1146: 'the table does not exist; run `npm run migrate`',
  1205: 'waited too long for a lock',
  1213: 'deadlock',
  1264: 'a number is out of range',
  1364: 'a column without a default was left out',
  1366: 'a value does not fit its column type',
  1406: 'a text is longer than its column',
  1698: 'the server refused the user name or password; check MYSQL_USER and MYSQL_PASSWORD',
  1969: 'the statement took too long and was stopped',
  3024: 'the statement took too long and was stopped',
};

interface DriverError extends Error {
  code?: string;
  errno?: number;
  fatal?: boolean;
}

/** The one column the server names, when it names one; never a value. */
const columnOf = (message: string): string => {
  const name = /column '(?:[\w$`]+\.)*([\w$]+)'/i.exec(message)?.[1];
  return name ? ` (column ${name})` : '';
};

/**
 * @param table label of the table the statement was about, for the message.
 * @returns the same error when it is the store's own already.
 */
export function translate(error: unknown, table: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code, errno = 0, message = '' } = (error ?? {}) as Partial<DriverError>;
  // The server's own numbers and libuv's negative ones share the field `errno`.
  const passing = CONTENTION.has(errno) || PASSING.has(errno) || NETWORK.has(code ?? '') || message === 'Pool is closed.';
  const number = errno > 0 ? ` ${errno}` : '';
  const what = ADVICE[errno] ?? (NETWORK.has(code ?? '') ? 'the connection to MySQL failed' : 'the statement failed');
  return new StoreError(passing ? 'transient' : 'permanent', `${table}: ${what}${columnOf(message)} [${code ?? 'unknown'}${number}]`, code);
}

const CONTENTION_CODES = new Set(['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK']);
/** Lock wait or deadlock: the transaction was undone and may be repeated at once. */
export const isContention = (error: unknown): boolean => error instanceof StoreError && CONTENTION_CODES.has(error.code ?? '');
/** After these the connection's state is unknown and it must not go back to the pool. */
export const isBroken = (error: unknown): boolean => (error as DriverError | null)?.fatal === true || NETWORK.has((error as DriverError | null)?.code ?? '');
