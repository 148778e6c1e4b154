/** Figures beside prices: macro series, on-chain metrics, futures. As they were known at an instant; null where nobody knows. */
import { z } from 'zod';
import type { MacroFact, MacroVintage, OnchainFact, Store } from '#workers/store/index.js';
import { metrics, metricNames, type MetricName } from '#workers/store/metrics.js';
import { series, seriesNames, type SeriesName } from '#workers/store/series.js';
import { derivativesData, macroIndicators, onchainData, type DerivativesRow } from '#workers/store/tables/signals.js';
import { ApiError } from '../errors.js';
import { count, field, figure, instantField, jsonField, maybe, named } from './fields.js';
import { nextCursor } from './page.js';
import { pageOfPoints, pageStart, type PointPage } from './points.js';

const iso = (ms: number): string => new Date(ms).toISOString();

/** Names as the registry spells them, in any case of letters. @throws ApiError VALIDATION_ERROR naming what is unknown. */
function known<N extends string>(wanted: readonly string[], registry: Readonly<Record<N, unknown>>, field: string, spell: (name: string) => string): N[] {
  const spelt = wanted.map(spell);
  const unknown = spelt.filter((name) => !Object.hasOwn(registry, name));
  if (unknown.length > 0) throw new ApiError('VALIDATION_ERROR', `${field}: unknown ${unknown.slice(0, 10).join(', ').slice(0, 200)}`, { details: { field, known: Object.keys(registry) } });
  return spelt as N[];
}

/** What may be asked for, by name. */
export const knownSeries: readonly string[] = seriesNames;
export const knownMetrics: readonly string[] = metricNames;
export const isSeries = (name: string): boolean => Object.hasOwn(series, name.toUpperCase());
/** Undefined means all. @throws ApiError VALIDATION_ERROR. */
export const seriesNamed = (wanted: readonly string[] | undefined): readonly SeriesName[] => (wanted ? known(wanted, series, 'series', (n) => n.toUpperCase()) : seriesNames);
/** @throws ApiError VALIDATION_ERROR. */
export const metricsNamed = (wanted: readonly string[] | undefined): readonly MetricName[] | undefined => wanted && known(wanted, metrics, 'metrics', (n) => n.toLowerCase());

/** A stretch of event time, [fromMs, toMs), as known at an instant; without a beginning only the newest is asked for. */
export interface FigureSpan extends PointPage {
  fromMs: number | undefined;
  toMs: number;
  knownAtMs: number;
}

const asOf = instantField('only what was known then');
const { columns: ofMacro } = macroIndicators;
const seriesShape = { series: z.enum(seriesNames), title: z.string(), unit: z.string(), frequency: z.enum(['day', 'week', 'month', 'quarter']).describe('length of a period') };
const newestShape = named(
  'SeriesValue',
  'The newest value of a series; null where nothing was known',
  z.strictObject({
    ...seriesShape,
    period: maybe(field(ofMacro.period)),
    value: figure(ofMacro.value.doc),
    available_at: maybe(field(ofMacro.available_at)),
    previous: maybe(z.strictObject({ period: field(ofMacro.period), value: z.number() })).describe('the newest earlier period that has a value'),
  }),
);
const vintageShape = z.strictObject({ period: field(ofMacro.period), value: z.number(), available_at: field(ofMacro.available_at) });
const historyShape = named('SeriesHistory', 'Periods of a series by their newest vintage, oldest first', z.strictObject({ ...seriesShape, points: z.array(vintageShape) }));
export const macroAnswer = named('Macro', macroIndicators.doc, z.strictObject({ as_of: asOf, data: z.union([z.array(newestShape), z.array(historyShape)]), next_cursor: nextCursor }));

const declared = (name: SeriesName) => ({ series: name, title: series[name].title, unit: series[name].unit, frequency: series[name].period });
const vintageView = (v: MacroVintage): z.infer<typeof vintageShape> => ({ period: iso(v.period), value: v.value, available_at: iso(v.availableAt) });

const macroView = (name: SeriesName, fact: MacroFact | undefined): z.infer<typeof newestShape> => ({
  ...declared(name),
  period: fact ? iso(fact.period) : null,
  value: fact?.value ?? null,
  available_at: fact ? iso(fact.availableAt) : null,
  previous: fact?.previous ? { period: iso(fact.previous.period), value: fact.previous.value } : null,
});

/** One answer is held in memory as a whole: a half century of six daily series, or every series for seven years. */
const MOST_SERIES_DAYS = 125_000;

