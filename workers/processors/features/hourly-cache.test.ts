import { expect, it } from 'vitest';
import { HOURS } from './comovement.js';
import { HourlyCache } from './hourly-cache.js';

const HOUR = 3_600_000;
const END = 500_000 * HOUR;

/** A cache over closes that exist for every hour but the ones a symbol lacks. */
function setup(lacking: Record<string, number[]> = {}) {
  const asked: { symbols: string[]; endMs: number }[] = [];
  const cache = new HourlyCache((symbols, fromMs, endMs) => {
    asked.push({ symbols, endMs });
    const hours = Array.from({ length: (endMs - fromMs) / HOUR }, (_, i) => fromMs + i * HOUR);
    return Promise.resolve(symbols.filter((s) => s !== 'NONE').map((symbol) => {
      const openTime = hours.filter((t) => !lacking[symbol]?.includes(t));
      return { symbol, openTime, close: openTime.map((t) => 100 + Math.sin(t / HOUR)) };
    }));
  });
  return { cache, asked, lacking };
}

it('asks once for all the slots of an hour, and again at the next', async () => {
  const { cache, asked } = setup();
  const first = await cache.asOf(['BTC', 'ETH'], END);
  const later = await cache.asOf(['ETH', 'BTC', 'SOL'], END + 55 * 60_000);
  expect([later.get('BTC'), later.get('ETH')]).toEqual([first.get('BTC'), first.get('ETH')]);
  await cache.asOf(['BTC'], END + HOUR);
  expect(asked).toEqual([{ symbols: ['BTC', 'ETH'], endMs: END }, { symbols: ['SOL'], endMs: END }, { symbols: ['BTC'], endMs: END + HOUR }]);
});

it('asks again for a coin with a gap, and sees the bar that came late', async () => {
  const { cache, asked, lacking } = setup({ BTC: [END - HOUR] });
  expect((await cache.asOf(['BTC', 'ETH'], END)).get('BTC')?.[HOURS - 1]).toBeNaN();
  lacking.BTC = [];
  expect((await cache.asOf(['BTC', 'ETH'], END + 300_000)).get('BTC')?.every(Number.isFinite)).toBe(true);
  expect(asked.map((a) => a.symbols)).toEqual([['BTC', 'ETH'], ['BTC']]);
});

it('leaves out a coin without a bar', async () => {
  const { cache } = setup();
  expect([...(await cache.asOf(['NONE', 'BTC'], END)).keys()]).toEqual(['BTC']);
});

it('gives the same returns after it has forgotten the hour', async () => {
  const { cache, asked } = setup();
  const first = await cache.asOf(['BTC'], END);
  for (let h = 1; h <= 6; h++) await cache.asOf(['BTC'], END + h * HOUR);
  expect(await cache.asOf(['BTC'], END)).toEqual(first);
  expect(asked).toHaveLength(8);
});
