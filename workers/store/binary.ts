/**
 * Values as the binary protocol writes them. Pure.
 * Source: https://mariadb.com/kb/en/com_stmt_execute/#binary-parameter-encoding
 */
import type { Bound, SqlValue } from './mysql.js';

/** Of the protocol's types those that are bound here. */
export const DOUBLE = 5;
const DATETIME = 12;
const BLOB = 252;
const VAR_STRING = 253;

/** Some numbers of a list, bound to as many placeholders; NaN is NULL. */
export class Picked {
  constructor(
    readonly list: Float64Array,
    readonly places: Int32Array,
  ) {}
}

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

/** The protocol's type of a value. */
export function typeOf(value: Exclude<SqlValue, null>): number {
  if (typeof value === 'number') return DOUBLE;
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

const DAY_MS = 86_400_000;
/** Days that were written, by their number: asking V8 for year, month and day takes ten times as long as all the rest. */
const days = new Map<number, { year: number; month: number; date: number }>();
const MOST_DAYS = 4_000;

function dayOf(n: number): { year: number; month: number; date: number } {
  const known = days.get(n);
  if (known) return known;
  const t = new Date(n * DAY_MS);
  const day = { year: t.getUTCFullYear(), month: t.getUTCMonth() + 1, date: t.getUTCDate() };
  if (days.size >= MOST_DAYS) days.clear();
  days.set(n, day);
  return day;
}

function putInstant(packet: Buffer, at: number, t: Date): number {
  const n = Math.floor(t.getTime() / DAY_MS);
  const day = dayOf(n);
  const inDay = t.getTime() - n * DAY_MS;
  packet[at] = DATETIME_BYTES - 1;
  packet[at + 1] = day.year & 0xff;
  packet[at + 2] = day.year >> 8;
  packet[at + 3] = day.month;
  packet[at + 4] = day.date;
  packet[at + 5] = inDay / 3_600_000;
  packet[at + 6] = (inDay / 60_000) % 60;
  packet[at + 7] = (inDay / 1_000) % 60;
  return packet.writeUInt32LE((inDay % 1_000) * 1_000, at + 8);
}

/** @returns where the next value begins */
export function put(packet: Buffer, at: number, value: Exclude<SqlValue, number | null>): number {
  if (value instanceof Date) return putInstant(packet, at, value);
  const isText = typeof value === 'string';
  const from = putLength(packet, at, isText ? Buffer.byteLength(value) : value.length);
  return from + (isText ? packet.write(value, from) : value.copy(packet, from));
}

function* numbersOf({ list, places }: Picked): Generator<number | null> {
  for (const place of places) yield Number.isNaN(list[place]) ? null : (list[place] as number);
}

/** Every value by itself. */
export const each = (values: readonly Bound[]): SqlValue[] => values.flatMap((value) => (value instanceof Picked ? [...numbersOf(value)] : [value]));

/** Bytes of the values themselves, or somewhat more: an unknown number takes none. */
export function bytesOf(values: readonly Bound[]): number {
  let bytes = 0;
  for (const value of values) bytes += value instanceof Picked ? 8 * value.places.length : sizeOf(value);
  return bytes;
}
