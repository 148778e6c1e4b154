import { describe, expect, it } from 'vitest';
import { each, Picked } from './binary.js';
import { bulkPacket, done } from './packet.js';

const hex = (packet: Buffer): string => packet.subarray(4).toString('hex');

/** Between others that are not bound. */
const picked = (...numbers: number[]): Picked => new Picked(Float64Array.of(7, ...numbers, 7), Int32Array.from(numbers, (_, i) => i + 1));

describe('the packet of many rows', () => {
  it('is what the protocol asks for', () => {
    const rows = [
      [null, 'é', picked(1.5, NaN), null, new Date(Date.UTC(2026, 10, 29, 12, 34, 56, 789)), Buffer.from([1, 2])],
      [2.5, null, picked(NaN, -1), null, null, null],
    ];
    expect(hex(bulkPacket(0x01020304, rows))).toBe(
      [
        'fa', '04030201', '8000', // command, statement, types follow
        '0500', 'fd00', '0500', '0500', '0500', '0c00', 'fc00', // of what no row knows any type will do
        '01', '00', '02', 'c3a9', '00', '000000000000f83f', '01', '01',
        '00', '0b', 'ea07', '0b', '1d', '0c', '22', '38', '080a0c00', // 789,000 µs
        '00', '02', '0102',
        '00', '0000000000000440', '01', '01', '00', '000000000000f0bf', '01', '01', '01',
      ].join(''),
    );
  });

  it('takes a list of numbers for as many values, NaN for NULL', () => {
    const row = ['a', picked(1, NaN, -0), null, picked(), 2.5, picked(NaN, NaN, 3, 4)];
    expect(each(row)).toEqual(['a', 1, null, -0, null, 2.5, null, null, 3, 4]);
    expect(hex(bulkPacket(7, [row]))).toBe(hex(bulkPacket(7, [each(row)])));
  });

  it('is not made of rows that the server would take for others', () => {
    expect(() => bulkPacket(1, [[1], ['one']])).toThrow(TypeError);
    expect(() => bulkPacket(1, [[null], [new Date()], ['2026-11-29']])).toThrow(TypeError);
    expect(() => bulkPacket(1, [['a', picked(1)], [picked(1, 2)]])).toThrow(TypeError);
    expect(() => bulkPacket(1, [[1, 2], [1]])).toThrow(TypeError);
  });

  it.each([
    [250, 'fa'],
    [251, 'fcfb00'],
    [65_535, 'fcffff'],
    [65_536, 'fd000001'],
    [16_777_216, 'fe0000000100000000'],
  ])('says how long %i bytes are', (length, said) => {
    const packet = bulkPacket(1, [[Buffer.alloc(length)]]);
    const head = 4 + 7 + 2 + 1;
    expect(packet.subarray(head, head + said.length / 2).toString('hex')).toBe(said);
    expect(packet.length).toBe(head + said.length / 2 + length);
  });

  it('writes instants of every day and hour', () => {
    const instants = [Date.UTC(2009, 0, 3, 18, 15, 5), Date.UTC(2024, 1, 29), Date.UTC(2024, 11, 31, 23, 59, 59, 999), Date.UTC(2024, 1, 29, 12), Date.UTC(2099, 8, 9, 9, 9, 9, 9)];
    const packet = bulkPacket(1, instants.map((ms) => [new Date(ms)]));
    const head = 4 + 7 + 2;
    const read = instants.map((_, i) => {
      const at = head + i * 13 + 2;
      const [month, date, hour, minute, second] = packet.subarray(at + 2, at + 7) as unknown as [number, number, number, number, number];
      return Date.UTC(packet.readUInt16LE(at), month - 1, date, hour, minute, second, packet.readUInt32LE(at + 7) / 1_000);
    });
    expect(read).toEqual(instants);
  });

  it('takes the memory of one that has arrived, and of no other', () => {
    const [large, other] = [[[Buffer.alloc(200_000, 1)]], [[Buffer.alloc(140_000, 2)]]];
    const first = bulkPacket(1, large);
    const meanwhile = bulkPacket(1, other);
    expect(meanwhile.buffer).not.toBe(first.buffer);
    const expected = hex(meanwhile);
    done(first);
    const second = bulkPacket(1, other);
    expect(second.buffer).toBe(first.buffer);
    expect(hex(second)).toBe(expected);
    expect(bulkPacket(1, large).buffer).not.toBe(first.buffer);
    expect(hex(meanwhile)).toBe(expected);
  });

  it('takes no memory that others may have parts of', () => {
    const pooled = Buffer.from(new ArrayBuffer(2 ** 20), 0, 40);
    done(pooled);
    expect(bulkPacket(1, [[Buffer.alloc(700_000)]]).buffer).not.toBe(pooled.buffer);
  });
});
