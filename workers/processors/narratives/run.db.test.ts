import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { testWorker, type TestWorker } from '../../host/testing.js';
import { notEnhanced, type NewsArticleRow } from '../../store/tables/news.js';
import { contextFor } from '../testing.js';
import { narratives } from './run.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let worker: TestWorker;
/** Every test has a month of its own. */
let slot = Date.UTC(2026, 0, 5, 12);

beforeAll(async () => void (worker = await testWorker()));
afterAll(async () => worker.cleanup());
beforeEach(() => void (slot += 100 * DAY));

const idOf = (title: string, at: number): string => createHash('sha256').update(`${title}${at}`).digest('hex');
function article(title: string, at: number, more: Partial<NewsArticleRow> = {}): NewsArticleRow {
  return {
    article_id: idOf(title, at), market_type: 'crypto', source: 'test', title, url: `https://news.test/${idOf(title, at)}`, author: null, summary: null, content: null, language: 'en',
    symbols: [], categories: [], published_at: new Date(at - 60_000), available_at: new Date(at), ingested_at: new Date(at), data_source: 'sim:test', ...more,
  };
}
async function score(row: NewsArticleRow, value: number, at: number): Promise<void> {
  await worker.services.store.add('sentiment_analysis', [{ article_id: row.article_id, model: 'lexicon', market_type: row.market_type, sentiment_score: value, confidence: 0.8, label: 'x', analyzed_at: new Date(at), ...notEnhanced, available_at: new Date(at), ingested_at: new Date(at), data_source: 'sim:sentiment' }]);
}
function run(at = slot) {
  const payload = { v: 1 as const, slot: at, chunk: 1, symbols: [], round: 0 };
  return narratives(payload, contextFor(worker.services, 'narratives', payload));
}
const rows = (at = slot) => worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM ${worker.store.databases.stock}.news_narratives WHERE window_end = ? ORDER BY theme`, values: [new Date(at)] });
const read = (row: Record<string, unknown> | undefined, column: string): unknown => JSON.parse(String(row?.[column]));

describe('the narratives job', () => {
  it('stores one row per theme told in the 24 hours before, with mood, assets and words', async () => {
    const suits = ['SEC sues Gemwallet over lending', 'Gemwallet sued by SEC for lending to retail', 'SEC lawsuit hits Gemwallet lending'].map((title, i) => article(title, slot - (i + 1) * HOUR, { symbols: i === 0 ? ['ETH', 'SOL'] : ['ETH'] }));
    await worker.services.store.add('news_articles', [...suits, article('Fed signals a rate cut', slot - HOUR, { market_type: 'stock' }), article('Old hack', slot - 25 * HOUR), article('Exchange hacked later', slot + HOUR)]);
    for (const row of suits) await score(row, -0.5, slot + 2_000);
    expect(await run()).toEqual({ kind: 'done', rows: 2, missing: [] });
    const [macro, regulation, ...others] = await rows();
    expect(others).toEqual([]);
    expect(macro).toMatchObject({ theme: 'macro_economic', articles: 1, share: 0.25, sentiment_score: null, coherence: null });
    expect(regulation).toMatchObject({ theme: 'regulation', window_hours: 24, articles: 3, share: 0.75, sentiment_score: -0.5, coherence: 'strong', summary: null, data_source: 'sim:narratives', available_at: new Date(slot + 5_000) });
    expect(read(regulation, 'symbols')).toEqual(['ETH', 'SOL']);
    expect(read(regulation, 'affected')).toEqual({ ETH: 3, SOL: 1 });
    expect(read(regulation, 'article_ids')).toEqual(suits.map((s) => s.article_id));
    expect(read(regulation, 'terms')).toContain('gemwallet');
    expect(read(regulation, 'similar_past')).toEqual([]);
    expect(await worker.services.store.insights.narratives(slot + 5_000, HOUR)).toMatchObject([{ theme: 'macro_economic' }, { theme: 'regulation', share: 0.75, sentiment: -0.5, symbols: ['ETH', 'SOL'] }]);
    expect(await worker.services.store.insights.narratives(slot, HOUR)).toEqual([]);
  });

  it('names the earlier narratives it resembles, and never its own window', async () => {
    const tell = async (title: string, at: number) => {
      await worker.services.store.add('news_articles', [article(title, at - HOUR)]);
      await run(at);
    };
    await tell('Attacker drains bridge of Wormgate through forged signatures', slot - 9 * DAY);
    await tell('Uniswap governance vote on liquidity pools', slot - 5 * DAY);
    await tell('Wormgate bridge drained again by attacker', slot);
    const [latest] = await rows();
    const similar = read(latest, 'similar_past') as { window_end: string; theme: string; score: number }[];
    expect(similar.map(({ window_end, theme }) => [window_end, theme])).toEqual([[new Date(slot - 9 * DAY).toISOString(), 'security']]);
    expect(similar[0]?.score).toBeGreaterThan(0.15);
    await run(slot + HOUR);
    expect((read((await rows(slot + HOUR))[0], 'similar_past') as unknown[]).length).toBeLessThanOrEqual(1);
  });

  it('changes nothing when it runs again, even when more has been scored since', async () => {
    const row = article('SEC sues exchange', slot - HOUR);
    await worker.services.store.add('news_articles', [row]);
    await run();
    const before = await rows();
    await score(row, 0.9, slot + 3_000);
    await run();
    expect(await rows()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('has the summary that a language model wrote of an article of the theme', async () => {
    const row = article('SEC sues exchange', slot - HOUR);
    await worker.services.store.add('news_articles', [row]);
    await worker.services.store.add('sentiment_analysis', [{ article_id: row.article_id, model: 'lexicon', market_type: 'crypto', sentiment_score: -0.2, confidence: 0.6, label: 'negative', analyzed_at: new Date(slot), ...notEnhanced, theme: 'regulation', narrative_summary: 'A regulator sues.', available_at: new Date(slot), ingested_at: new Date(slot), data_source: 'sim:sentiment' }]);
    await run();
    expect((await rows())[0]).toMatchObject({ theme: 'regulation', summary: 'A regulator sues.', sentiment_score: -0.2 });
  });

  it('tells nothing of a day without articles', async () => {
    expect(await run()).toEqual({ kind: 'done', rows: 0, missing: [] });
    expect(await rows()).toEqual([]);
  });
});
