import { describe, expect, it } from 'vitest';
import { DAY, FIVE_MINUTES, HOUR, MINUTE } from './intervals.js';
import { ComputedMarket } from './market.js';
import { aggregate, type Bar, type ListedAsset } from './source.js';

const NOW = Date.UTC(2026, 5, 17, 13, 42, 31);
const market = new ComputedMarket({ seed: 7, symbols: 170 });
const coin = (symbol: string, of = market): ListedAsset => of.assets.find((a) => a.symbol === symbol) as ListedAsset;
const BTC = coin('BTC');

const changes = (bars: readonly Bar[]): number[] => bars.map((b) => Math.log(b.close / b.open));
const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;
function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const cov = mean(a.map((x, i) => (x - ma) * ((b[i] as number) - mb)));
  return cov / Math.sqrt(mean(a.map((x) => (x - ma) ** 2)) * mean(b.map((x) => (x - mb) ** 2)));
}

describe('the computed market', () => {
  it('gives the same numbers to another instance that was asked other things first', () => {
    const other = new ComputedMarket({ seed: 7, symbols: 170 });
    for (let d = 0; d < 900; d += 3) other.bars(coin('ETH', other), { intervalMs: HOUR, fromMs: NOW - d * DAY, limit: 2 }, NOW);
    const query = { intervalMs: 4 * HOUR, limit: 50 };
    expect(other.bars(coin('BTC', other), query, NOW)).toEqual(market.bars(BTC, query, NOW));
    expect(other.snapshot(coin('SIM001', other), NOW)).toEqual(market.snapshot(coin('SIM001'), NOW));
  });

  it('gives a coin the same numbers whatever the size of its universe', () => {
    const wide = new ComputedMarket({ seed: 7, symbols: 320 });
    const query = { intervalMs: FIVE_MINUTES, limit: 20 };
    expect(wide.bars(coin('BTC', wide), query, NOW)).toEqual(market.bars(BTC, query, NOW));
  });

  it('gives other numbers for another seed', () => {
    const other = new ComputedMarket({ seed: 8, symbols: 170 });
    expect(other.priceAt(coin('BTC', other), NOW)).not.toBe(market.priceAt(BTC, NOW));
  });

  it('lists as many coins as asked, each with its own ticker and id', () => {
    const wide = new ComputedMarket({ seed: 1, symbols: 320 });
    expect(wide.assets).toHaveLength(320);
    expect(new Set(wide.assets.map((a) => a.symbol)).size).toBe(320);
    expect(new Set(wide.assets.map((a) => a.id)).size).toBe(320);
    expect(new ComputedMarket({ seed: 1 }).assets.length).toBeGreaterThanOrEqual(134);
  });

  it('spans magnitudes from 1e-9 to 1e5', () => {
    const prices = new ComputedMarket({ seed: 1, symbols: 320 });
    const all = prices.assets.map((a) => prices.priceAt(a, NOW) as number);
    expect(Math.min(...all)).toBeLessThan(2e-8);
    expect(Math.max(...all)).toBeGreaterThan(4e4);
    expect(market.priceAt(BTC, NOW)).toBeGreaterThan(1e4);
    expect(market.priceAt(BTC, NOW)).toBeLessThan(4e5);
  });

  it.each([['1h', HOUR, FIVE_MINUTES], ['4h', 4 * HOUR, HOUR], ['1d', DAY, 4 * HOUR]] as const)('makes %s bars that are the aggregates of finer ones, two years back as well', (_name, coarse, fine) => {
    for (const fromMs of [NOW - 730 * DAY, NOW - 3 * DAY]) {
      const [whole] = market.bars(BTC, { intervalMs: coarse, fromMs, limit: 1 }, NOW) as [Bar];
      const parts = market.bars(BTC, { intervalMs: fine, fromMs: whole.openMs, toMs: whole.openMs + coarse - 1, limit: 1000 }, NOW);
      const sum = aggregate(parts, whole.openMs);
      expect(parts).toHaveLength(coarse / fine);
      expect([whole.open, whole.high, whole.low, whole.close]).toEqual([sum.open, sum.high, sum.low, sum.close]);
      expect(whole.volume).toBeCloseTo(sum.volume, 4);
      expect(whole.trades).toBe(sum.trades);
    }
  });

  it('keeps low ≤ open, close ≤ high and never a negative volume', () => {
    for (const asset of market.assets.filter((_, i) => i % 5 === 0)) {
      for (const b of market.bars(asset, { intervalMs: FIVE_MINUTES, limit: 400 }, NOW)) {
        expect(b.low).toBeGreaterThan(0);
        expect(b.low).toBeLessThanOrEqual(Math.min(b.open, b.close));
        expect(b.high).toBeGreaterThanOrEqual(Math.max(b.open, b.close));
        expect(b.volume).toBeGreaterThanOrEqual(0);
        expect(b.takerVolume).toBeLessThanOrEqual(b.volume);
      }
    }
  });

  it('opens every bar where the one before closed, over midnight too', () => {
    const bars = market.bars(BTC, { intervalMs: FIVE_MINUTES, limit: 700 }, NOW);
    expect(bars).toHaveLength(700);
    bars.slice(1).forEach((b, i) => expect(b.open).toBe(bars[i]?.close));
  });

  it('moves inside the open bar, within the bar it becomes, and ends at its close', () => {
    const openMs = NOW - (NOW % FIVE_MINUTES);
    const [final] = market.bars(BTC, { intervalMs: FIVE_MINUTES, fromMs: openMs, limit: 1 }, openMs + DAY) as [Bar];
    const seen = new Set<number>();
    let before: Bar | undefined;
    for (let ms = openMs; ms < openMs + FIVE_MINUTES; ms += 1_000) {
      const [bar] = market.bars(BTC, { intervalMs: FIVE_MINUTES, limit: 1 }, ms) as [Bar];
      expect(bar.open).toBe(final.open);
      expect(bar.high).toBeLessThanOrEqual(final.high);
      expect(bar.low).toBeGreaterThanOrEqual(final.low);
      expect(bar.high).toBeGreaterThanOrEqual(before?.high ?? 0);
      expect(bar.volume).toBeGreaterThanOrEqual(before?.volume ?? 0);
      expect(market.priceAt(BTC, ms)).toBe(bar.close);
      seen.add(bar.close);
      before = bar;
    }
    expect(seen.size).toBeGreaterThan(30);
    expect(market.priceAt(BTC, openMs + FIVE_MINUTES)).toBe(final.close);
    expect(before?.high).toBe(final.high);
    expect(before?.low).toBe(final.low);
  });

  it('agrees between the open bar of every interval, the snapshot and the price', () => {
    const snapshot = market.snapshot(BTC, NOW);
    for (const intervalMs of [FIVE_MINUTES, 15 * MINUTE, HOUR, 4 * HOUR, DAY]) {
      const bar = market.bars(BTC, { intervalMs, limit: 2 }, NOW).at(-1) as Bar;
      expect(bar.close).toBe(snapshot?.price);
      expect(bar.high).toBeLessThanOrEqual(bar.openMs > NOW - DAY ? (snapshot?.high24 as number) : Infinity);
    }
  });

  it('never shows a bar of the future', () => {
    expect(market.bars(BTC, { intervalMs: HOUR, fromMs: NOW + HOUR, limit: 10 }, NOW)).toEqual([]);
    expect(market.bars(BTC, { intervalMs: HOUR, fromMs: NOW - DAY, limit: 1000 }, NOW).at(-1)?.openMs).toBe(NOW - (NOW % HOUR));
  });

  it('has coins that move together, and with the market more than by chance', () => {
    const hours = (symbol: string): number[] => changes(market.bars(coin(symbol), { intervalMs: HOUR, limit: 1000 }, NOW));
    expect(correlation(hours('BTC'), hours('ETH'))).toBeGreaterThan(0.3);
    expect(correlation(hours('BTC'), hours('SIM003'))).toBeGreaterThan(0.2);
    expect(correlation(hours('BTC'), hours('SIM003'))).toBeLessThan(0.98);
  });

  it('has volatility that clusters: large moves follow large ones, while the moves themselves do not repeat', () => {
    const moves = changes(market.bars(BTC, { intervalMs: HOUR, fromMs: NOW - 700 * DAY, limit: 16_000 }, NOW));
    const sizes = moves.map(Math.abs);
    expect(correlation(sizes.slice(0, -1), sizes.slice(1))).toBeGreaterThan(0.15);
    expect(correlation(sizes.slice(0, -24), sizes.slice(24))).toBeGreaterThan(0.1);
    expect(Math.abs(correlation(moves.slice(0, -1), moves.slice(1)))).toBeLessThan(0.06);
  });

  it('trades more in the busy hours than in the quiet ones', () => {
    const bars = market.bars(BTC, { intervalMs: HOUR, limit: 1000 }, NOW);
    const at = (hour: number): number => mean(bars.filter((b) => new Date(b.openMs).getUTCHours() === hour).map((b) => b.quoteVolume));
    expect(at(15)).toBeGreaterThan(at(3) * 1.5);
  });
});
