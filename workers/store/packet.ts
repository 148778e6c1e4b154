/**
 * The packets that run a prepared statement, packed here: the driver makes an object
 * of every value, which for wide rows by the thousand takes longer than the server
 * takes to store them. Pure.
 * Sources: COM_STMT_EXECUTE, https://mariadb.com/kb/en/com_stmt_execute/ and
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_execute.html;
 * COM_STMT_BULK_EXECUTE, https://mariadb.com/kb/en/com_stmt_bulk_execute/
 */
import { bytesOf, DOUBLE, NULL, placeholders, put, typeOf } from './binary.js';
import type { Bound, SqlValue } from './mysql.js';

const EXECUTE = 0x17;
const BULK_EXECUTE = 0xfa;
const SEND_TYPES = 128;
/** What stands before a value in bulk: that it follows, or that there is none. */
const FOLLOWS = 0;
const IS_NULL = 1;

/** Length and number of the packet, which the connection fills in. */
const HEADER = 4;
/** Command, statement, flags (no cursor), iterations (one). */
const PREAMBLE = 10;
/** Command, statement, flags. */
const BULK_PREAMBLE = 7;

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

/** Types of the columns, by the first row that knows each; of one that no row knows any type will do. */
const typesOf = (rows: readonly (readonly Bound[])[]): number[] =>
  (rows[0] ?? []).flatMap((value, i) => {
    if (value instanceof Float64Array) return Array<number>(value.length).fill(DOUBLE);
    const known = (rows.find((row) => row[i] !== null)?.[i] ?? null) as SqlValue;
    return [known === null || typeof known === 'number' ? DOUBLE : typeOf(known)];
  });

/** Writes the values of rows one after the other. */
class BulkWriter {
  readonly #view: DataView;

  constructor(
    readonly packet: Buffer,
    private at: number,
  ) {
    this.#view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  }

  value(value: SqlValue): void {
    if (typeof value === 'number') return this.double(value);
    this.packet[this.at++] = value === null ? IS_NULL : FOLLOWS;
    if (value !== null) this.at = put(this.packet, this.at, value);
  }

  doubles(values: Float64Array): void {
    for (let i = 0; i < values.length; i++) {
      const n = values[i] as number;
      if (Number.isNaN(n)) this.packet[this.at++] = IS_NULL;
      else this.double(n);
    }
  }

  /** The packet as far as it is written. */
  end = (): Buffer => this.packet.subarray(0, this.at);

  private double(n: number): void {
    this.packet[this.at++] = FOLLOWS;
    this.#view.setFloat64(this.at, n, true);
    this.at += 8;
  }
}

/**
 * Runs a statement once for each row.
 * @param rows at least one, all of the same columns, each column of one type
 * @returns the packet, its header still to be filled in
 */
export function bulkPacket(statementId: number, rows: readonly (readonly Bound[])[]): Buffer {
  const types = typesOf(rows);
  const from = HEADER + BULK_PREAMBLE + 2 * types.length;
  let size = from;
  for (const row of rows) size += types.length + bytesOf(row);
  const packet = Buffer.allocUnsafe(size).fill(0, 0, from);
  packet[HEADER] = BULK_EXECUTE;
  packet.writeUInt32LE(statementId, HEADER + 1);
  packet.writeUInt16LE(SEND_TYPES, HEADER + 5);
  types.forEach((type, i) => (packet[HEADER + BULK_PREAMBLE + 2 * i] = type));
  const writer = new BulkWriter(packet, from);
  for (const row of rows) {
    for (const value of row) {
      if (value instanceof Float64Array) writer.doubles(value);
      else writer.value(value);
    }
  }
  return writer.end();
}
