import { describe, expect, it } from 'vitest';
import { ArrayValues } from '../values.js';
import { packing, type PackedRow } from './packed.js';
import type { TechnicalRow } from './technical.js';

const AT = new Date(Date.UTC(2026, 8, 1));
const row = (symbol: string, ...numbers: (number | null)[]): unknown[] => [symbol, '5m', AT, ...numbers];

function packed(columns: string[], rows: unknown[][]): (PackedRow & Partial<TechnicalRow>)[] {
  const sink = packing(columns);
  for (const one of rows) sink.take(new ArrayValues(one));
  return sink.end();
}

describe('packed rows', () => {
  const rows = packed(['close', 'rsi_14', 'bars'], [row('BTC', 64_000.1, null, 7), row('ETH', -0, 55.5, 2 ** 31)]);
  const [btc, eth] = rows as [(typeof rows)[0], (typeof rows)[0]];

  it('are read like any other row', () => {
    expect([btc.symbol, btc.timeframe, btc.timestamp, btc.close, btc.rsi_14, btc.bars]).toEqual(['BTC', '5m', AT, 64_000.1, null, 7]);
    expect([eth.symbol, eth.close, eth.rsi_14, eth.bars]).toEqual(['ETH', -0, 55.5, 2 ** 31]);
  });

  it('know the difference between unknown and not read', () => {
    expect([btc.rsi_14, btc.sma_50, btc.data_source]).toEqual([null, undefined, undefined]);
  });

  it('may be more than fit into a block', () => {
    const many = packed(['close', 'volume'], Array.from({ length: 1_300 }, (_, i) => row(`C${i}`, i, -i)));
    expect(many.map((r) => [r.symbol, r.close, r.volume])).toEqual(Array.from({ length: 1_300 }, (_, i) => [`C${i}`, i, -i]));
  });

  it('hold numbers only', () => {
    expect(() => packing(['close', 'data_source'])).toThrow('technical_indicators.data_source is no column of numbers');
    expect(() => packing(['rsi_15'])).toThrow('technical_indicators.rsi_15 is no column of numbers');
  });
});
