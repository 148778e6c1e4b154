/** Which features does a symbol have, now or at a slot, and over a range? */
import { z } from 'zod';
import { BASE_CADENCE } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import type { Store } from '#workers/store/index.js';
import { featureGroups as computed, mlFeatures, type FeatureName, type FeatureRow } from '#workers/store/tables/features.js';
import { ApiError } from '../errors.js';
import { count, field, jsonField, named } from './fields.js';

type Column = FeatureName;
/** The registry's groups, by names that come from outside. */
export const featureGroups: Readonly<Record<string, readonly Column[]>> = computed;

export const featureFormats = ['structured', 'flat', 'array'] as const;
export type FeatureFormat = (typeof featureFormats)[number];
export const groupNames = Object.keys(featureGroups);

export interface FeatureShape {
  format: FeatureFormat;
  /** Undefined means every group. */
  groups: readonly string[] | undefined;
}

const { columns: column } = mlFeatures;
const allNames = Object.values(featureGroups).flat();
const groupShape = (group: string, names: readonly Column[]) => named(`Features_${group}`, `The features of the group ${group}`, z.strictObject(Object.fromEntries(names.map((n) => [n, field(column[n])]))));
const structuredShape = named('FeaturesByGroup', 'format=structured: the chosen groups with their features', z.strictObject(Object.fromEntries(Object.entries(featureGroups).map(([g, names]) => [g, groupShape(g, names).optional()]))));
const flatShape = named('FeaturesFlat', 'format=flat: the features of the chosen groups by name', z.partialRecord(z.enum(allNames as [Column, ...Column[]]), z.number().nullable()));
const arrayShape = z.array(z.number().nullable()).describe('format=array: the values alone, in the order of feature_names');

/** `timestamp` is the slot; unknown features are null. */
export const featureAnswer = named(
  'FeatureRow',
  mlFeatures.doc,
  z.strictObject({
    symbol: field(column.symbol),
    timestamp: field(column.timestamp),
    feature_version: field(column.feature_version),
    features: z.union([structuredShape, flatShape, arrayShape]),
    feature_names: z.array(z.enum(allNames as [Column, ...Column[]])).optional().describe('with format=array only'),
    feature_count: count('features in this answer'),
    data_quality_score: field(column.data_quality_score),
    fill_ratio: field(column.fill_ratio),
    available_at: field(column.available_at),
    data_source: field(column.data_source),
    lineage: jsonField(column.lineage, z.record(z.string(), z.string().nullable())),
  }),
);
export type FeatureView = z.infer<typeof featureAnswer>;
export const bulkAnswer = named(
  'FeatureRows',
  'The newest feature row of each symbol that has one',
  z.strictObject({
    data: z.array(featureAnswer),
    total: count('rows in data'),
    missing: z.array(z.string()).describe('tickers of the registry without a row'),
    unknown: z.array(z.string()).describe('names the registry does not know'),
  }),
);

/** Groups with their columns, in table order. @throws ApiError VALIDATION_ERROR naming what is unknown. */
export function chosenGroups(wanted: readonly string[] | undefined): [string, readonly Column[]][] {
  const unknown = (wanted ?? []).filter((g) => !Object.hasOwn(featureGroups, g));
  if (unknown.length > 0) throw new ApiError('VALIDATION_ERROR', `unknown feature group: ${unknown.join(', ')}`, { details: { field: 'feature_groups', known: groupNames } });
  return Object.entries(featureGroups).filter(([g]) => !wanted || wanted.includes(g));
}

type Values = Record<string, number | null>;
const valuesOf = (row: FeatureRow, names: readonly Column[]): Values => Object.fromEntries(names.map((n) => [n, row[n] ?? null]));

function shaped(row: FeatureRow, { format, groups }: FeatureShape): Pick<FeatureView, 'features' | 'feature_names' | 'feature_count'> {
  const chosen = chosenGroups(groups);
  const names = chosen.flatMap(([, columns]) => columns);
  if (format === 'structured') return { features: Object.fromEntries(chosen.map(([g, columns]) => [g, valuesOf(row, columns)])), feature_count: names.length };
  if (format === 'flat') return { features: valuesOf(row, names), feature_count: names.length };
  return { features: names.map((n) => row[n] ?? null), feature_names: names, feature_count: names.length };
}

