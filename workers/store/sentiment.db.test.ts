import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentimentRow } from './tables/signals.js';
import { testStore, type TestStore } from './testing.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 4, 6, 12);
let t: TestStore;

/** A text known at `knownMs` and scored a second later. */
const scored = (item: string, knownMs: number, score: number | null, more: Partial<SentimentRow> = {}): SentimentRow => ({
  symbol: 'BTC',
  source: 'coindesk',
  item_id: item,
  analyzed_at: new Date(knownMs),
  model: 'one@1',
  sentiment_score: score,
  confidence: score === null ? null : 0.5,
  label: score === null ? null : 'positive',
  market_type: 'crypto',
  available_at: new Date(knownMs + 1_000),
  ingested_at: new Date(knownMs + 1_000),
  data_source: 'sim:sentiment',
  ...more,
});

beforeAll(async () => {
  t = await testStore();
  await t.store.add('sentiment_data', [
    scored('a', NOW - 0.5 * HOUR, 0.8),
    scored('b', NOW - 0.5 * HOUR, -0.2, { source: 'r' }),
    scored('c', NOW - 1.5 * HOUR, 0.2),
    scored('d', NOW - 20 * HOUR, -0.6),
    scored('failed', NOW - 0.5 * HOUR, null),
    scored('stock', NOW - 0.5 * HOUR, 0.9, { market_type: 'stock', source: 'guardian' }),
    // The same text by two models, the second an hour later.
    scored('e', NOW - 2 * HOUR, 0.1, { symbol: 'ETH' }),
    scored('e', NOW - 2 * HOUR, 0.7, { symbol: 'ETH', model: 'two@1', available_at: new Date(NOW - HOUR) }),
  ]);
});
afterAll(() => t.cleanup());

const crypto = { market: 'crypto' as const };

describe('sentiment in windows', () => {
  it('counts the texts of each window and source that were known', async () => {
    const windows = await t.store.sentiment.windows(['BTC'], NOW, crypto);
    expect(windows.map((w) => [w.window, w.whole.texts])).toEqual([['1h', 2], ['4h', 3], ['24h', 4], ['7d', 4]]);
    const [hour] = windows;
    expect(hour?.whole).toMatchObject({ score: expect.closeTo(0.3, 12) as number, positive: 0.5, negative: 0.5, newest: new Date(NOW - 0.5 * HOUR) });
    expect(hour?.whole.momentum).toBeCloseTo(0.1, 12);
    expect(hour?.bySource).toMatchObject({ coindesk: { texts: 1, momentum: expect.closeTo(0.6, 12) as number }, r: { texts: 1, score: -0.2, momentum: null } });
  });

  it('keeps markets and sources apart', async () => {
    const only = async (more: object) => (await t.store.sentiment.windows(['BTC'], NOW, { windows: ['1h'], ...more }))[0]?.whole.texts;
    expect(await only({ market: 'stock' })).toBe(1);
    expect(await only({})).toBe(3);
    expect(await only({ sources: ['r', 'guardian'] })).toBe(2);
  });

  it('counts a text once, by the score that was the newest then', async () => {
    const at = async (ms: number) => (await t.store.sentiment.windows(['ETH'], ms, { windows: ['4h'] }))[0]?.whole;
    expect(await at(NOW - HOUR - 1)).toMatchObject({ texts: 1, score: 0.1 });
    expect(await at(NOW)).toMatchObject({ texts: 1, score: 0.7 });
  });

  it('is never changed by what becomes known later', async () => {
    const at = NOW - 3 * HOUR;
    const before = await t.store.sentiment.windows(['BTC', 'XRP'], at);
    await t.store.add('sentiment_data', [scored('late', at - HOUR, 0.9, { available_at: new Date(at + 1) })]);
    expect(await t.store.sentiment.windows(['BTC', 'XRP'], at)).toEqual(before);
    expect(before.filter((w) => w.symbol === 'XRP').map((w) => [w.whole.texts, w.whole.score])).toEqual([[0, null], [0, null], [0, null], [0, null]]);
  });

  it('says whether anything was ever scored', async () => {
    expect(await t.store.sentiment.knows('BTC', 'stock', NOW)).toBe(true);
    expect(await t.store.sentiment.knows('BTC', 'stock', NOW - HOUR)).toBe(false);
    expect(await t.store.sentiment.knows('ETH', 'stock', NOW)).toBe(false);
  });
});
