/** What was found in stored rows: patterns, regimes, events, signals, narratives. Newest first, as known at an instant. */
import { z } from 'zod';
import type { EventFilter, PatternFilter, Store } from '#workers/store/index.js';
import { chartPatterns, marketCorrelations, marketRegime, type ChartPatternRow, type MarketCorrelationRow, type MarketRegimeRow } from '#workers/store/tables/insight.js';
import { marketEvents, newsNarratives, type MarketEventRow, type NewsNarrativeRow } from '#workers/store/tables/news.js';
import { tradingSignals, type TradingSignalRow } from '#workers/store/tables/signals.js';
import { ApiError } from '../errors.js';
import { count, field, instantField, jsonField, named } from './fields.js';
import { cursorAfter, nextCursor, pageOf, type PageQuestion } from './page.js';

type Findings = Pick<Store, 'findings'>;
interface Provenance {
  available_at: Date;
  data_source: string;
}
const known = (r: Provenance) => ({ available_at: r.available_at.toISOString(), data_source: r.data_source });

const { columns: ofPattern } = chartPatterns;
const knownShape = { available_at: field(ofPattern.available_at), data_source: field(ofPattern.data_source) };
const listed = <S extends z.ZodType>(shape: S) => ({ data: z.array(shape), total: count('items in data'), next_cursor: nextCursor });

const patternShape = named(
  'ChartPattern',
  chartPatterns.doc,
  z.strictObject({
    timeframe: field(ofPattern.timeframe),
    pattern: field(ofPattern.pattern),
    direction: field(ofPattern.direction),
    confidence: field(ofPattern.confidence),
    started_at: field(ofPattern.started_at),
    ended_at: field(ofPattern.ended_at),
    evidence: z.strictObject({ bars: z.array(instantField('open time of a bar')), levels: z.record(z.string(), z.number()) }).describe('the bars that prove it, and its price levels'),
    version: field(ofPattern.version),
    ...knownShape,
  }),
);
export const patternsAnswer = named('ChartPatterns', 'Patterns, newest first', z.strictObject({ symbol: field(ofPattern.symbol), ...listed(patternShape) }));

const patternView = (r: ChartPatternRow): z.infer<typeof patternShape> => ({
  timeframe: r.timeframe,
  pattern: r.pattern,
  direction: r.direction,
  confidence: r.confidence,
  started_at: r.started_at.toISOString(),
  ended_at: r.ended_at.toISOString(),
  evidence: { bars: r.evidence.bars.map((ms) => new Date(ms).toISOString()), levels: r.evidence.levels },
  version: r.version,
  ...known(r),
});

export async function patterns(store: Findings, filter: PatternFilter, q: PageQuestion): Promise<z.infer<typeof patternsAnswer>> {
  const { rows, next } = await store.findings.patterns(filter, pageOf(q));
  return { symbol: filter.symbol, data: rows.map(patternView), total: rows.length, next_cursor: cursorAfter(next) };
}

const { columns: ofRegime } = marketRegime;
const regimeShape = {
  timestamp: field(ofRegime.timestamp),
  regime: field(ofRegime.regime),
  probabilities: z
    .strictObject({ bull: field(ofRegime.p_bull), bear: field(ofRegime.p_bear), sideways: field(ofRegime.p_sideways), high_volatility: field(ofRegime.p_high_volatility), low_volatility: field(ofRegime.p_low_volatility) })
    .describe('they add up to 1'),
  inputs: jsonField(ofRegime.inputs, z.record(z.string(), z.number().nullable())),
  version: field(ofRegime.version),
  ...knownShape,
};
const pastRegime = named('PastRegime', 'A regime before the newest', z.strictObject(regimeShape));
const { columns: ofCorrelation } = marketCorrelations;
const correlationShape = named(
  'Correlation',
  marketCorrelations.doc,
  z.strictObject({ series: field(ofCorrelation.series), window_days: field(ofCorrelation.window_days), pearson: field(ofCorrelation.pearson), spearman: field(ofCorrelation.spearman), pairs: field(ofCorrelation.pairs), timestamp: field(ofCorrelation.timestamp) }),
);
export const regimeAnswer = named('Regime', marketRegime.doc, z.strictObject({ symbol: field(ofRegime.symbol), ...regimeShape, correlations: z.array(correlationShape), history: z.array(pastRegime).describe('the regimes before it, newest first'), next_cursor: nextCursor }));

const regimeView = (r: MarketRegimeRow): z.infer<typeof pastRegime> => ({
  timestamp: r.timestamp.toISOString(),
  regime: r.regime,
  probabilities: { bull: r.p_bull, bear: r.p_bear, sideways: r.p_sideways, high_volatility: r.p_high_volatility, low_volatility: r.p_low_volatility },
  inputs: r.inputs,
  version: r.version,
  ...known(r),
});

const correlationView = (r: MarketCorrelationRow): z.infer<typeof correlationShape> => ({
  series: r.series,
  window_days: r.window_days,
  pearson: r.pearson,
  spearman: r.spearman,
  pairs: r.pairs,
  timestamp: r.timestamp.toISOString(),
});

