import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './finding-reads.js';
import type { MarketEventRow, NewsNarrativeRow } from './tables/news.js';
import { testStore, type TestStore } from './testing.js';

const HOUR = 3_600_000;
const T = Date.UTC(2026, 0, 2, 12);
let store: TestStore;

const known = (ms: number) => ({ available_at: new Date(ms), ingested_at: new Date(ms), data_source: 'sim:test' });
const pattern = (symbol: string, name: string, hour: number, timeframe = '1h') => ({ symbol, timeframe, pattern: name, ended_at: new Date(T + hour * HOUR), direction: hour % 2 === 0 ? 'bullish' : 'bearish', confidence: 0.8, started_at: new Date(T + (hour - 3) * HOUR), evidence: { bars: [T], levels: { neck: 1 } }, version: 1, ...known(T + hour * HOUR + 1) });
const event = (id: string, kind: string, subject: string, hour: number): MarketEventRow => ({ event_id: id, kind, subject, occurred_at: new Date(T + hour * HOUR), title: id, severity: null, details: {}, ...known(T + hour * HOUR) });
const narrative = (theme: string, hour: number, hours: number, articles: number): NewsNarrativeRow => ({ window_end: new Date(T + hour * HOUR), window_hours: hours, theme, coherence: 'weak', articles, share: 0.5, sentiment_score: null, symbols: ['BTC'], affected: null, article_ids: [], terms: null, similar_past: null, summary: null, ...known(T + hour * HOUR + 60_000) });
const correlation = (series: string, days: number, hour: number, pearson: number) => ({ symbol: 'BTC', series, window_days: days, timestamp: new Date(T + hour * HOUR), pearson, spearman: null, pairs: 30, version: 1, ...known(T + hour * HOUR) });
const day = (extra: Partial<Page> = {}): Page => ({ fromMs: T - 24 * HOUR, toMs: T + 24 * HOUR, knownAtMs: T + 24 * HOUR, limit: 10, ...extra });

beforeAll(async () => {
  store = await testStore();
  await store.store.add('chart_patterns', [pattern('BTC', 'doji', 0), pattern('BTC', 'hammer', 0), pattern('BTC', 'doji', 0, '4h'), pattern('BTC', 'flag', 1), pattern('BTC', 'flag', 2), pattern('ETH', 'flag', 2)]);
  await store.store.add('market_events', [event('a', 'anomaly', 'BTC', 0), event('b', 'release', 'MARKET', 0), event('c', 'anomaly', 'ETH', 1)]);
  await store.store.add('news_narratives', [narrative('defi', 0, 24, 9), narrative('security', 1, 1, 5), narrative('defi', 1, 24, 3), narrative('adoption', 1, 24, 8)]);
  await store.store.add('market_correlations', [correlation('SPX', 30, 0, 0.1), correlation('SPX', 30, 1, 0.2), correlation('SPX', 90, 1, 0.3), correlation('GOLD', 30, 1, 0.4)]);
});
afterAll(() => store.cleanup());

describe('a page of findings', () => {
  it('is newest first, and its end leads to the next without a repeat or a hole, also among rows of one instant', async () => {
    const names: string[] = [];
    let after: Page['after'];
    do {
      const { rows, next } = await store.store.findings.patterns({ symbol: 'BTC' }, day({ limit: 2, after }));
      expect(rows.length).toBeGreaterThan(0);
      names.push(...rows.map((r) => `${r.timeframe} ${r.pattern} ${(r.ended_at.getTime() - T) / HOUR}`));
      after = next ?? undefined;
    } while (after);
    expect(names).toEqual(['1h flag 2', '1h flag 1', '1h doji 0', '1h hammer 0', '4h doji 0']);
  });

  it('holds only what was asked for', async () => {
    const { rows } = await store.store.findings.patterns({ symbol: 'BTC', timeframe: '1h', direction: 'bullish' }, day({ toMs: T + 2 * HOUR }));
    expect(rows.map((r) => r.pattern)).toEqual(['doji', 'hammer']);
    expect((await store.store.findings.events({ kind: 'anomaly' }, day())).rows.map((r) => r.event_id)).toEqual(['c', 'a']);
    expect((await store.store.findings.events({ subject: 'MARKET' }, day())).rows.map((r) => r.event_id)).toEqual(['b']);
  });

  it('knows nothing that became known later', async () => {
    expect((await store.store.findings.patterns({ symbol: 'BTC' }, day({ knownAtMs: T + HOUR }))).rows.map((r) => r.pattern)).toEqual(['doji', 'hammer', 'doji']);
  });
});

describe('narratives and correlations', () => {
  it('are those of the newest window, the longest of those that end together, most articles first', async () => {
    expect((await store.store.findings.narratives(undefined, day())).map((n) => n.theme)).toEqual(['adoption', 'defi']);
    expect((await store.store.findings.narratives(1, day())).map((n) => n.theme)).toEqual(['security']);
    expect((await store.store.findings.narratives(24, day({ knownAtMs: T + HOUR }))).map((n) => [n.theme, n.articles])).toEqual([['defi', 9]]);
  });

  it('are the newest of each series and window', async () => {
    expect((await store.store.findings.correlations('BTC', day())).map((c) => [c.series, c.window_days, c.pearson])).toEqual([['GOLD', 30, 0.4], ['SPX', 30, 0.2], ['SPX', 90, 0.3]]);
  });
});
