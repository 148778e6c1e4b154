/** Fields about prices and what is computed from them: symbols, prices, candles, indicators, features. */
import { z } from 'zod';
import type { AssetRow } from '#workers/store/tables/assets.js';
import { slotAt } from '#queues/slot.js';
import { BASE_CADENCE } from '#queues/datasets.js';
import { ApiError } from '../errors.js';
import { instant, timeframe } from '../rest/question.js';
import { asOfMs, holdKnowable, span } from '../rest/span.js';
import { candles, candlesAnswer, readCursor } from '../views/candles.js';
import { featureAnswer, featuresOfOne, noFeatures } from '../views/features.js';
import { named } from '../views/fields.js';
import { currentPrice as currentPriceOf, noPrice, priceAnswer } from '../views/prices.js';
import { invalidSymbol } from '../views/registry.js';
import { symbolShape, symbolView } from '../views/symbols.js';
import { indicatorsAnswer, noIndicators, technical, technicalAnswer } from '../views/technical.js';
import { need, type Asking } from './asking.js';
import { paging, type Page } from './connection.js';
import { many, one } from './field.js';
import { argumentsOf, questionOf, type Fields, type Types } from './types.js';

export const symbol = z.string().min(1).max(100).describe('a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)');
const frame = timeframe.default('1h').describe('5m, 1h, 4h or 1d');
const shape = featureAnswer.shape.features.options[0];
/** By group; which columns come back is what a query is for. */
export const featureNode = named('FeatureRow', featureAnswer.description ?? '', featureAnswer.omit({ feature_names: true, feature_count: true }).extend({ features: shape }));
const STRUCTURED = { format: 'structured', groups: undefined } as const;

/** `price` is what every caller asks for first; `currentPrice` is its name everywhere else. */
const withPrice = (types: Types): Fields => ({ price: { type: types.output(priceAnswer.shape.current_price, 'price'), description: 'the same as currentPrice', resolve: (row) => row['current_price'] } });

export const currentPrice = one({
  scope: 'read:prices',
  summary: 'The newest price snapshot of an asset',
  question: z.strictObject({ symbol, as_of: span.as_of }),
  answer: priceAnswer,
  more: withPrice,
  find: async (q, { api, loaders }) => {
    const asset = await api.assets.find(q.symbol);
    if (q.as_of !== undefined) return currentPriceOf(api.store, asset.symbol, asOfMs(q, api.clock.nowMs()));
    const found = await loaders.price.load(asset.symbol);
    if (!found) throw noPrice(asset.symbol);
    return found;
  },
});

/** A page of the registry, by rank; cursors are places in it. */
function registryPage(assets: readonly AssetRow[], cursor: string | undefined, limit: number): { rows: readonly AssetRow[]; next: string | null } {
  const from = cursor === undefined ? 0 : Number(cursor);
  const rows = assets.slice(from, from + limit);
  return { rows, next: from + limit < assets.length ? String(from + limit) : null };
}

const someSymbols = z.array(z.string().min(1).max(100)).min(1).max(500).optional().describe('tickers or CoinGecko ids; the whole registry, by rank, where it is left out');

/** @throws ApiError INVALID_SYMBOL for any name the registry does not know. */
async function assetsOf({ api }: Asking, wanted: readonly string[] | undefined): Promise<readonly AssetRow[]> {
  if (!wanted) return (await api.assets.all()).filter((a) => a.active);
  const { found, unknown } = await api.assets.findAll(wanted);
  if (unknown.length > 0) throw invalidSymbol(unknown);
  return found;
}

export const prices = many({
  scope: 'read:prices',
  summary: 'The newest price snapshots of many assets, in the order asked for; an asset without one is left out',
  question: z.strictObject({ symbols: someSymbols, ...paging(500, 100) }),
  node: priceAnswer,
  more: withPrice,
  load: async (q, asking) => {
    const assets = await assetsOf(asking, q.symbols);
    return async (cursor, limit): Promise<Page> => {
      const { rows, next } = registryPage(assets, cursor, limit);
      const found = await asking.loaders.price.loadMany(rows.map((a) => a.symbol));
      const failed = found.find((f): f is Error => f instanceof Error);
      if (failed) throw failed;
      return { data: found.filter((p) => p !== null) as object[], next };
    };
  },
});

