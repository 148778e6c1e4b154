import { describe, expect, it } from 'vitest';
import type { AssetRow } from './store/tables/assets.js';
import { selectSymbols } from './universe.js';

const asset = (symbol: string, coingecko_id: string, over: Partial<AssetRow> = {}): AssetRow => ({
  symbol, coingecko_id, name: symbol, market_rank: 1, quote_currency: 'USD', aliases: [], venues: {}, active: true, valid_from: null, valid_to: null, data_source: 'seed', ingested_at: new Date(0), ...over,
});
const end = Date.UTC(2022, 4, 28);
const assets = [asset('BTC', 'bitcoin'), asset('ETH', 'ethereum'), asset('LUNA', 'terra-luna', { valid_to: new Date(end) })];

describe('the symbols of a slot', () => {
  it('are the registry in its order, or the first of it', () => {
    expect(selectSymbols('all', assets, 0)).toEqual(['BTC', 'ETH', 'LUNA']);
    expect(selectSymbols(1, assets, 0)).toEqual(['BTC']);
  });
  it('may be asked for by ticker or CoinGecko id, in any case', () => {
    expect(selectSymbols(['btc', 'Ethereum'], assets, 0)).toEqual(['BTC', 'ETH']);
  });
  it('may be asked for by another name', () => {
    const renamed = [...assets, asset('POL', 'polygon-ecosystem-token', { aliases: ['MATIC'] })];
    expect(selectSymbols(['matic', 'BTC'], renamed, 0)).toEqual(['BTC', 'POL']);
  });
  it('leave out a ticker that no longer means the asset', () => {
    expect(selectSymbols('all', assets, end)).toEqual(['BTC', 'ETH']);
  });
});
