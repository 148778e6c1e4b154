import { describe, expect, it } from 'vitest';
import { seedRows } from '../store/seeds/assets.js';
import { coinAmount, coinPrice, multiplierOf } from './contract-size.js';

describe('the size of a contract', () => {
  it.each([
    ['1000SHIBUSDT', 1_000],
    ['SHIB1000USDT', 1_000],
    ['1000PEPEUSDT', 1_000],
    ['10000SATSUSDT', 10_000],
    ['1000000MOGUSDT', 1_000_000],
    ['1MBABYDOGEUSDT', 1_000_000],
    ['BTCUSDT', 1],
    ['1INCHUSDT', 1],
    ['API3USDT', 1],
    ['LUNA2USDT', 1],
    ['SHIBUSDT', 1],
  ])('of %s is %d', (market, size) => {
    expect(multiplierOf(market)).toBe(size);
  });

  it('turns the price of a thousand coins into that of one, and thousands into coins', () => {
    expect(coinPrice(0.0123, '1000SHIBUSDT')).toBeCloseTo(0.0000123, 12);
    expect(coinAmount(5, 'SHIB1000USDT')).toBe(5_000);
  });

  it('is other than one only for the seeds that venues quote in bulk', () => {
    const bulk = seedRows({ data_source: 'seed', ingested_at: new Date(0) }).filter((a) => [a.venues['binance_futures'], a.venues['bybit']].some((m) => multiplierOf(m ?? '') !== 1));
    expect(bulk.map((a) => a.symbol).sort()).toEqual(['BONK', 'BTT', 'FLOKI', 'LUNC', 'PEPE', 'SHIB', 'TURBO', 'XEC']);
  });
});