/** @throws ApiError VALIDATION_ERROR for more than one answer holds. */
function holdable(series: number, fromMs: number, toMs: number): void {
  const mostDays = Math.floor(MOST_SERIES_DAYS / series);
  if (toMs - fromMs <= mostDays * 86_400_000) return;
  const message = `${series} series can be asked for ${mostDays} days at once: name fewer, or a shorter stretch`;
  throw new ApiError('VALIDATION_ERROR', message, { details: [{ field: 'start', message }] });
}

/** The newest value of each series; with a beginning, every period of the stretch by its newest vintage known then. */
export async function macro(store: Pick<Store, 'macro'>, names: readonly SeriesName[], { fromMs, toMs, knownAtMs, ...page }: FigureSpan): Promise<z.infer<typeof macroAnswer>> {
  const as_of = iso(knownAtMs);
  if (fromMs === undefined) {
    const facts = await store.macro.asOf(names, knownAtMs);
    return { as_of, data: names.map((name) => macroView(name, facts.get(name))), next_cursor: null };
  }
  holdable(names.length, fromMs, toMs);
  const history = await store.macro.history(names, pageStart(fromMs, page), knownAtMs);
  const within = new Map(names.map((name) => [name, (history.get(name) ?? []).filter((v) => v.period < toMs)]));
  const { points, next } = pageOfPoints(within, (v) => v.period, page);
  return { as_of, data: names.map((name) => ({ ...declared(name), points: (points.get(name) ?? []).map(vintageView) })), next_cursor: next };
}

const { columns: ofChain } = onchainData;
const metricShape = { metric: z.enum(metricNames), title: z.string(), unit: z.string() };
const factShape = named(
  'OnchainFigure',
  'The newest figure of a metric; null where nothing was known',
  z.strictObject({ ...metricShape, value: figure(ofChain.value.doc), observed_at: maybe(field(ofChain.observed_at)), available_at: maybe(field(ofChain.available_at)), day_ago: figure('the figure a day before'), week_ago: figure('the figure a week before') }),
);
const metricHistory = named('OnchainHistory', 'Figures of a metric, oldest first', z.strictObject({ ...metricShape, points: z.array(z.strictObject({ observed_at: field(ofChain.observed_at), value: z.number() })) }));
export const onchainAnswer = named('Onchain', onchainData.doc, z.strictObject({ symbol: field(ofChain.symbol), as_of: asOf, data: z.union([z.array(factShape), z.array(metricHistory)]), next_cursor: nextCursor }));

const factView = (metric: MetricName, fact: OnchainFact | undefined): z.infer<typeof factShape> => ({
  metric,
  title: metrics[metric].title,
  unit: metrics[metric].unit,
  value: fact?.value ?? null,
  observed_at: fact ? iso(fact.observedAt) : null,
  available_at: fact ? iso(fact.availableAt) : null,
  day_ago: fact?.dayAgo ?? null,
  week_ago: fact?.weekAgo ?? null,
});

/** Metrics that may speak of a symbol. `chains` may speak of any, so those are shown only where there is a figure. */
const certain = (symbol: string, metric: MetricName): boolean => {
  const of: readonly string[] | 'chains' = metrics[metric].of;
  return of !== 'chains' && of.includes(symbol);
};

/** @param wanted undefined asks for every metric of the symbol. @throws ApiError DATA_NOT_AVAILABLE where the farm keeps nothing about the symbol. */
export async function onchain(store: Pick<Store, 'onchain'>, symbol: string, wanted: readonly MetricName[] | undefined, { fromMs, toMs, knownAtMs, ...page }: FigureSpan): Promise<z.infer<typeof onchainAnswer>> {
  const facts = new Map((await store.onchain.asOf([symbol], wanted ?? metricNames, knownAtMs)).map((f) => [f.metric, f]));
  const chosen = wanted ?? metricNames.filter((m) => certain(symbol, m) || facts.has(m));
  if (chosen.length === 0) throw new ApiError('DATA_NOT_AVAILABLE', `no on-chain figures are kept about ${symbol}`, { details: { symbol } });
  const as_of = iso(knownAtMs);
  if (fromMs === undefined) return { symbol, as_of, data: chosen.map((m) => factView(m, facts.get(m))), next_cursor: null };
  const when = { fromMs: pageStart(fromMs, page), atMs: knownAtMs };
  const histories = await Promise.all(chosen.map(async (metric) => [metric, (await store.onchain.history(symbol, metric, when)).filter((p) => p.observedAt < toMs)] as const));
  const { points, next } = pageOfPoints(new Map(histories), (p) => p.observedAt, page);
  const data = chosen.map((metric) => ({ metric, title: metrics[metric].title, unit: metrics[metric].unit, points: (points.get(metric) ?? []).map((p) => ({ observed_at: iso(p.observedAt), value: p.value })) }));
  return { symbol, as_of, data, next_cursor: next };
}

