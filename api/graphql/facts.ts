/** Fields about everything beside prices: texts, macro, chains, futures, findings, and the farm itself. */
import { z } from 'zod';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { instant, timeframe, whole } from '../rest/question.js';
import { asOfMs, openSpan, pagedSpan } from '../rest/span.js';
import { asRestatementQuestion, restatementQuestion } from '../rest/restatements.js';
import { version } from '../version.js';
import { derivatives as futures, derivativesAnswer, isSeries, macro as macroOf, macroAnswer, metricsNamed, onchain as onchainOf, onchainAnswer, seriesNamed } from '../views/figures.js';
import { events as eventsOf, eventsAnswer, narratives as narrativesOf, narrativesAnswer, patterns as patternsOf, patternsAnswer, regime as regimeOf, regimeAnswer, signals as signalsOf, signalsAnswer } from '../views/findings.js';
import { healthAnswer, healthView } from '../views/health.js';
import { latestNews, newsAnswer } from '../views/news.js';
import { restatements as restatementsOf, restatementsAnswer } from '../views/restatements.js';
import { sentiment as sentimentOf, sentimentAnswer, WHOLE_MARKET, windowNames } from '../views/sentiment.js';
import { collectors as collectorsOf, collectorsAnswer } from '../views/stats.js';
import { named } from '../views/fields.js';
import type { Asking } from './asking.js';
import { paging, type Page } from './connection.js';
import { many, one, several } from './field.js';
import { symbol } from './market.js';

const MONTH = 30;
const asOf = instant.optional().describe('answers what was known at this instant; now where it is left out');
const stretch = { start: instant.optional().describe('event time of the first, inclusive'), end: instant.optional().describe('event time of the last, exclusive'), as_of: asOf };
const market = z.enum(['crypto', 'stock']).default('crypto').describe('crypto or stock');
const someone = z.string().min(1).max(100).default(WHOLE_MARKET).describe('a ticker, a CoinGecko id, or MARKET');
const someNames = z.array(z.string().min(1).max(100)).min(1).max(200).optional();

/** MARKET, or an asset of the registry. @throws ApiError INVALID_SYMBOL. */
const subject = async ({ api }: Asking, name: string): Promise<string> => (name.toUpperCase() === WHOLE_MARKET ? WHOLE_MARKET : (await api.assets.find(name)).symbol);

export const sentiment = one({
  scope: 'read:sentiment',
  summary: 'What the texts of the last while say about an asset, or about MARKET',
  question: z.strictObject({ symbol: someone, market, timeframe: z.enum(windowNames).default('24h').describe(windowNames.join(', ')), sources: someNames.describe('only texts of these sites, forums and networks'), as_of: asOf }),
  answer: sentimentAnswer,
  find: async (q, asking) => sentimentOf(asking.api.store, { symbol: await subject(asking, q.symbol), market: q.market, timeframe: q.timeframe, sources: q.sources, breakdown: true }, asOfMs(q, asking.api.clock.nowMs()) ?? asking.api.clock.nowMs()),
});

export const news = many({
  scope: 'read:news',
  summary: 'Articles, newest publication first, with their sentiment',
  question: z.strictObject({ market, symbol: symbol.optional(), since: instant.optional().describe('only what became known after it'), as_of: asOf, ...paging(200, 20) }),
  node: newsAnswer.shape.data.element,
  load: async (q, { api }) => {
    const about = q.symbol === undefined ? undefined : (await api.assets.find(q.symbol)).symbol;
    return async (cursor, limit): Promise<Page> => {
      const nowMs = api.clock.nowMs();
      const { data, next_cursor } = await latestNews(api.store, { market: q.market, symbol: about, sinceMs: q.since, limit, cursor }, asOfMs(q, nowMs) ?? nowMs);
      return { data, next: next_cursor };
    };
  },
});

const [seriesNow, seriesThen] = macroAnswer.shape.data.options;
export const macro = several({
  scope: 'read:prices',
  summary: 'The newest values of macro and market series',
  question: z.strictObject({ series: someNames.describe('names of series; all where it is left out'), as_of: asOf }),
  answer: seriesNow.element,
  find: async (q, { api }) => (await macroOf(api.store, seriesNamed(q.series), openSpan({ as_of: q.as_of }, api.clock.nowMs(), 0))).data,
});
export const macroHistory = several({
  scope: 'read:prices',
  summary: 'Periods of macro and market series by their newest vintage, oldest first',
  question: z.strictObject({ ...stretch, series: z.array(z.string().min(1).max(100)).min(1).max(20), start: instant.describe('first period') }),
  answer: seriesThen.element,
  find: async (q, { api }) => (await macroOf(api.store, seriesNamed(q.series), openSpan(q, api.clock.nowMs(), 18_300))).data,
});

const [metricNow] = onchainAnswer.shape.data.options;
export const onchain = several({
  scope: 'read:prices',
  summary: 'The newest on-chain figures of an asset, or of MARKET',
  question: z.strictObject({ symbol: someone, metrics: someNames, as_of: asOf }),
  answer: metricNow.element,
  find: async (q, asking) => (await onchainOf(asking.api.store, await subject(asking, q.symbol), metricsNamed(q.metrics), openSpan({ as_of: q.as_of }, asking.api.clock.nowMs(), 0))).data,
});

