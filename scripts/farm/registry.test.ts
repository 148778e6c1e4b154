import { describe, expect, it } from 'vitest';
import type { AssetRow } from '#workers/store/tables/assets.js';
import { assetsToAdd, wantedSymbols } from './registry.js';
import type { SimulatedUniverse } from './simulator.js';

const now = new Date('2026-01-01T00:00:00Z');
const listed = (symbol: string, rank: number | null, id = symbol.toLowerCase()): SimulatedUniverse['assets'][number] => ({ symbol, coingecko_id: id, name: symbol, quote_currency: 'btc', venues: { binance: `${symbol}BTC` }, rank });
const universe = (mode: 'sim' | 'replay'): SimulatedUniverse => ({ mode, span: null, assets: [listed('ETH', 2, 'ethereum'), listed('USDF', null, 'first'), listed('USDF', null, 'second'), listed('BTC', 1, 'bitcoin')] });
const registered = [{ symbol: 'ETH', coingecko_id: 'ethereum', market_rank: 2 }] as AssetRow[];

describe('the registry of a farm', () => {
  it('gains what the simulated market lists and it lacks, one asset a ticker', () => {
    expect(assetsToAdd(universe('sim'), registered, now).map((a) => [a.symbol, a.coingecko_id, a.data_source])).toEqual([
      ['USDF', 'first', 'sim:simulator'],
      ['BTC', 'bitcoin', 'sim:simulator'],
    ]);
  });

  it("takes a replay's own quotes and markets even where it knows the asset", () => {
    expect(assetsToAdd(universe('replay'), registered, now).find((a) => a.symbol === 'ETH')).toMatchObject({ quote_currency: 'btc', venues: { binance: 'ETHBTC' }, data_source: 'replay:simulator' });
  });

  it('is narrowed to what the market lists, by rank', () => {
    expect(wantedSymbols('all', universe('replay'), registered)).toBe('BTC,ETH,USDF');
    expect(wantedSymbols(2, universe('sim'), registered)).toBe('BTC,ETH');
    expect(wantedSymbols('all', null, registered)).toBe('all');
  });

  it('understands tickers and CoinGecko ids, and names what nobody lists', () => {
    expect(wantedSymbols(['ETHEREUM', 'BTC', 'ETH'], universe('sim'), registered)).toBe('ETH,BTC');
    expect(() => wantedSymbols(['BTC', 'NOPE', 'NADA'], universe('sim'), registered)).toThrow(/NOPE[\s\S]*NADA/);
  });
});
