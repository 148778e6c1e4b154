import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { describe, expect, it } from 'vitest';
import { planBackfill, WARM_UP_BARS, type PlanRequest } from './plan.js';
import { datasetOf, stages } from './stages.js';

const NOW = Date.UTC(2026, 0, 31, 12, 2);
const FROM = Date.UTC(2026, 0, 10);
const TO = Date.UTC(2026, 0, 12);
const symbols = Array.from({ length: 20 }, (_, i) => `S${String(i).padStart(2, '0')}`);
const plan = (over: Partial<PlanRequest> = {}) => planBackfill({ dataset: 'ohlc', symbols, from: FROM, to: TO, timeframes: ['5m', '1h', '4h', '1d'], only: false, benchmarks: ['BTC'], now: NOW, ...over });

/** Every row of the stretch, by symbol, timeframe and instant. */
const cells = (chunks: ReturnType<typeof plan>, stage: string): string[] =>
  chunks.filter((c) => c.stage === stage).flatMap((c) => {
    const step = c.timeframe ? TIMEFRAME_MS[c.timeframe] : 300_000;
    const instants = Array.from({ length: (c.to - c.from) / step }, (_, i) => c.from + i * step);
    return c.symbols.flatMap((s) => instants.map((at) => `${s} ${c.timeframe ?? ''} ${at}`));
  });

describe('the plan of a backfill', () => {
  it('covers every bar of the stretch once, and says how many there are', () => {
    const chunks = plan({ timeframes: ['5m', '1d'] });
    const all = cells(chunks, 'candles');
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(20 * (2 * 288 + 2));
    expect(chunks.reduce((n, c) => n + c.rows, 0)).toBe(all.length);
  });

  it('of features makes candles, then indicators, then features, and begins the candles a thousand bars before', () => {
    const chunks = plan({ dataset: 'ml_features' });
    expect([...new Set(chunks.map((c) => c.stage))]).toEqual([...stages]);
    expect(Math.min(...chunks.filter((c) => c.stage === 'candles' && c.timeframe === '1h').map((c) => c.from))).toBe(FROM - WARM_UP_BARS * 3_600_000);
    expect(cells(chunks, 'features').length).toBe(20 * 2 * 288);
    expect(chunks.filter((c) => c.stage === 'candles').some((c) => c.symbols.includes('BTC'))).toBe(true);
    expect(chunks.filter((c) => c.stage !== 'candles').some((c) => c.symbols.includes('BTC'))).toBe(false);
    // The bar that closes at the first slot beyond the stretch is nobody's input.
    expect(Math.max(...chunks.filter((c) => c.stage === 'candles' && c.timeframe === '5m').map((c) => c.to))).toBe(TO - 300_000);
    expect([...new Set(plan({ dataset: 'ml_features', only: true }).map((c) => c.stage))]).toEqual(['features']);
  });

  it('asks for no bar that is still open, and for nothing at all where none has ended', () => {
    const until = (tf: '5m' | '1d') => Math.max(...plan({ to: NOW, timeframes: [tf] }).map((c) => c.to));
    expect([until('5m'), until('1d')]).toEqual([Date.UTC(2026, 0, 31, 12), Date.UTC(2026, 0, 31)]);
    expect(plan({ from: NOW - 60_000, to: NOW, timeframes: ['1d'] })).toEqual([]);
  });

  it('is cut into chunks of a few seconds, of features on whole hours', () => {
    const year = plan({ dataset: 'ml_features', from: FROM - 365 * 86_400_000 });
    expect(Math.max(...year.map((c) => c.rows))).toBeLessThanOrEqual(160_000);
    const inner = year.filter((c) => c.stage === 'features').slice(1).map((c) => c.to % 3_600_000);
    expect(inner.every((rest) => rest === 0)).toBe(true);
    expect(plan({ dataset: 'ml_features' })).toEqual(plan({ dataset: 'ml_features', symbols: [...symbols].reverse() }));
  });

  it('knows datasets by their tables and by what people call them, and nothing else', () => {
    expect(['candles', 'ohlc_data', 'indicators', 'features', 'ml_features'].map(datasetOf)).toEqual(['ohlc', 'ohlc', 'technical_indicators', 'ml_features', 'ml_features']);
    expect(['news', '__proto__', 'constructor', ''].map(datasetOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
