/**
 * The values of one row as the binary protocol sends them, taken one after the other
 * without making an array of them, and of every number an object: for rows by the ten
 * thousand. The driver compiles a parser for each answer, and lets a command bring its own.
 * Source: https://mariadb.com/kb/en/resultset-row/#binary-resultset-row
 */

/** Taken in the order of the columns. */
export interface Values {
  /** Null where it is unknown. */
  text(): string | null;
  /** An instant in ms; NaN where it is unknown. */
  instant(): number;
  /** So many numbers into a list, from a place of it on; NaN where they are unknown. */
  numbers(to: Float64Array, from: number, count: number): void;
}

/** What the driver has of a packet that holds a row. */
export interface RowPacket {
  buffer: Buffer;
  offset: number;
}
export interface Field {
  columnType: number;
  flags: number;
}

const UNSIGNED = 32;
const DOUBLE = 5;
/** Of the protocol's types: those of integers, and the bytes of each. */
const INTEGERS: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 4, 8: 8, 9: 4 };
const INSTANTS = [7, 10, 12];
const TEXTS = [15, 253, 254];
const isReadable = ({ columnType: type }: Field): boolean => type === DOUBLE || type in INTEGERS || INSTANTS.includes(type) || TEXTS.includes(type);

/** The bits of a row's unknown columns begin after its first byte, and with the third. */
const FIRST_BIT = 2;
/** What stands before the length of a text of 251 bytes or more. */
const LONG = 0xfc;
/** Texts up to this length come again, as keys do. */
const KEY_BYTES = 64;

interface Text {
  bytes: Buffer;
  text: string;
}

/** Reads row after row; what it says is of the row begun last. */
export class BinaryValues implements Values {
  #buffer: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(this.#buffer.buffer);
  #nulls = 0;
  #at = 0;
  #column = 0;
  #day = 0;
  #dayMs = NaN;
  readonly #before: (Text | undefined)[] = [];

  private constructor(private readonly fields: readonly Field[]) {}

  /** @returns null where there are columns of other types */
  static of = (fields: readonly Field[]): BinaryValues | null => (fields.every(isReadable) ? new BinaryValues(fields) : null);

  begin({ buffer, offset }: RowPacket): this {
    if (buffer !== this.#buffer) {
      this.#buffer = buffer;
      this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    }
    this.#nulls = offset + 1;
    this.#at = this.#nulls + ((this.fields.length + 7 + FIRST_BIT) >> 3);
    this.#column = 0;
    return this;
  }

  text(): string | null {
    const column = this.#column++;
    if (this.#isNull(column)) return null;
    const length = this.#length();
    const end = this.#at + length;
    const text = this.#textOf(column, end);
    this.#at = end;
    return text;
  }

  instant(): number {
    if (this.#isNull(this.#column++)) return NaN;
    const view = this.#view;
    const at = this.#at + 1;
    const length = view.getUint8(at - 1);
    this.#at = at + length;
    if (length === 0) return NaN;
    let ms = this.#midnight(view.getUint16(at, true), view.getUint8(at + 2), view.getUint8(at + 3));
    if (length > 4) ms += view.getUint8(at + 4) * 3_600_000 + view.getUint8(at + 5) * 60_000 + view.getUint8(at + 6) * 1_000;
    return length > 7 ? ms + Math.trunc(view.getUint32(at + 7, true) / 1_000) : ms;
  }

  numbers(to: Float64Array, from: number, count: number): void {
    const view = this.#view;
    for (let place = from; place < from + count; place++) {
      const column = this.#column++;
      if (this.#isNull(column)) to[place] = NaN;
      else if (this.fields[column]?.columnType === DOUBLE) {
        to[place] = view.getFloat64(this.#at, true);
        this.#at += 8;
      } else to[place] = this.#integer(column);
    }
  }

  /** Many instants are of the same day. */
  #midnight(year: number, month: number, date: number): number {
    const day = (year * 16 + month) * 32 + date;
    if (day !== this.#day) {
      this.#day = day;
      this.#dayMs = Date.UTC(year, month - 1, date);
    }
    return this.#dayMs;
  }

  #isNull(column: number): boolean {
    const bit = column + FIRST_BIT;
    return ((this.#view.getUint8(this.#nulls + (bit >> 3)) >> (bit & 7)) & 1) === 1;
  }

  /** Whole numbers beyond ±2^53 are rounded; no table has any. */
  #integer(column: number): number {
    const { columnType, flags } = this.fields[column] as Field;
    const bytes = INTEGERS[columnType];
    if (bytes === undefined) throw new RangeError(`column ${column + 1} holds no numbers`);
    const [buffer, at] = [this.#buffer, this.#at];
    const isSigned = (flags & UNSIGNED) === 0;
    this.#at += bytes;
    if (bytes === 8) return Number(isSigned ? buffer.readBigInt64LE(at) : buffer.readBigUInt64LE(at));
    return isSigned ? buffer.readIntLE(at, bytes) : buffer.readUIntLE(at, bytes);
  }

  /** Of a text, which begins after it: columns of these types hold at most 65,535 bytes. */
  #length(): number {
    const first = this.#view.getUint8(this.#at++);
    if (first < LONG) return first;
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, true);
  }

  #textOf(column: number, end: number): string {
    const before = this.#before[column];
    if (before && before.bytes.length === end - this.#at && before.bytes.compare(this.#buffer, this.#at, end) === 0) return before.text;
    const text = this.#buffer.toString('utf8', this.#at, end);
    if (end - this.#at <= KEY_BYTES) this.#before[column] = { bytes: Buffer.from(text), text };
    return text;
  }
}

/** The same of a row that the driver has made an array of. */
export class ArrayValues implements Values {
  #column = 0;

  constructor(private readonly row: readonly unknown[]) {}

  text = (): string | null => (this.row[this.#column++] as string | null) ?? null;
  instant = (): number => (this.row[this.#column++] as Date | null)?.getTime() ?? NaN;

  numbers(to: Float64Array, from: number, count: number): void {
    for (let place = from; place < from + count; place++) to[place] = (this.row[this.#column++] as number | null) ?? NaN;
  }
}
