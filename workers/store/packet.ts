/**
 * The packet that runs a prepared statement once for each of many rows, packed here:
 * the driver knows none, and makes an object of every value, which for wide rows by the
 * thousand takes longer than the server takes to store them. Pure.
 * Source: COM_STMT_BULK_EXECUTE, https://mariadb.com/kb/en/com_stmt_bulk_execute/
 */
import { bytesOf, DOUBLE, Picked, put, typeOf } from './binary.js';
import type { Bound, SqlValue } from './mysql.js';

const BULK_EXECUTE = 0xfa;
const SEND_TYPES = 128;
/** What stands before a value: that it follows, or that there is none. */
const FOLLOWS = 0;
const IS_NULL = 1;

/** Length and number of the packet, which the connection fills in. */
const HEADER = 4;
/** Command, statement, flags. */
const PREAMBLE = 7;

/** Types of the columns, by the first row that knows each; of one that no row knows any type will do. */
const typesOf = (rows: readonly (readonly Bound[])[]): number[] =>
  (rows[0] ?? []).flatMap((value, i) => {
    if (value instanceof Picked) return Array<number>(value.places.length).fill(DOUBLE);
    const known = (rows.find((row) => row[i] !== null)?.[i] ?? null) as SqlValue;
    return [known === null ? DOUBLE : typeOf(known)];
  });

/** Writes the values of rows one after the other. */
class Writer {
  readonly #view: DataView;
  #column = 0;

  constructor(
    readonly packet: Buffer,
    private at: number,
    private readonly types: readonly number[],
  ) {
    this.#view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  }

  /** @throws TypeError where the row is of other columns: the server would take its bytes for other values */
  row(values: readonly Bound[]): void {
    this.#column = 0;
    for (const value of values) {
      if (value instanceof Picked) this.doubles(value);
      else this.value(value);
    }
    if (this.#column !== this.types.length) throw new TypeError(`a row has ${this.#column} values, and the first one ${this.types.length}`);
  }

  /** The packet as far as it is written. */
  end = (): Buffer => this.packet.subarray(0, this.at);

  private value(value: SqlValue): void {
    if (value === null) this.unknown();
    else if (typeof value === 'number') this.double(value);
    else {
      this.next(typeOf(value));
      this.at = put(this.packet, this.at, value);
    }
  }

  private doubles({ list, places }: Picked): void {
    for (let i = 0; i < places.length; i++) {
      const n = list[places[i] as number] as number;
      if (Number.isNaN(n)) this.unknown();
      else this.double(n);
    }
  }

  private unknown(): void {
    this.#column++;
    this.packet[this.at++] = IS_NULL;
  }

  private next(type: number): void {
    if (this.types[this.#column++] !== type) throw new TypeError(`column ${this.#column} has values of more than one type`);
    this.packet[this.at++] = FOLLOWS;
  }

  private double(n: number): void {
    this.next(DOUBLE);
    this.#view.setFloat64(this.at, n, true);
    this.at += 8;
  }
}

/** Memory of packets that have arrived, for those that follow: asked for anew each time, it makes V8 mark all of its heap again and again. */
const spare: ArrayBufferLike[] = [];
/** What was asked for here: others' buffers may lie in the same memory as a small one, and as a large one where Node is told to pool those. */
const ours = new WeakSet<ArrayBufferLike>();
const MOST_SPARE = 3;
/** Smaller ones cost next to nothing. */
const WORTH_KEEPING = 0x1_0000;

function room(size: number): Buffer {
  if (size < WORTH_KEEPING) return Buffer.allocUnsafe(size);
  const fitting = spare.findIndex(({ byteLength }) => byteLength >= size);
  if (fitting >= 0) return Buffer.from(spare.splice(fitting, 1)[0] as ArrayBufferLike);
  const fresh = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(size)));
  ours.add(fresh.buffer);
  return fresh;
}

/** @param packet of `bulkPacket`, that nobody will look at again: sent, and answered */
export function done({ buffer }: Buffer): void {
  if (ours.has(buffer) && spare.length < MOST_SPARE) spare.push(buffer);
}

/**
 * Runs a statement once for each row.
 * @param rows at least one, all of the same columns, each column of one type
 * @returns the packet, its header still to be filled in
 * @throws TypeError where the rows differ in more than their values
 */
export function bulkPacket(statementId: number, rows: readonly (readonly Bound[])[]): Buffer {
  const types = typesOf(rows);
  const from = HEADER + PREAMBLE + 2 * types.length;
  let size = from;
  for (const row of rows) size += types.length + bytesOf(row);
  const packet = room(size).fill(0, 0, from);
  packet[HEADER] = BULK_EXECUTE;
  packet.writeUInt32LE(statementId, HEADER + 1);
  packet.writeUInt16LE(SEND_TYPES, HEADER + 5);
  types.forEach((type, i) => (packet[HEADER + PREAMBLE + 2 * i] = type));
  const writer = new Writer(packet, from, types);
  for (const row of rows) writer.row(row);
  return writer.end();
}
