/** How does the whole market stand? Every collected asset in one answer: what a table of it needs. */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { z } from 'zod';
import type { Store } from '#workers/store/index.js';
import type { AssetRow } from '#workers/store/tables/assets.js';
import { cryptoAssets } from '#workers/store/tables/assets.js';
import { priceDataReal, type PriceRow } from '#workers/store/tables/prices.js';
import { datasets } from '#queues/datasets.js';
import type { Scope } from '../auth/scopes.js';
import { count, field, figure, instantField, maybe, named } from './fields.js';

/** Columns of other scopes than the route's own; a key without the scope gets null and is told so. */
const SCOPED = { rsi_14: 'read:technical', sentiment_score: 'read:sentiment' } as const satisfies Record<string, Scope>;
export type ScopedColumn = keyof typeof SCOPED;
const scopedColumns = Object.keys(SCOPED) as ScopedColumn[];
export const withheldFrom = (scopes: ReadonlySet<Scope>): ScopedColumn[] => scopedColumns.filter((c) => !scopes.has(SCOPED[c]));

const { columns } = priceDataReal;
const HOURS = 24;

const rowShape = named(
  'MarketRow',
  'An asset as it stands; null where the farm does not know',
  z.strictObject({
    symbol: field(cryptoAssets.columns.symbol),
    name: field(cryptoAssets.columns.name),
    rank: field(cryptoAssets.columns.market_rank),
    price: maybe(field(columns.current_price)).describe('of the newest snapshot; null before the first one'),
    change_24h: field(columns.price_change_percentage_24h),
    market_cap: field(columns.market_cap),
    volume_24h: field(columns.volume_24h),
    rsi_14: figure('RSI over 14 hourly closes, of the newest closed bar'),
    sentiment_score: figure('of the texts of the last 24 hours, -1 to 1'),
    closes: z.array(z.number().nullable()).length(HOURS).describe('the last 24 hourly closes, oldest first; null where a bar is missing'),
    timestamp: maybe(instantField('when the upstream last updated the price')),
    available_at: maybe(instantField('when the farm could know the price')),
    quality: maybe(field(columns.quality)),
  }),
);
export const marketAnswer = named(
  'Market',
  'Every collected asset, by rank',
  z.strictObject({
    as_of: instantField('farm time of this look'),
    closes_until: instantField('end of the newest hour in `closes`'),
    fresh_seconds: count('a price older than this is stale'),
    withheld: z.array(z.enum(scopedColumns as [ScopedColumn, ...ScopedColumn[]])).describe('columns that are null because this key lacks their scope'),
    data: z.array(rowShape),
    total: count('assets in data'),
  }),
);
export type MarketView = z.infer<typeof marketAnswer>;
export type MarketRow = z.infer<typeof rowShape>;

const HOUR = TIMEFRAME_MS['1h'];
/** A bar of yesterday says nothing about now. */
const RSI_MAX_AGE_MS = 6 * HOUR;

/** Closes of the 24 hours that end at `until`, by symbol, a place for each hour. */
async function closesOf(store: Pick<Store, 'ohlc'>, symbols: readonly string[], until: number): Promise<Map<string, (number | null)[]>> {
  const first = until - HOURS * HOUR;
  const wanted = symbols.map((symbol) => ({ symbol, timeframe: '1h' as const, after: first - 1 }));
  const bars = await store.ohlc.finalBars(wanted, until, HOURS);
  return new Map(
    bars.map((b) => {
      const closes = new Array<number | null>(HOURS).fill(null);
      b.openTime.forEach((at, i) => (closes[(at - first) / HOUR] = b.close[i] as number));
      return [b.symbol, closes];
    }),
  );
}

const rsiOf = async (store: Pick<Store, 'indicators'>, symbols: readonly string[], nowMs: number): Promise<Map<string, number | null>> =>
  new Map((await store.indicators.asOf(symbols, '1h', nowMs, RSI_MAX_AGE_MS, ['rsi_14'])).map((r) => [r.symbol as string, r.rsi_14 ?? null]));

const moodOf = async (store: Pick<Store, 'sentiment'>, symbols: readonly string[], nowMs: number): Promise<Map<string, number | null>> =>
  new Map((await store.sentiment.windows(symbols, nowMs, { market: 'crypto', windows: ['24h'] })).map((w) => [w.symbol, w.whole.score]));

interface Known {
  price: PriceRow | undefined;
  rsi: number | null;
  mood: number | null;
  closes: (number | null)[];
}

const rowOf = (a: AssetRow, { price, rsi, mood, closes }: Known): MarketRow => ({
  symbol: a.symbol,
  name: a.name,
  rank: a.market_rank,
  price: price?.current_price ?? null,
  change_24h: price?.price_change_percentage_24h ?? null,
  market_cap: price?.market_cap ?? null,
  volume_24h: price?.volume_24h ?? null,
  rsi_14: rsi,
  sentiment_score: mood,
  closes,
  timestamp: price ? (price.last_updated ?? price.available_at).toISOString() : null,
  available_at: price?.available_at.toISOString() ?? null,
  quality: price?.quality ?? null,
});

const nothing = <T>(): Promise<Map<string, T>> => Promise.resolve(new Map<string, T>());

/** @param assets by rank. @param nowMs farm time. */
export async function market(store: Pick<Store, 'prices' | 'ohlc' | 'indicators' | 'sentiment'>, assets: readonly AssetRow[], nowMs: number, withheld: readonly ScopedColumn[]): Promise<MarketView> {
  const symbols = assets.map((a) => a.symbol);
  const until = Math.floor(nowMs / HOUR) * HOUR;
  const [prices, closes, rsi, mood] = await Promise.all([
    store.prices.latest(symbols).then((rows) => new Map(rows.map((r) => [r.symbol, r]))),
    closesOf(store, symbols, until),
    withheld.includes('rsi_14') ? nothing<number | null>() : rsiOf(store, symbols, nowMs),
    withheld.includes('sentiment_score') ? nothing<number | null>() : moodOf(store, symbols, nowMs),
  ]);
  const none = new Array<number | null>(HOURS).fill(null);
  const data = assets.map((a) => rowOf(a, { price: prices.get(a.symbol), rsi: rsi.get(a.symbol) ?? null, mood: mood.get(a.symbol) ?? null, closes: closes.get(a.symbol) ?? none }));
  return { as_of: new Date(nowMs).toISOString(), closes_until: new Date(until).toISOString(), fresh_seconds: datasets.crypto_prices.freshSeconds, withheld: [...withheld], data, total: data.length };
}
