/**
 * Rows of every table that features read beside prices and bars, for tests:
 * figures that wander, at the cadence of their sources or slower, each known a
 * little after its instant. The same stretch of time gives the same rows.
 */
import type { AddedRows, AddedTable, Store } from '../../../store/index.js';
import { metricNames, metrics } from '../../../store/metrics.js';
import { series, seriesNames } from '../../../store/series.js';
import { DAY, HOUR, MINUTE } from '../views/view.js';

/** 0 to 1, by name and instant: a slow wave and a fast one. */
const wave = (name: string, ms: number): number => {
  const seed = [...name].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9_973, 7);
  return 0.5 + 0.25 * Math.sin(ms / (DAY * (1 + (seed % 17))) + seed) + 0.25 * Math.sin(ms / (HOUR * (1 + (seed % 5))) + seed * seed);
};
const known = (ms: number) => ({ available_at: new Date(ms), ingested_at: new Date(ms), data_source: 'sim:kit' });
const every = <R>(step: number, { fromMs, toMs }: Stretch, rowsAt: (ms: number, i: number) => R[]): R[] => {
  const first = Math.ceil(fromMs / step);
  return Array.from({ length: Math.max(0, Math.floor(toMs / step) - first + 1) }, (_, k) => rowsAt((first + k) * step, first + k)).flat();
};

export interface Stretch {
  fromMs: number;
  toMs: number;
}
type Rows = { [T in AddedTable]?: AddedRows[T][] };

function texts(symbols: readonly string[], stretch: Stretch): Rows {
  const pick = (i: number): string => symbols[(i * 7) % symbols.length] as string;
  const scored = (ms: number, i: number): AddedRows['sentiment_data'][] =>
    ['MARKET', pick(i)].map((symbol) => ({
      symbol, source: 'kit', item_id: String(i), analyzed_at: new Date(ms - 3 * MINUTE), model: 'kit', sentiment_score: 2 * wave(`text ${i % 11}`, ms) - 1, confidence: 0.8, label: 'kit', market_type: 'crypto', ...known(ms),
    }));
  const article = (ms: number, i: number): AddedRows['news_articles'][] =>
    [{ market_type: i % 5 === 0 ? 'stock' : 'crypto', article_id: `kit ${i}`, source: 'kit', title: 'kit', url: `https://kit.example/${i}`, author: null, summary: null, content: null, language: null, symbols: [pick(i), pick(i + 1)], categories: [], published_at: new Date(ms - 5 * MINUTE), ...known(ms) }];
  const post = (ms: number, i: number): AddedRows['social_posts'][] =>
    [{ network: 'reddit', post_id: String(i), channel: null, author: null, title: null, body: null, url: null, score: i % 50, replies: i % 7, symbols: [pick(i)], posted_at: new Date(ms - MINUTE), ...known(ms) }];
  return { sentiment_data: every(10 * MINUTE, stretch, scored), news_articles: every(15 * MINUTE, stretch, article), social_posts: every(15 * MINUTE, stretch, post) };
}

/** Sources do not publish in step: minutes of delay, 1 to 10, by name. */
const delay = (name: string): number => MINUTE * (1 + ([...name].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 10));

/** Daily series are known at 21:00 of their day; monthly ones forty days after their month began. */
function macro(stretch: Stretch): AddedRows['macro_indicators'][] {
  return every(DAY, stretch, (day) =>
    seriesNames.flatMap((name) => {
      const monthly = series[name].period !== 'day';
      if (monthly && new Date(day).getUTCDate() !== 1) return [];
      const at = day + (monthly ? 40 * DAY : 21 * HOUR) + delay(name);
      return [{ series: name, period: new Date(day), value: 10 + 5 * wave(name, day), unit: null, period_end: null, ...known(at) }];
    }),
  );
}

function chains(symbols: readonly string[], stretch: Stretch): AddedRows['onchain_data'][] {
  const pairs = metricNames.flatMap((metric) => {
    const { of } = metrics[metric];
    return (of === 'chains' ? ['MARKET', ...symbols] : of).map((symbol) => ({ metric, symbol }));
  });
  return every(2 * HOUR, stretch, (ms) => pairs.map(({ metric, symbol }) => ({ symbol, metric, observed_at: new Date(ms - MINUTE), value: 10 + wave(metric + symbol, ms), unit: null, chain: null, ...known(ms + delay(metric)) })));
}

