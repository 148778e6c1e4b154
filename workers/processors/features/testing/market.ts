/**
 * A small invented market for tests of features: seeded, so that every run sees
 * the same numbers, and passed through the real indicator engine, so that
 * columns relate to each other as they do in life.
 */
import { freshState, run } from '../../indicators/engine.js';
import { indicatorColumns } from '../../indicators/index.js';
import { random } from '../../indicators/testing.js';
import type { PriceRow } from '../../../store/tables/prices.js';
import type { TechnicalRow } from '../../../store/tables/technical.js';
import { HOURS } from '../comovement.js';
import type { FeatureInputs, Timeframe } from '../feature.js';
import { timeframes } from '../inputs.js';
import { marketView } from '../market.js';
import { nothingBeside } from '../views/index.js';
import { simulatedBeside } from './beside.js';

const MINUTE = 60_000;
const periods: Record<Timeframe, number> = { '5m': 5 * MINUTE, '1h': 60 * MINUTE, '4h': 240 * MINUTE, '1d': 1_440 * MINUTE };
export const symbols = ['BTC', 'ETH', 'SOL', 'ADA', 'DOGE', 'PEPE', 'LINK', 'DOT', 'XMR', 'UNI'];

/** Indicator rows of `count` bars of a random walk; element k has seen k + 1 bars. Timestamps are left to the caller. */
function technicalRows(symbol: string, timeframe: Timeframe, count: number, next: () => number): Partial<TechnicalRow>[] {
  const close = new Float64Array(count);
  let level = 10 ** (8 * next() - 4);
  for (let i = 0; i < count; i++) close[i] = level *= Math.exp(0.02 * (next() - 0.5));
  const open = close.map((c) => c * (1 + 0.004 * (next() - 0.5)));
  const high = close.map((c, i) => Math.max(c, open[i] as number) * (1 + 0.003 * next()));
  const low = close.map((c, i) => Math.min(c, open[i] as number) * (1 - 0.003 * next()));
  const bars = { symbol, timeframe, openTime: close.map((_, i) => i * periods[timeframe]), open, high, low, close, volume: close.map(() => 1 + 1_000 * next()) };
  const rows: Partial<TechnicalRow>[] = [];
  const state = freshState();
  run(bars, state, (i) => {
    const columns = indicatorColumns.map(({ name }, c) => [name, Number.isFinite(state.row[c]) ? state.row[c] : null]);
    rows.push({ symbol, timeframe, bars: i + 1, ...Object.fromEntries(columns) } as Partial<TechnicalRow>);
  });
  return rows;
}

/** A snapshot of every column, `ageMs` old at the slot. */
export function snapshot(symbol: string, at: number, ageMs: number, next: () => number): PriceRow {
  const current = 10 ** (8 * next() - 4);
  const [low, high] = [current * (1 - 0.1 * next()), current * (1 + 0.1 * next())];
  const change = current * 0.1 * (next() - 0.5);
  const known = new Date(at - ageMs);
  return {
    symbol, slot: new Date(at), data_source: 'sim:coingecko', coin_id: symbol.toLowerCase(), name: symbol, quote_currency: 'usd',
    current_price: current, market_cap: current * 1e9 * (0.5 + next()), market_cap_rank: 1 + Math.floor(300 * next()), volume_24h: current * 1e7 * next(),
    price_change_24h: change, price_change_percentage_24h: (100 * change) / (current - change), high_24h: high, low_24h: low, open_24h: current - change,
    circulating_supply: 1e9, last_updated: known, collected_at: new Date(at), quality: next() < 0.9 ? 'ok' : 'stale', quality_score: null, quality_reasons: null, available_at: known, ingested_at: new Date(at),
  };
}

/** How many bars a slower timeframe lies behind, so that their histories differ in length; the 5-minute bar is the market's own. */
const back = (symbol: number, timeframe: number, slot: number): number => (timeframe === 0 ? 0 : (5 * symbol + 11 * timeframe * slot) % 40);

/** Everything known about ten coins at thirty slots spread over a year: 300 inputs with every look-back full. */
export function simulatedInputs(seed = 7): FeatureInputs[] {
  const next = random(seed);
  const first = 340;
  const slots = Array.from({ length: 30 }, (_, k) => Date.UTC(2025, 0, 2, 3, 5) + k * (11 * 1_440 + 335) * MINUTE);
  const rows = symbols.map((symbol) => timeframes.map((t) => technicalRows(symbol, t, first + slots.length, next)));
  return slots.flatMap((at, k) => {
    const hourly = new Map<string, Float64Array>();
    const btc = Float64Array.from({ length: HOURS }, () => 0.01 * (next() - 0.5));
    for (const symbol of symbols) hourly.set(symbol, symbol === 'BTC' ? btc : btc.map((r) => r * (0.5 + next()) + 0.005 * (next() - 0.5)));
    const market = marketView(rows.map((ofSymbol) => ofSymbol[0]?.[first + k] ?? {}), hourly);
    return symbols.map((symbol, s) => {
      const technical = Object.fromEntries(timeframes.map((t, i) => [t, { ...rows[s]?.[i]?.[first + k - back(s, i, k)], timestamp: new Date(at - Math.floor(periods[t] * next())) }]));
      return { symbol, at, price: snapshot(symbol, at, Math.floor(9 * MINUTE * next()), next), technical: technical as FeatureInputs['technical'], market, beside: simulatedBeside(next) };
    });
  });
}

/** A market of which nothing is known. */
export const emptyMarket = marketView([], new Map());
/** Nothing is known but the slot. */
export const nothing = (at: number): FeatureInputs => ({ symbol: 'BTC', at, price: null, technical: { '5m': null, '1h': null, '4h': null, '1d': null }, market: emptyMarket, beside: nothingBeside });