const framed = z.strictObject({ timeframe: frame });
const keyed = (row: Record<string, unknown>): string => String(row['symbol']);
/** What a symbol leads to: each is loaded once for all symbols of a query. */
const ofSymbol = (types: Types): Fields => ({
  price: { type: types.object(priceAnswer, 'Price', withPrice(types)), resolve: (row, _args, asking) => (need('read:prices', asking, 'price'), asking.loaders.price.load(keyed(row))) },
  mlFeatures: { type: types.object(featureNode, 'FeatureRow'), resolve: (row, _args, asking) => (need('read:ml-features', asking, 'mlFeatures'), asking.loaders.features.load(keyed(row))) },
  indicators: {
    type: types.object(technicalAnswer, 'Technical'),
    args: argumentsOf(framed),
    resolve: (row, args: Record<string, unknown>, asking) => (need('read:technical', asking, 'indicators'), asking.loaders.indicators(framed.parse(questionOf(framed, args)).timeframe).load(keyed(row))),
  },
});

export const symbols = many({
  scope: 'read:prices',
  summary: 'Assets of the registry, by rank, and what is known about each',
  question: z.strictObject({ symbols: someSymbols, ...paging(500, 100) }),
  node: symbolShape,
  more: ofSymbol,
  load: async (q, asking) => {
    const assets = await assetsOf(asking, q.symbols);
    return async (cursor, limit): Promise<Page> => {
      const { rows, next } = registryPage(assets, cursor, limit);
      return { data: rows.map(symbolView), next };
    };
  },
});

const DAY_MS = 86_400_000;
const candleNode = candlesAnswer.shape.data.element;

export const candleBars = many({
  scope: 'read:prices',
  summary: 'Candles of an asset between two instants, oldest first',
  question: z.strictObject({ symbol, interval: frame, start: instant.optional().describe('first open time; seven days before `end` when left out'), end: instant.optional().describe('exclusive; now when left out'), as_of: span.as_of, ...paging(1_000, 200) }),
  node: candleNode,
  load: async (q, { api }) => {
    const asset = await api.assets.find(q.symbol);
    const nowMs = api.clock.nowMs();
    const toMs = q.end ?? nowMs;
    const startMs = q.start ?? toMs - 7 * DAY_MS;
    holdKnowable(q.start, asOfMs(q, nowMs));
    if (startMs >= toMs) throw new ApiError('VALIDATION_ERROR', 'start must be before end', { details: [{ field: 'start', message: 'must be before end' }] });
    return async (cursor, limit) => {
      const fromMs = cursor === undefined ? startMs : (readCursor(cursor) ?? startMs);
      const { data, next_cursor } = await candles(api.store, { symbol: asset.symbol, interval: q.interval, fromMs, toMs, limit, asOfMs: asOfMs(q, nowMs) }, nowMs);
      return { data, next: next_cursor };
    };
  },
});

export const indicators = one({
  scope: 'read:technical',
  summary: 'Every indicator of the newest closed bar of an asset',
  question: z.strictObject({ symbol, timeframe: frame, as_of: span.as_of }),
  answer: technicalAnswer,
  find: async (q, { api, loaders }) => {
    const asset = await api.assets.find(q.symbol);
    const asOf = asOfMs(q, api.clock.nowMs());
    if (asOf !== undefined) return technical(api.store, { symbol: asset.symbol, timeframe: q.timeframe, indicators: undefined, limit: 1, asOfMs: asOf }, asOf);
    const found = await loaders.indicators(q.timeframe).load(asset.symbol);
    if (!found) throw noIndicators(asset.symbol, q.timeframe);
    return found;
  },
});

export const indicatorHistory = many({
  scope: 'read:technical',
  summary: 'The indicators of the newest closed bars of an asset, newest first',
  question: z.strictObject({ symbol, timeframe: frame, as_of: span.as_of, ...paging(500, 50) }),
  node: indicatorsAnswer.shape.history.element,
  load: async (q, { api }) => {
    const asset = await api.assets.find(q.symbol);
    return async (cursor, limit) => {
      const nowMs = api.clock.nowMs();
      const { history, next_cursor } = await technical(api.store, { symbol: asset.symbol, timeframe: q.timeframe, indicators: undefined, limit, cursor, asOfMs: asOfMs(q, nowMs) }, nowMs);
      return { data: history, next: next_cursor };
    };
  },
});

export const mlFeatures = one({
  scope: 'read:ml-features',
  summary: 'The feature row of an asset: the newest, or that of the slot of `at`',
  question: z.strictObject({ symbol, at: instant.optional().describe('an instant of the slot'), as_of: span.as_of }),
  answer: featureNode,
  find: async (q, { api, loaders }) => {
    const asset = await api.assets.find(q.symbol);
    if (q.at !== undefined || q.as_of !== undefined) return featuresOfOne(api.store, asset.symbol, { shape: STRUCTURED, slotMs: q.at === undefined ? undefined : slotAt(q.at, BASE_CADENCE), asOfMs: asOfMs(q, api.clock.nowMs()) });
    const found = await loaders.features.load(asset.symbol);
    if (!found) throw noFeatures(asset.symbol);
    return found;
  },
});