export const derivatives = several({
  scope: 'read:derivatives',
  summary: 'The newest snapshot of the perpetual futures of an asset, by venue',
  question: z.strictObject({ symbol, venue: z.string().min(1).max(20).optional(), as_of: asOf }),
  answer: derivativesAnswer.shape.data.element,
  find: async (q, { api }) => {
    const asset = await api.assets.find(q.symbol);
    return (await futures(api.store, { symbol: asset.symbol, venue: q.venue?.toLowerCase(), ...openSpan({ as_of: q.as_of }, api.clock.nowMs(), 0) })).data;
  },
});

export const regime = one({
  scope: 'read:technical',
  summary: 'The regime of the market, or of an asset, with its probabilities, correlations and the regimes before it',
  question: z.strictObject({ symbol: someone, ...stretch, limit: whole(1, 500).default(25).describe('regimes, the newest included') }),
  answer: regimeAnswer.omit({ next_cursor: true }).meta({ id: 'RegimeWithHistory' }),
  find: async (q, asking) => regimeOf(asking.api.store, await subject(asking, q.symbol), pagedSpan(q, asking.api.clock.nowMs(), MONTH)),
});

const paged = (q: { start?: number | undefined; end?: number | undefined; as_of?: number | undefined }, { api }: Asking, at: { cursor: string | undefined; limit: number }) => pagedSpan({ ...q, ...at }, api.clock.nowMs(), MONTH);
const pageOf = ({ data, next_cursor }: { data: readonly object[]; next_cursor: string | null }): Page => ({ data, next: next_cursor });

export const patterns = many({
  scope: 'read:technical',
  summary: 'Chart and candlestick patterns of an asset, newest first',
  question: z.strictObject({ symbol, timeframe: timeframe.optional(), direction: z.enum(['bullish', 'bearish', 'neutral']).optional(), ...stretch, ...paging(500, 50) }),
  node: patternsAnswer.shape.data.element,
  load: async (q, asking) => {
    const asset = await asking.api.assets.find(q.symbol);
    return async (cursor, limit) => pageOf(await patternsOf(asking.api.store, { symbol: asset.symbol, timeframe: q.timeframe, direction: q.direction }, paged(q, asking, { cursor, limit })));
  },
});

export const signals = many({
  scope: 'read:ml-features',
  summary: 'Signals whose rule fired on an asset, newest first',
  question: z.strictObject({ symbol, ...stretch, ...paging(500, 50) }),
  node: signalsAnswer.shape.data.element,
  load: async (q, asking) => {
    const asset = await asking.api.assets.find(q.symbol);
    return async (cursor, limit) => pageOf(await signalsOf(asking.api.store, asset.symbol, paged(q, asking, { cursor, limit })));
  },
});

export const events = many({
  scope: 'read:news',
  summary: 'Dated events and anomalies that move markets, newest first',
  question: z.strictObject({ subject: z.string().min(1).max(100).optional().describe('an asset, a macro series, or MARKET'), kind: z.string().max(40).optional(), ...stretch, ...paging(500, 50) }),
  node: eventsAnswer.shape.data.element,
  load: async (q, asking) => {
    const about = q.subject !== undefined && isSeries(q.subject) ? q.subject.toUpperCase() : q.subject && (await subject(asking, q.subject));
    return async (cursor, limit) => pageOf(await eventsOf(asking.api.store, { subject: about, kind: q.kind }, paged(q, asking, { cursor, limit })));
  },
});

export const narratives = one({
  scope: 'read:news',
  summary: 'What the news of the newest window tell, theme by theme',
  question: z.strictObject({ window_hours: whole(1, 720).optional(), as_of: asOf }),
  answer: narrativesAnswer,
  find: async (q, { api }) => {
    const { fromMs, toMs, knownAtMs } = pagedSpan({ as_of: q.as_of, limit: 1 }, api.clock.nowMs(), MONTH);
    return narrativesOf(api.store, q.window_hours, { fromMs, toMs, knownAtMs });
  },
});

export const restatements = many({
  scope: 'read:stats',
  summary: 'Final values that were known otherwise before, newest first',
  question: z.strictObject({ ...restatementQuestion, ...paging(1_000, 100) }),
  node: restatementsAnswer.shape.data.element,
  load: async (q, { api }) => {
    const asked = await asRestatementQuestion(api, { ...q, limit: 1 });
    return async (cursor, limit) => pageOf(await restatementsOf(api.store, { ...asked, cursor, limit }));
  },
});

export const collectors = several({
  scope: 'read:stats',
  summary: 'Rows, newest row and freshness of every dataset',
  question: z.strictObject({}),
  answer: collectorsAnswer.shape.data.element,
  find: (_q, { api }) => collectorsOf(api.store, api.clock.nowMs()),
});

export const health = one({
  scope: undefined,
  summary: 'How the farm is, computed from its data; `collectors` tells of each dataset',
  question: z.strictObject({}),
  answer: named('Health', healthAnswer.description ?? '', healthAnswer.omit({ datasets: true })),
  find: async (_q, { api }) => healthView(await api.checkup(), api.clock.now(), { version, uptimeSeconds: Math.floor(stopwatchMs() / 1_000) }),
});