export const featureView = (row: FeatureRow, shape: FeatureShape): FeatureView => ({
  symbol: row.symbol,
  timestamp: row.timestamp.toISOString(),
  feature_version: row.feature_version,
  ...shaped(row, shape),
  data_quality_score: row.data_quality_score,
  fill_ratio: row.fill_ratio,
  available_at: row.available_at.toISOString(),
  data_source: row.data_source,
  lineage: row.lineage,
});

export interface FeatureQuestion {
  symbols: readonly string[];
  shape: FeatureShape;
  /** A slot, ms; undefined asks for the newest row. */
  slotMs?: number | undefined;
  /** Only rows that were known at this instant, with what they said then. */
  asOfMs?: number | undefined;
}

/** A row older than this was no newest one at the instant asked for. */
const STANDS_MS = 86_400_000;

/** The rows a question is about, at most one of each symbol. */
export async function featureRows(store: Pick<Store, 'features'>, { symbols, slotMs, asOfMs }: Omit<FeatureQuestion, 'shape'>): Promise<FeatureRow[]> {
  if (slotMs !== undefined) return store.features.at(symbols, slotMs, asOfMs);
  return asOfMs === undefined ? store.features.latest(symbols) : store.features.asOf(symbols, asOfMs, STANDS_MS);
}

/** One view per symbol that has a row, in the order of `symbols`. */
export async function featuresOf(store: Pick<Store, 'features'>, q: FeatureQuestion): Promise<FeatureView[]> {
  const bySymbol = new Map((await featureRows(store, q)).map((r) => [r.symbol, r]));
  return q.symbols.flatMap((s) => {
    const row = bySymbol.get(s);
    return row ? [featureView(row, q.shape)] : [];
  });
}

export function noFeatures(symbol: string, { slotMs, asOfMs }: Pick<FeatureQuestion, 'slotMs' | 'asOfMs'> = {}): ApiError {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const when = `${slotMs === undefined ? 'yet' : `at ${iso(slotMs)}`}${asOfMs === undefined ? '' : `, as known at ${iso(asOfMs)}`}`;
  return new ApiError('DATA_NOT_AVAILABLE', `no features have been stored for ${symbol} ${when}`, { details: { symbol } });
}

/** @throws ApiError DATA_NOT_AVAILABLE when the symbol has no such row. */
export async function featuresOfOne(store: Pick<Store, 'features'>, symbol: string, q: Omit<FeatureQuestion, 'symbols'>): Promise<FeatureView> {
  const [view] = await featuresOf(store, { ...q, symbols: [symbol] });
  if (view) return view;
  throw noFeatures(symbol, q);
}

export interface FeatureRange {
  symbols: readonly string[];
  shape: FeatureShape;
  /** Slots in [fromMs, toMs). */
  fromMs: number;
  toMs: number;
}
const PAGE_ROWS = 250;
const SLOT_MS = cadenceMs(BASE_CADENCE);

/**
 * Every row of a range in key order, page by page: a page is as many slots as give
 * about so many rows, read by symbol and time through the key, and only the columns
 * that leave. Neither memory nor the work of a page grows with the range; stretches
 * without rows are jumped over.
 */
export async function* featurePages(store: Pick<Store, 'features'>, { symbols, shape, fromMs, toMs }: FeatureRange): AsyncGenerator<FeatureView[]> {
  const names = chosenGroups(shape.groups).flatMap(([, columns]) => columns);
  const step = Math.max(1, Math.floor(PAGE_ROWS / symbols.length)) * SLOT_MS;
  for (let at = await store.features.firstFrom(symbols, fromMs, toMs); at !== null && at < toMs; ) {
    const next = Math.min(at + step, toMs);
    const rows = await store.features.stretch(symbols, at, next, names);
    if (rows.length > 0) yield rows.map((row) => featureView(row, shape));
    at = rows.length > 0 ? next : await store.features.firstFrom(symbols, next, toMs);
  }
}
