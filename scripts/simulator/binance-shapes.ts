/**
 * The shapes of Binance's answers. A kline, as documented:
 * `[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",1499644799999,"2434.19055334",308,"1756.87402397","28.46694368","0"]`
 * Prices keep at least eight decimals, and more where a coin is worth less than
 * eight can hold.
 */
import { DAY } from './intervals.js';
import type { Bar, ListedAsset, Snapshot } from './source.js';

const money = (x: number): string => x.toFixed(8);

/** A number in plain decimals, at least eight, that reads back as exactly the same number. */
export function decimal(x: number): string {
  const text = String(x);
  if (text.includes('e')) return expanded(text);
  const point = text.indexOf('.');
  return point < 0 ? `${text}.00000000` : text.padEnd(point + 9, '0');
}

/** `5.33e-7` → `0.000000533`; numbers from 1e21 on have no decimals anyway. */
function expanded(text: string): string {
  const [mantissa, exponent] = text.split('e') as [string, string];
  if (Number(exponent) > 0) return `${BigInt(Number(text))}.00000000`;
  const digits = mantissa.replace(/[-.]/g, '');
  return `${mantissa.startsWith('-') ? '-' : ''}0.${'0'.repeat(-Number(exponent) - 1)}${digits}`.padEnd(10, '0');
}

/** One kline as JSON text; no string in it needs escaping. */
export function klineRow(bar: Bar, intervalMs: number): string {
  const takerQuote = bar.volume > 0 ? (bar.quoteVolume * bar.takerVolume) / bar.volume : 0;
  return `[${bar.openMs},"${decimal(bar.open)}","${decimal(bar.high)}","${decimal(bar.low)}","${decimal(bar.close)}","${decimal(bar.volume)}",${bar.openMs + intervalMs - 1},"${money(bar.quoteVolume)}",${bar.trades},"${money(bar.takerVolume)}","${money(takerQuote)}","0"]`;
}

/** The 24-hour ticker; what is unknown is the empty string, as on markets that have not traded. */
export function ticker(asset: ListedAsset, s: Snapshot | null): object | null {
  if (!s) return null;
  const price = (x: number | null): string => (x === null ? '' : decimal(x));
  const rounded = (x: number | null): string => (x === null ? '' : x.toFixed(Math.max(8, asset.decimals)));
  const change = s.open24 === null ? null : s.price - s.open24;
  return {
    symbol: asset.market,
    priceChange: rounded(change),
    priceChangePercent: change === null ? '' : ((change / (s.open24 as number)) * 100).toFixed(3),
    weightedAvgPrice: s.volume24 && s.quoteVolume24 ? rounded(s.quoteVolume24 / s.volume24) : '',
    prevClosePrice: price(s.open24),
    lastPrice: decimal(s.price),
    lastQty: '',
    bidPrice: '',
    bidQty: '',
    askPrice: '',
    askQty: '',
    openPrice: price(s.open24),
    highPrice: price(s.high24),
    lowPrice: price(s.low24),
    volume: s.volume24 === null ? '' : money(s.volume24),
    quoteVolume: s.quoteVolume24 === null ? '' : money(s.quoteVolume24),
    openTime: s.atMs - DAY,
    closeTime: s.atMs,
    firstId: -1,
    lastId: -1,
    count: s.trades24,
  };
}

export function exchangeInfo(assets: readonly ListedAsset[], at: { nowMs: number; weightPerMinute: number }): object {
  return {
    timezone: 'UTC',
    serverTime: at.nowMs,
    rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: at.weightPerMinute }],
    exchangeFilters: [],
    symbols: assets.map(marketInfo),
  };
}

function marketInfo(asset: ListedAsset): object {
  const precision = Math.max(8, asset.decimals);
  const quoteAsset = (asset.market as string).slice(asset.symbol.length);
  const tick = (10 ** -asset.decimals).toFixed(precision);
  return {
    symbol: asset.market,
    status: 'TRADING',
    baseAsset: asset.symbol,
    baseAssetPrecision: 8,
    quoteAsset,
    quotePrecision: precision,
    quoteAssetPrecision: precision,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
    icebergAllowed: true,
    ocoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: true,
    filters: [{ filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000.00000000', tickSize: tick }],
    permissions: [],
    defaultSelfTradePreventionMode: 'NONE',
    allowedSelfTradePreventionModes: ['NONE'],
  };
}