const { columns: ofFuture } = derivativesData;
const futureShape = named(
  'Future',
  derivativesData.doc,
  z.strictObject({
    venue: field(ofFuture.venue),
    market: field(ofFuture.market),
    observed_at: field(ofFuture.observed_at),
    mark_price: field(ofFuture.mark_price),
    index_price: field(ofFuture.index_price),
    basis: field(ofFuture.basis),
    funding_rate: field(ofFuture.funding_rate),
    funding_final: field(ofFuture.funding_final),
    funding_interval_hours: field(ofFuture.funding_interval_hours),
    next_funding_at: field(ofFuture.next_funding_at),
    open_interest: field(ofFuture.open_interest),
    open_interest_value: field(ofFuture.open_interest_value),
    volume_24h: field(ofFuture.volume_24h),
    quality_score: field(ofFuture.quality_score),
    quality_reasons: jsonField(ofFuture.quality_reasons, z.array(z.string()).nullable()),
    available_at: field(ofFuture.available_at),
    data_source: field(ofFuture.data_source),
  }),
);
export const derivativesAnswer = named('Derivatives', 'Snapshots by venue, or stored rows oldest first', z.strictObject({ symbol: field(ofFuture.symbol), as_of: asOf, data: z.array(futureShape), total: count('rows in data'), next_cursor: nextCursor }));

const derivativeView = (r: DerivativesRow): z.infer<typeof futureShape> => ({
  venue: r.venue,
  market: r.market,
  observed_at: r.observed_at.toISOString(),
  mark_price: r.mark_price,
  index_price: r.index_price,
  basis: r.basis,
  funding_rate: r.funding_rate,
  funding_final: r.funding_final,
  funding_interval_hours: r.funding_interval_hours,
  next_funding_at: r.next_funding_at?.toISOString() ?? null,
  open_interest: r.open_interest,
  open_interest_value: r.open_interest_value,
  volume_24h: r.volume_24h,
  quality_score: r.quality_score,
  quality_reasons: r.quality_reasons,
  available_at: r.available_at.toISOString(),
  data_source: r.data_source,
});

/** A venue that has said nothing for so long is not quoted any more. */
const STANDS_MS = 3 * 3_600_000;

export interface DerivativesQuestion extends FigureSpan {
  symbol: string;
  venue: string | undefined;
}

/** The newest snapshot of each venue; with a beginning, the stored rows of the stretch, settled funding among them, oldest first. @throws ApiError DATA_NOT_AVAILABLE. */
export async function derivatives(store: Pick<Store, 'derivatives'>, { symbol, venue, fromMs, toMs, knownAtMs, ...page }: DerivativesQuestion): Promise<z.infer<typeof derivativesAnswer>> {
  const ofVenue = (r: DerivativesRow): boolean => venue === undefined || r.venue === venue;
  const as_of = iso(knownAtMs);
  if (fromMs === undefined) {
    const rows = (await store.derivatives.asOf([symbol], knownAtMs, STANDS_MS)).filter(ofVenue);
    if (rows.length === 0) throw new ApiError('DATA_NOT_AVAILABLE', `no venue quotes futures of ${symbol} now`, { details: { symbol } });
    return { symbol, as_of, data: rows.map(derivativeView), total: rows.length, next_cursor: null };
  }
  const rows = (await store.derivatives.history([symbol], pageStart(fromMs, page), knownAtMs)).filter((r) => ofVenue(r) && r.observed_at.getTime() < toMs);
  const venues = new Map([...new Set(rows.map((r) => r.venue))].map((name) => [name, rows.filter((r) => r.venue === name)]));
  const { points, next } = pageOfPoints(venues, (r) => r.observed_at.getTime(), page);
  const data = [...points.values()].flat().sort((a, b) => a.observed_at.getTime() - b.observed_at.getTime() || (a.venue < b.venue ? -1 : 1));
  return { symbol, as_of, data: data.map(derivativeView), total: data.length, next_cursor: next };
}
