/**
 * Gas and supply of Ethereum from Etherscan, value locked, volume of exchanges
 * and stablecoins from DefiLlama.
 *
 *   gasoracle   {"status":"1","result":{"LastBlock":"11145141","SafeGasPrice":"62","ProposeGasPrice":"82","FastGasPrice":"89",
 *                "suggestBaseFee":"60.1","gasUsedRatio":"0.49,0.99,0.51,0.01,0.6"}}                     gwei, as text, with decimals
 *   ethsupply   {"status":"1","result":"122373866217800000000000000"}                                    wei, as text
 *   /v2/chains  [{"gecko_id":"ethereum","tvl":60e9,"tokenSymbol":"ETH","name":"Ethereum","chainId":1}]   USD; null where unknown
 *   dexs        {"total24h":7921139942,"change_1d":6.47,"protocols":[…]}                                 USD
 *   stablecoins {"peggedAssets":[{"symbol":"USDT","gecko_id":"tether","pegType":"peggedUSD","circulating":{"peggedUSD":1.8e11}}]}
 */
import { z } from 'zod';
import { figureOf } from './macro-row.js';
import { coinOf } from './onchain-chains.js';
import type { Figure } from './onchain-row.js';

const ETH = 'ETH';
const MARKET = 'MARKET';
const WEI_PER_ETHER = 1e18;

const gas = z.object({ result: z.looseObject({ SafeGasPrice: z.unknown(), ProposeGasPrice: z.unknown(), FastGasPrice: z.unknown() }) });
const supply = z.object({ result: z.string().regex(/^\d+$/, 'is no amount of wei') });
const chains = z.array(z.unknown());
const dexs = z.looseObject({ total24h: z.number().nullable() });
const stablecoins = z.object({ peggedAssets: z.array(z.unknown()) });
export const defiAnswers = { gas, supply, chains, dexs, stablecoins };

const mean = (values: readonly number[]): number => values.reduce((sum, n) => sum + n, 0) / values.length;
/** "0.49,0.99,0.51" as its mean; undefined where a part is no number. */
function meanOf(list: unknown): number | undefined {
  const parts = typeof list === 'string' ? list.split(',').map(figureOf) : [];
  return parts.length > 0 && parts.every((n) => n !== undefined) ? mean(parts) : undefined;
}

/** Base fee and used gas are newer than the rest: where the answer has none, nothing is said of them. */
export function gasFigures({ result }: z.infer<typeof gas>): Figure[] {
  const figures: Figure[] = [
    { metric: 'gas_safe', symbol: ETH, value: result.SafeGasPrice },
    { metric: 'gas_propose', symbol: ETH, value: result.ProposeGasPrice },
    { metric: 'gas_fast', symbol: ETH, value: result.FastGasPrice },
  ];
  if (result['suggestBaseFee'] !== undefined) figures.push({ metric: 'base_fee', symbol: ETH, value: result['suggestBaseFee'] });
  if (result['gasUsedRatio'] !== undefined) figures.push({ metric: 'gas_used_ratio', symbol: ETH, value: meanOf(result['gasUsedRatio']) });
  return figures;
}

/** Coins issued on the chain, burnt ones included, as Etherscan counts them. */
export const supplyFigures = (body: z.infer<typeof supply>): Figure[] => [{ metric: 'supply', symbol: ETH, value: Number(body.result) / WEI_PER_ETHER }];

const chain = z.object({ name: z.string(), tvl: z.number().nullish() });

/** One figure for each coin, the chains it belongs to added up, and MARKET for all chains. */
export function tvlFigures(body: readonly unknown[]): Figure[] {
  const sums = new Map<string, { value: number; chain: string }>();
  const broken: Figure[] = [];
  let market = 0;
  for (const raw of body) {
    const one = chain.safeParse(raw);
    const tvl = one.success ? one.data.tvl : undefined;
    if (!one.success || (typeof tvl === 'number' && tvl < 0)) broken.push({ metric: 'tvl', symbol: 'chain', value: raw });
    if (!one.success || typeof tvl !== 'number' || tvl < 0) continue;
    market += tvl;
    const coin = coinOf(one.data.name);
    if (!coin) continue;
    const known = sums.get(coin);
    sums.set(coin, { value: (known?.value ?? 0) + tvl, chain: known?.chain ?? one.data.name });
  }
  const figures = [...sums].map(([symbol, { value, chain: name }]): Figure => ({ metric: 'tvl', symbol, value, chain: name.slice(0, 40) }));
  return [...figures, ...(market > 0 ? [{ metric: 'tvl', symbol: MARKET, value: market } as const] : []), ...broken];
}

export const dexFigures = (body: z.infer<typeof dexs>): Figure[] => [{ metric: 'dex_volume_24h', symbol: MARKET, value: body.total24h }];

const pegged = z.object({ symbol: z.string(), gecko_id: z.string().nullish(), pegType: z.literal('peggedUSD'), circulating: z.object({ peggedUSD: z.number() }) });
/** By CoinGecko's id: tickers are worn twice. */
const NAMED: Readonly<Record<string, string>> = { tether: 'USDT', 'usd-coin': 'USDC' };

/** Coins pegged to the dollar, together and the two largest; those pegged to other currencies are left out. */
export function stablecoinFigures(body: z.infer<typeof stablecoins>): Figure[] {
  const coins = body.peggedAssets.flatMap((raw) => {
    const coin = pegged.safeParse(raw);
    return coin.success && coin.data.circulating.peggedUSD >= 0 ? [coin.data] : [];
  });
  const named = coins.flatMap((c): Figure[] => (c.gecko_id && NAMED[c.gecko_id] ? [{ metric: 'stablecoin_supply', symbol: NAMED[c.gecko_id] as string, value: c.circulating.peggedUSD }] : []));
  return [{ metric: 'stablecoin_supply', symbol: MARKET, value: coins.reduce((sum, c) => sum + c.circulating.peggedUSD, 0) }, ...named];
}
