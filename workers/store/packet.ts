/**
 * The packet that runs a prepared statement, packed here: the driver makes an object
 * of every value, which for wide rows by the thousand takes longer than the server
 * takes to store them. Pure.
 * Source: COM_STMT_EXECUTE, https://mariadb.com/kb/en/com_stmt_execute/ and
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_execute.html
 */
import type { Bound, SqlValue } from './mysql.js';

const EXECUTE = 0x17;
/** Of the protocol's types those that are bound here. */
const DOUBLE = 5;
const NULL = 6;
const DATETIME = 12;
const BLOB = 252;
const VAR_STRING = 253;

/** Length and number of the packet, which the connection fills in. */
const HEADER = 4;
/** Command, statement, flags (no cursor), iterations (one). */
const PREAMBLE = 10;
/** Year to microsecond, after a byte that tells how long it is. */
const DATETIME_BYTES = 12;

function lengthBytes(n: number): number {
  if (n < 251) return 1;
  if (n < 0x1_0000) return 3;
  return n < 0x100_0000 ? 4 : 9;
}
const withLength = (n: number): number => lengthBytes(n) + n;

function sizeOf(value: SqlValue): number {
  if (typeof value === 'number') return 8;
  if (value === null) return 0;
  if (typeof value === 'string') return withLength(Buffer.byteLength(value));
  return value instanceof Date ? DATETIME_BYTES : withLength(value.length);
}

function typeOf(value: Exclude<SqlValue, number | null>): number {
  if (typeof value === 'string') return VAR_STRING;
  return value instanceof Date ? DATETIME : BLOB;
}

function putLength(packet: Buffer, at: number, n: number): number {
  const bytes = lengthBytes(n);
  if (bytes === 1) {
    packet[at] = n;
    return at + 1;
  }
  packet[at] = { 3: 0xfc, 4: 0xfd, 9: 0xfe }[bytes] as number;
  return bytes === 9 ? packet.writeBigUInt64LE(BigInt(n), at + 1) : packet.writeUIntLE(n, at + 1, bytes - 1);
}

function putInstant(packet: Buffer, at: number, t: Date): number {
  const year = t.getUTCFullYear();
  packet[at] = DATETIME_BYTES - 1;
  packet[at + 1] = year & 0xff;
  packet[at + 2] = year >> 8;
  packet[at + 3] = t.getUTCMonth() + 1;
  packet[at + 4] = t.getUTCDate();
  packet[at + 5] = t.getUTCHours();
  packet[at + 6] = t.getUTCMinutes();
  packet[at + 7] = t.getUTCSeconds();
  return packet.writeUInt32LE(t.getUTCMilliseconds() * 1_000, at + 8);
}

/** @returns where the next value begins */
function put(packet: Buffer, at: number, value: Exclude<SqlValue, number | null>): number {
  if (value instanceof Date) return putInstant(packet, at, value);
  const isText = typeof value === 'string';
  const from = putLength(packet, at, isText ? Buffer.byteLength(value) : value.length);
  return from + (isText ? packet.write(value, from) : value.copy(packet, from));
}

/** Placeholders that the values stand for. */
export function placeholders(values: readonly Bound[]): number {
  let count = 0;
  for (const value of values) count += value instanceof Float64Array ? value.length : 1;
  return count;
}

/** Every value by itself. */
export const each = (values: readonly Bound[]): SqlValue[] => values.flatMap((value) => (value instanceof Float64Array ? Array.from(value, (n) => (Number.isNaN(n) ? null : n)) : [value]));

/** Bytes of the values themselves, or somewhat more: an unknown number takes none. */
function bytesOf(values: readonly Bound[]): number {
  let bytes = 0;
  for (const value of values) bytes += value instanceof Float64Array ? 8 * value.length : sizeOf(value);
  return bytes;
}

/** Writes values where they belong: a bit if NULL, the type, the bytes. */
class Writer {
  readonly #view: DataView;
  #i = 0;

  constructor(
    readonly packet: Buffer,
    private readonly nulls: number,
    private readonly types: number,
    private at: number,
  ) {
    this.#view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  }

  value(value: SqlValue): void {
    if (typeof value === 'number') return this.double(value);
    if (value === null) return this.unknown();
    this.packet[this.types + 2 * this.#i++] = typeOf(value);
    this.at = put(this.packet, this.at, value);
  }

  doubles(values: Float64Array): void {
    for (let i = 0; i < values.length; i++) {
      const n = values[i] as number;
      if (Number.isNaN(n)) this.unknown();
      else this.double(n);
    }
  }

  /** The packet as far as it is written. */
  end = (): Buffer => this.packet.subarray(0, this.at);

  private double(n: number): void {
    this.packet[this.types + 2 * this.#i++] = DOUBLE;
    this.#view.setFloat64(this.at, n, true);
    this.at += 8;
  }

  private unknown(): void {
    const byte = this.nulls + (this.#i >> 3);
    this.packet[byte] = (this.packet[byte] as number) | (1 << (this.#i & 7));
    this.packet[this.types + 2 * this.#i++] = NULL;
  }
}

/**
 * @param statementId as the server has named the prepared statement on this connection
 * @param values for each placeholder; numbers go as doubles, texts as UTF-8, instants as UTC
 * @returns the packet, its header still to be filled in
 */
export function executePacket(statementId: number, values: readonly Bound[]): Buffer {
  const count = placeholders(values);
  const nulls = HEADER + PREAMBLE;
  const flag = nulls + ((count + 7) >> 3);
  const from = flag + 1 + 2 * count;
  const packet = Buffer.allocUnsafe(from + bytesOf(values)).fill(0, 0, from);
  packet[HEADER] = EXECUTE;
  packet.writeUInt32LE(statementId, HEADER + 1);
  packet.writeUInt32LE(1, HEADER + 6);
  packet[flag] = 1;
  const writer = new Writer(packet, nulls, flag + 1, from);
  for (const value of values) {
    if (value instanceof Float64Array) writer.doubles(value);
    else writer.value(value);
  }
  return writer.end();
}