/** The newest regime with what it rests on, how the symbol moves with other markets, and the regimes before it. @throws ApiError DATA_NOT_AVAILABLE. */
export async function regime(store: Findings, symbol: string, q: PageQuestion): Promise<z.infer<typeof regimeAnswer>> {
  const [{ rows, next }, correlations] = await Promise.all([store.findings.regimes(symbol, pageOf(q)), store.findings.correlations(symbol, q)]);
  const [newest] = rows;
  if (!newest) throw new ApiError('DATA_NOT_AVAILABLE', `no regime of ${symbol} was known then`, { details: { symbol } });
  return { symbol, ...regimeView(newest), correlations: correlations.map(correlationView), history: rows.slice(1).map(regimeView), next_cursor: cursorAfter(next) };
}

const { columns: ofEvent } = marketEvents;
const eventShape = named(
  'MarketEvent',
  marketEvents.doc,
  z.strictObject({
    id: field(ofEvent.event_id),
    kind: field(ofEvent.kind),
    subject: field(ofEvent.subject),
    occurred_at: field(ofEvent.occurred_at),
    title: field(ofEvent.title),
    severity: field(ofEvent.severity),
    details: jsonField(ofEvent.details, z.record(z.string(), z.unknown())),
    ...knownShape,
  }),
);
export const eventsAnswer = named('MarketEvents', 'Events, newest first', z.strictObject(listed(eventShape)));

const eventView = (r: MarketEventRow): z.infer<typeof eventShape> => ({
  id: r.event_id,
  kind: r.kind,
  subject: r.subject,
  occurred_at: r.occurred_at.toISOString(),
  title: r.title,
  severity: r.severity,
  details: r.details,
  ...known(r),
});

export async function events(store: Findings, filter: EventFilter, q: PageQuestion): Promise<z.infer<typeof eventsAnswer>> {
  const { rows, next } = await store.findings.events(filter, pageOf(q));
  return { data: rows.map(eventView), total: rows.length, next_cursor: cursorAfter(next) };
}

const { columns: ofSignal } = tradingSignals;
const signalShape = named(
  'Signal',
  tradingSignals.doc,
  z.strictObject({
    timestamp: field(ofSignal.timestamp),
    signal: field(ofSignal.signal_name),
    direction: field(ofSignal.direction),
    strength: field(ofSignal.strength),
    price: field(ofSignal.price),
    evidence: jsonField(ofSignal.evidence, z.record(z.string(), z.union([z.number(), z.string(), z.null()]))),
    ...knownShape,
  }),
);
export const signalsAnswer = named('Signals', 'Signals, newest first', z.strictObject({ symbol: field(ofSignal.symbol), ...listed(signalShape) }));

const signalView = (r: TradingSignalRow): z.infer<typeof signalShape> => ({
  timestamp: r.timestamp.toISOString(),
  signal: r.signal_name,
  direction: r.direction,
  strength: r.strength,
  price: r.price,
  evidence: r.evidence,
  ...known(r),
});

export async function signals(store: Findings, symbol: string, q: PageQuestion): Promise<z.infer<typeof signalsAnswer>> {
  const { rows, next } = await store.findings.signals(symbol, pageOf(q));
  return { symbol, data: rows.map(signalView), total: rows.length, next_cursor: cursorAfter(next) };
}

const { columns: ofNarrative } = newsNarratives;
const narrativeShape = named(
  'Narrative',
  newsNarratives.doc,
  z.strictObject({
    theme: field(ofNarrative.theme),
    coherence: field(ofNarrative.coherence),
    articles: field(ofNarrative.articles),
    share: field(ofNarrative.share),
    sentiment_score: field(ofNarrative.sentiment_score),
    symbols: jsonField(ofNarrative.symbols, z.array(z.string())),
    affected: jsonField(ofNarrative.affected, z.record(z.string(), z.number()).nullable()),
    article_ids: jsonField(ofNarrative.article_ids, z.array(z.string())),
    terms: jsonField(ofNarrative.terms, z.array(z.string()).nullable()),
    similar_past: jsonField(ofNarrative.similar_past, z.array(z.strictObject({ window_end: z.string(), theme: z.string(), score: z.number() })).nullable()),
    summary: field(ofNarrative.summary),
    ...knownShape,
  }),
);
export const narrativesAnswer = named('Narratives', 'Every theme of one window', z.strictObject({ window_end: field(ofNarrative.window_end), window_hours: field(ofNarrative.window_hours), data: z.array(narrativeShape), total: count('themes in data') }));

const narrativeView = (r: NewsNarrativeRow): z.infer<typeof narrativeShape> => ({
  theme: r.theme,
  coherence: r.coherence,
  articles: r.articles,
  share: r.share,
  sentiment_score: r.sentiment_score,
  symbols: r.symbols,
  affected: r.affected,
  article_ids: r.article_ids,
  terms: r.terms,
  similar_past: r.similar_past,
  summary: r.summary,
  ...known(r),
});

/** @throws ApiError DATA_NOT_AVAILABLE while no window has been told. */
export async function narratives(store: Findings, windowHours: number | undefined, span: Pick<PageQuestion, 'fromMs' | 'toMs' | 'knownAtMs'>): Promise<z.infer<typeof narrativesAnswer>> {
  const rows = await store.findings.narratives(windowHours, span);
  const [first] = rows;
  if (!first) throw new ApiError('DATA_NOT_AVAILABLE', 'no narratives were known then', {});
  return { window_end: first.window_end.toISOString(), window_hours: first.window_hours, data: rows.map(narrativeView), total: rows.length };
}