const venues = ['binance_futures', 'bybit'];
function futures(symbols: readonly string[], stretch: Stretch): AddedRows['derivatives_data'][] {
  const row = (symbol: string, venue: string, ms: number, settled: boolean): AddedRows['derivatives_data'] => {
    const w = wave(symbol + venue, ms);
    const mark = settled ? null : 100 + w;
    return {
      symbol, venue, observed_at: new Date(settled ? ms : ms - MINUTE), market: symbol, mark_price: mark, index_price: mark && mark - 0.01 * w, basis: mark && w / 1_000, funding_rate: w / 10_000, funding_final: settled, funding_interval_hours: settled || w < 0.5 ? null : 8,
      next_funding_at: null, open_interest: settled ? null : 1_000 + w, open_interest_value: settled ? null : 1e5 + w, volume_24h: settled ? null : 1e6 + 1e5 * wave(venue + symbol, ms), quality_score: null, quality_reasons: null, ...known(settled ? ms + MINUTE : ms + delay(venue)),
    };
  };
  const all = (ms: number, settled: boolean): AddedRows['derivatives_data'][] => symbols.flatMap((s) => venues.map((v) => row(s, v, ms, settled)));
  return [...every(30 * MINUTE, stretch, (ms) => all(ms, false)), ...every(8 * HOUR, stretch, (ms) => all(ms, true))];
}

function findings(symbols: readonly string[], stretch: Stretch): Rows {
  const p = (symbol: string, ms: number, i: number): number => wave(symbol + String(i), ms) / 5;
  const regime = (ms: number): AddedRows['market_regime'][] =>
    ['MARKET', ...symbols].map((symbol) => ({
      symbol, timestamp: new Date(ms - MINUTE), regime: 'bull', p_bull: p(symbol, ms, 1), p_bear: p(symbol, ms, 2), p_sideways: p(symbol, ms, 3), p_high_volatility: p(symbol, ms, 4), p_low_volatility: p(symbol, ms, 5), inputs: {}, version: 1, ...known(ms),
    }));
  const correlation = (ms: number): AddedRows['market_correlations'][] =>
    symbols.flatMap((symbol) => ['SPX', 'DXY', 'GOLD'].map((name) => ({ symbol, series: name, window_days: 30, timestamp: new Date(ms - MINUTE), pearson: wave(symbol + name, ms), spearman: null, pairs: 20, version: 1, ...known(ms) })));
  const pattern = (ms: number, i: number): AddedRows['chart_patterns'][] =>
    [{ symbol: symbols[(i * 3) % symbols.length] as string, timeframe: '1h', pattern: `kit ${i % 3}`, ended_at: new Date(ms - MINUTE), direction: wave('direction', ms) > 0.5 ? 'bullish' : 'bearish', confidence: 1, started_at: new Date(ms - HOUR), evidence: { bars: [], levels: {} }, version: 1, ...known(ms) }];
  const narrative = (ms: number): AddedRows['news_narratives'][] =>
    ['defi', 'security', 'adoption'].map((theme, i) => ({
      window_end: new Date(ms - MINUTE), window_hours: 24, theme, articles: 5, share: wave(theme, ms) / 3, sentiment_score: wave(`${theme} score`, ms), symbols: symbols.filter((_, s) => (s + i) % 2 === 0), article_ids: [], coherence: null, summary: null, ...known(ms + 4 * MINUTE),
    })) as unknown as AddedRows['news_narratives'][];
  return { market_regime: every(HOUR, stretch, regime), market_correlations: every(6 * HOUR, stretch, correlation), chart_patterns: every(HOUR, stretch, pattern), news_narratives: every(HOUR, stretch, narrative) };
}

const AT_ONCE = 2_000;

/** Stores every table's rows of the stretch; macro series begin `macroFromMs`. */
export async function seedBeside(store: Store, symbols: readonly string[], { macroFromMs, ...stretch }: Stretch & { macroFromMs: number }): Promise<void> {
  const tables: Rows = { ...texts(symbols, stretch), macro_indicators: macro({ ...stretch, fromMs: macroFromMs }), onchain_data: chains(symbols, stretch), derivatives_data: futures(symbols, stretch), ...findings(symbols, stretch) };
  for (const [table, rows] of Object.entries(tables)) {
    for (let i = 0; i < rows.length; i += AT_ONCE) await store.add(table as AddedTable, rows.slice(i, i + AT_ONCE) as never);
  }
}
