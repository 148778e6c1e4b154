import { describe, expect, it } from 'vitest';
import { createNames } from './names.js';
import { formerSeeds, seedRows, seeds } from './seeds/assets.js';
import { aliasesOf, holdsAt, spanOf } from './tables/alias.js';
import type { AssetRow } from './tables/assets.js';

const rows = seedRows({ data_source: 'seed', ingested_at: new Date(0) });
const names = createNames(rows);
const meant = (name: string, day?: string) => names.find(name, day ? Date.parse(day) : undefined)?.symbol;
const like = (over: Partial<AssetRow>): AssetRow => ({ ...(rows[0] as AssetRow), aliases: [], ...over });

describe('a name', () => {
  it('is a ticker, a CoinGecko id or an alias, in any case', () => {
    expect([meant('btc'), meant('Bitcoin'), meant('xbt'), meant(' ETHER '), meant('avalanche-2'), meant('nobody')]).toEqual(['BTC', 'BTC', 'BTC', 'ETH', 'AVAX', undefined]);
  });

  it('is a ticker before an id, and an id before an alias', () => {
    const [x, y, z] = [like({ symbol: 'X', coingecko_id: 'one' }), like({ symbol: 'Y', coingecko_id: 'x', aliases: ['one', 'w'] }), like({ symbol: 'Z', coingecko_id: 'w' })];
    const found = createNames([y, z, x] as AssetRow[]);
    expect(['x', 'one', 'w'].map((n) => found.find(n)?.symbol)).toEqual(['X', 'X', 'Z']);
  });

  it('means what it meant at the instant', () => {
    expect([meant('LUNA', '2022-05-27'), meant('LUNA', '2022-05-28'), meant('LUNA'), meant('LUNC', '2022-01-01')]).toEqual(['LUNC', 'LUNA', 'LUNA', 'LUNC']);
    expect([meant('MATIC', '2024-09-12'), meant('MATIC', '2024-09-13'), meant('matic-network')]).toEqual(['MATIC', 'POL', 'MATIC']);
    expect([meant('FTM', '2025-01-15'), meant('FTM')]).toEqual(['FTM', 'S']);
  });

  it('with days that are none is refused', () => {
    expect(() => createNames([like({ aliases: ['X@2022-13-45..'] })])).toThrow(RangeError);
  });
});

describe('the seeds', () => {
  it('are at least 130, each with a ticker and id of its own', () => {
    expect(seeds.length).toBeGreaterThanOrEqual(130);
    expect(new Set(rows.map((a) => a.symbol)).size).toBe(rows.length);
    expect(new Set(rows.map((a) => a.coingecko_id)).size).toBe(rows.length);
    expect(rows.filter((a) => !a.active).map((a) => a.symbol)).toEqual(formerSeeds.map((f) => f.symbol));
  });

  it('share no name at one time', () => {
    const claims = rows.flatMap((a) => [{ name: a.symbol, ...spanOf(a) }, ...aliasesOf(a)].map((c) => ({ ...c, name: c.name.toLowerCase(), symbol: a.symbol })));
    const shared = claims.flatMap((c) => claims.filter((o) => o.name === c.name && o.symbol > c.symbol && (holdsAt(c, Math.max(o.from, c.from, 0)) && holdsAt(o, Math.max(o.from, c.from, 0)))).map((o) => `${c.name}: ${c.symbol} ${o.symbol}`));
    expect(shared).toEqual([]);
  });

  it('name their market on every venue that has one', () => {
    const venues = (symbol: string) => rows.find((a) => a.symbol === symbol)?.venues;
    expect(venues('BTC')).toEqual({ binance: 'BTCUSDT', binance_futures: 'BTCUSDT', bybit: 'BTCUSDT', coinbase: 'BTC-USD' });
    expect(venues('SHIB')).toEqual({ binance: 'SHIBUSDT', binance_futures: '1000SHIBUSDT', bybit: 'SHIB1000USDT', coinbase: 'SHIB-USD' });
    expect(venues('LEO')).toEqual({});
    expect(venues('MATIC')).toEqual({});
  });
});
