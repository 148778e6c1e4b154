/**
 * DefiLlama and its stablecoins as far as the farm asks them: value locked that
 * follows the coins' prices, exchanges of which some tell nothing, stablecoins of
 * which some have no price, change keys that are absent. The real lists are longer.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { Economy } from './economy.js';
import { DAY, HOUR } from './intervals.js';
import { EPOCH_MS } from './latent.js';
import type { ListedAsset, MarketSource } from './source.js';

/** Name, ticker (none for a chain without a coin), billions locked in 2019's prices. */
const CHAINS: readonly (readonly [string, string | null, number])[] = [
  ['Ethereum', 'ETH', 62], ['Solana', 'SOL', 9], ['BSC', 'BNB', 7], ['Bitcoin', 'BTC', 6.5], ['Tron', 'TRX', 5.5], ['Base', null, 4.4], ['Arbitrum', 'ARB', 2.6], ['Avalanche', 'AVAX', 1.4], ['Hyperliquid L1', 'HYPE', 2], ['Sui', 'SUI', 1.6], ['Polygon', 'POL', 1.1],
  ['Aptos', 'APT', 0.7], ['OP Mainnet', 'OP', 0.5], ['Cardano', 'ADA', 0.3], ['Near', 'NEAR', 0.2], ['TON', 'TON', 0.15], ['Sei', 'SEI', 0.4], ['Mantle', 'MNT', 0.25], ['Starknet', 'STRK', 0.2], ['Stellar', 'XLM', 0.12], ['XRPL', 'XRP', 0.1], ['Injective', 'INJ', 0.05],
  ['Algorand', 'ALGO', 0.1], ['Hedera', 'HBAR', 0.1], ['Stacks', 'STX', 0.12], ['Thorchain', 'RUNE', 0.09], ['MultiversX', 'EGLD', 0.07], ['Tezos', 'XTZ', 0.05], ['Kava', 'KAVA', 0.1], ['Flow', 'FLOW', 0.06], ['ICP', 'ICP', 0.05], ['Filecoin', 'FIL', 0.03], ['Berachain', 'BERA', 0.4], ['Sonic', 'S', 0.3], ['Linea', null, 0.4],
];
const BILLION = 1e9;
const EXCHANGES = 150;
/** Name, CoinGecko id, ticker, peg, billions. */
const PEGGED: readonly (readonly [string, string | null, string, string, number])[] = [
  ['Tether', 'tether', 'USDT', 'peggedUSD', 178], ['USD Coin', 'usd-coin', 'USDC', 'peggedUSD', 72], ['Ethena USDe', 'ethena-usde', 'USDe', 'peggedUSD', 11], ['Dai', 'dai', 'DAI', 'peggedUSD', 4.9], ['USDS', 'usds', 'USDS', 'peggedUSD', 8], ['PayPal USD', 'paypal-usd', 'PYUSD', 'peggedUSD', 2.6], ['EURC', 'euro-coin', 'EURC', 'peggedEUR', 0.4], ['Stasis', 'stasis-eurs', 'EURS', 'peggedEUR', 0.1], ['Old Dollar', null, 'USDT', 'peggedUSD', 0.0001], ['XSGD', 'xsgd', 'XSGD', 'peggedSGD', 0.02],
];

export class DefiLlama {
  private readonly bySymbol: ReadonlyMap<string, ListedAsset>;

  constructor(private readonly source: MarketSource, private readonly economy: Economy) {
    this.bySymbol = new Map(source.assets.map((a) => [a.symbol, a]));
  }

  answer({ path, query, nowMs }: Call): Answer | null {
    if (path === '/v2/chains') return json(200, CHAINS.map(([name, symbol, billions], i) => ({ gecko_id: symbol ? (this.bySymbol.get(symbol)?.id ?? null) : null, tvl: this.tvl(symbol, billions, { ms: nowMs, i }), tokenSymbol: symbol, cmcId: null, name, chainId: i })));
    if (path === '/overview/dexs') return json(200, this.dexs(query, nowMs));
    if (path === '/stablecoins') return json(200, this.stablecoins(nowMs));
    return null;
  }

  /** Follows the coin where it is listed: by how much it is above a slow trail of its own. */
  private tvl(symbol: string | null, billions: number, { ms, i }: { ms: number; i: number }): number {
    const coin = this.bySymbol.get(symbol ?? 'ETH') ?? this.source.assets[0];
    const [now, before] = [ms, ms - 120 * DAY].map((at) => (coin ? this.source.priceAt(coin, at) : null));
    const follows = now && before ? (now / before) ** 0.7 : 1;
    return billions * BILLION * follows * (1 + 0.01 * this.economy.noise(`tvl:${i}`, Math.floor(ms / HOUR)));
  }

  private volume = (name: string, scale: number, ms: number): number => Math.round(scale * Math.exp(0.5 * this.economy.noise(`dex:${name}`, Math.floor(ms / HOUR / 6)) + 0.2 * this.economy.noise(`dex hour:${name}`, Math.floor(ms / HOUR))));

  private dexs(query: URLSearchParams, ms: number): object {
    const protocols = Array.from({ length: EXCHANGES }, (_, i) => {
      const silent = i % 5 === 4;
      const total24h = silent ? null : this.volume(`${i}`, (1.4e9 * 3) / (i + 2) ** 1.35, ms);
      return { total24h, total48hto24h: silent ? null : this.volume(`${i}`, 1e9 / (i + 1), ms - DAY), ...(silent ? {} : { change_1d: Number((10 * this.economy.noise(`change:${i}`, Math.floor(ms / HOUR))).toFixed(2)) }), defillamaId: String(i), name: `Exchange ${i}`, displayName: `Exchange ${i}`, module: `exchange-${i}`, category: 'Dexs', chains: ['Ethereum'], protocolType: 'protocol', slug: `exchange-${i}` };
    });
    const total24h = protocols.reduce((sum, p) => sum + (p.total24h ?? 0), 0);
    const chart = query.get('excludeTotalDataChart') === 'true' ? [] : Array.from({ length: 365 }, (_, d) => [(ms - d * DAY) / 1_000, total24h]);
    return { totalDataChart: chart, totalDataChartBreakdown: [], breakdown24h: null, breakdown30d: null, chain: null, allChains: CHAINS.map(([name]) => name), total24h, total48hto24h: Math.round(total24h * 0.96), total7d: total24h * 7, change_1d: 4.2, protocols };
  }

  private stablecoins(ms: number): object {
    const growth = 1 + ((ms - EPOCH_MS) / DAY) * 0.00005;
    const peggedAssets = PEGGED.map(([name, gecko, symbol, pegType, billions], i) => {
      const current = billions * BILLION * growth * (1 + 0.002 * this.economy.noise(`stable:${i}`, Math.floor(ms / (6 * HOUR))));
      const of = (amount: number) => ({ [pegType]: amount });
      return { id: String(i + 1), name, symbol, gecko_id: gecko, pegType, priceSource: 'defillama', pegMechanism: 'fiat-backed', circulating: of(current), circulatingPrevDay: of(current * 0.999), circulatingPrevWeek: of(current * 0.995), circulatingPrevMonth: of(current * 0.98), chainCirculating: {}, chains: ['Ethereum'], price: gecko === null ? null : 1 + 0.0008 * this.economy.noise(`peg:${i}`, Math.floor(ms / HOUR)) };
    });
    return { peggedAssets, chains: CHAINS.map(([name]) => ({ name })) };
  }
}
