import { describe, expect, it } from 'vitest';
import { each, placeholders } from './binary.js';
import { bulkPacket, executePacket } from './packet.js';

const hex = (packet: Buffer): string => packet.subarray(4).toString('hex');

describe('the packet of a prepared statement', () => {
  it('is what the protocol asks for', () => {
    const packet = executePacket(0x01020304, [1.5, null, 'é', new Date(Date.UTC(2026, 10, 29, 12, 34, 56, 789)), Buffer.from([1, 2])]);
    expect(hex(packet)).toBe(
      [
        '17', '04030201', '00', '01000000', // command, statement, no cursor, once
        '02', '01', // the second is NULL; types follow
        '0500', '0600', 'fd00', '0c00', 'fc00',
        '000000000000f83f',
        '02', 'c3a9',
        '0b', 'ea07', '0b', '1d', '0c', '22', '38', '080a0c00', // 789,000 µs
        '02', '0102',
      ].join(''),
    );
  });

  it('takes a list of numbers for as many values, NaN for NULL', () => {
    const values = ['a', Float64Array.of(1, NaN, -0), null, Float64Array.of(), 2.5, Float64Array.of(NaN, NaN, 3, 4)];
    expect(placeholders(values)).toBe(10);
    expect(each(values)).toEqual(['a', 1, null, -0, null, 2.5, null, null, 3, 4]);
    expect(hex(executePacket(7, values))).toBe(hex(executePacket(7, each(values))));
  });

  it('tells NULLs apart beyond the first eight', () => {
    const values = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? null : 'x'));
    const bits = executePacket(1, values).readUIntLE(14, 3);
    expect(Array.from({ length: 24 }, (_, i) => (bits >> i) & 1)).toEqual(Array.from({ length: 24 }, (_, i) => Number(i < 20 && i % 3 === 0)));
  });

  it.each([
    [250, 'fa'],
    [251, 'fcfb00'],
    [65_535, 'fcffff'],
    [65_536, 'fd000001'],
    [16_777_216, 'fe0000000100000000'],
  ])('says how long %i bytes are', (length, said) => {
    const packet = executePacket(1, [Buffer.alloc(length)]);
    const head = 4 + 10 + 1 + 1 + 2;
    expect(packet.subarray(head, head + said.length / 2).toString('hex')).toBe(said);
    expect(packet.length).toBe(head + said.length / 2 + length);
  });
});

describe('the packet of many rows', () => {
  it('is what the protocol asks for', () => {
    const rows = [
      [null, 'é', Float64Array.of(1.5, NaN), null],
      [2.5, null, Float64Array.of(NaN, -1), null],
    ];
    expect(hex(bulkPacket(0x01020304, rows))).toBe(
      [
        'fa', '04030201', '8000', // command, statement, types follow
        '0500', 'fd00', '0500', '0500', '0500', // of what no row knows any type will do
        '01', '00', '02', 'c3a9', '00', '000000000000f83f', '01', '01',
        '00', '0000000000000440', '01', '01', '00', '000000000000f0bf', '01',
      ].join(''),
    );
  });
});
