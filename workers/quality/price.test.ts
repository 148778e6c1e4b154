import { describe, expect, it } from 'vitest';
import { judgePrice, type JudgedPrice, type Seen } from './price.js';

const SLOT = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;

const row = (p: number, extra: Partial<JudgedPrice> = {}): JudgedPrice => ({
  current_price: p, market_cap: p * 1_000, circulating_supply: 1_000, volume_24h: 5, high_24h: p * 1.02, low_24h: p * 0.98,
  last_updated: new Date(SLOT - 20_000), collected_at: new Date(SLOT + 3_000), slot: new Date(SLOT), ...extra,
});
/** Snapshots of CoinGecko every five minutes up to the slot before. */
const before = (...prices: number[]): Seen[] => prices.map((price, i) => ({ source: 'coingecko', at: SLOT - (prices.length - i) * 5 * MINUTE, price, score: 1 }));
const opinion = (source: string, price: number): Seen => ({ source, at: SLOT - 5 * MINUTE, price, score: null });
const judged = (p: JudgedPrice, ...seen: Seen[]) => judgePrice(p, 'coingecko', seen);

describe('a price', () => {
  it('that moves as prices do is fully believed', () => {
    expect(judged(row(100), ...before(99, 99.4, 100.2, 99.8, 100.1), opinion('binance', 100.05), opinion('coinbase', 99.98))).toEqual({ score: 1, reasons: [] });
  });

  it.each([0, -1, Number.NaN, Infinity])('of %d is impossible', (p) => {
    expect(judged(row(p))).toMatchObject({ refused: expect.stringMatching(/^impossible:price/) as string });
  });

  it.each([1_000, 0.001])('that is %d times what it was, seen by nobody else, is not trusted', (factor) => {
    expect(judged(row(100 * factor), ...before(100, 100.1, 99.9))).toMatchObject({ score: 0.15, reasons: ['jump'] });
  });

  it('that differs by a fifth from every other source is not trusted, and the nearest one is named', () => {
    expect(judged(row(100), opinion('binance', 130), opinion('coinbase', 140))).toEqual({ score: 0.3, reasons: ['disagrees:binance'] });
    expect(judged(row(100), opinion('binance', 103))).toEqual({ score: 0.85, reasons: ['disagrees:binance'] });
  });

  it('is not condemned by one wrong source among right ones', () => {
    expect(judged(row(100), opinion('binance', 100.1), opinion('coinbase', 1))).toEqual({ score: 0.85, reasons: ['disagrees:coinbase'] });
  });

  it('that jumped is believed when another source saw it too, or when the coin is like that', () => {
    expect(judged(row(140), ...before(100), opinion('coinbase', 139.5))).toEqual({ score: 0.95, reasons: ['jump:confirmed'] });
    expect(judged(row(140), ...before(100, 120, 95, 118, 100, 121, 104))).toEqual({ score: 0.95, reasons: ['jump:ordinary'] });
    expect(judged(row(140), ...before(100, 100.1, 100, 99.9, 100, 100.1))).toEqual({ score: 0.7, reasons: ['jump'] });
  });

  it('is compared with the last one that was trusted', () => {
    const lied: Seen = { source: 'coingecko', at: SLOT - MINUTE, price: 100_000, score: 0.15 };
    expect(judged(row(100), ...before(100), lied)).toEqual({ score: 1, reasons: [] });
    expect(judged(row(100_000), ...before(100), lied)).toMatchObject({ reasons: ['jump'] });
  });

  it('that does not move is doubted, unless the coin is pegged', () => {
    expect(judged(row(3), ...before(3, 3, 3, 3, 3, 3))).toEqual({ score: 0.8, reasons: ['repeat'] });
    expect(judged(row(1), ...before(1, 1, 1, 1, 1, 1))).toEqual({ score: 1, reasons: [] });
  });

  it.each([[16 * MINUTE, 0.7], [2 * 60 * MINUTE, 0.4], [8 * 24 * 60 * MINUTE, 0.1]])('that is %d ms old is doubted the more', (age, score) => {
    expect(judged(row(3, { last_updated: new Date(SLOT + 3_000 - age) }))).toEqual({ score, reasons: ['stale'] });
  });

  it('is checked against what its own row says', () => {
    expect(judged(row(64_000, { market_cap: 64_000 }))).toEqual({ score: 0.4, reasons: ['market_cap'] });
    expect(judged(row(3, { low_24h: 3.1, high_24h: 4 }))).toEqual({ score: 0.95, reasons: ['out_of_range'] });
    expect(judged(row(3, { volume_24h: -1 }))).toEqual({ score: 0.7, reasons: ['negative'] });
    expect(judged(row(3, { last_updated: null }))).toEqual({ score: 0.9, reasons: ['no_timestamp'] });
    expect(judged(row(3, { market_cap: null, volume_24h: null, high_24h: null, low_24h: null, circulating_supply: 0 }))).toEqual({ score: 1, reasons: [] });
  });

  it('of Coinbase has no instant of its own by nature', () => {
    expect(judgePrice(row(3, { last_updated: null }), 'coinbase', [])).toEqual({ score: 1, reasons: [] });
  });

});
