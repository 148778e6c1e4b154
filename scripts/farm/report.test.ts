import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { judge, tellingSide, tellingSlot } from './once.js';
import { rowsOfSlot, rowsTable, statusLine, type StatusFacts } from './report.js';

const slot = new Date('2026-01-01T00:05:00Z');
const row = (dataset: string, chunk: number, rows: number, extra: Partial<LedgerRow> = {}): LedgerRow => ({
  dataset, slot, chunk, state: 'done', symbols: [], rows_written: rows, missing: [], reason: null, attempts: 1, repairs: 0, job_id: null, opened_at: slot, started_at: slot, finished_at: new Date(slot.getTime() + 800), ...extra,
});
const whole = row('ml_features', 0, 20);
const good = [row('crypto_prices', 1, 10), row('crypto_prices', 2, 10), row('ohlc', 1, 80), row('technical_indicators', 1, 80), row('ml_features', 1, 20), whole];

describe('the status line', () => {
  const facts: StatusFacts = { slot: { ms: slot.getTime(), state: 'done', rows: 190, finishedMs: slot.getTime() + 800 }, queue: { waiting: 3, active: 2 }, farmNowMs: slot.getTime(), speed: 1, upSeconds: 70 };

  it('tells slot, rows, queue depth, lag and uptime', () => {
    expect(statusLine(facts)).toBe('slot 2026-01-01T00-05Z done · 190 rows · queue 3 waiting, 2 running · lag 0.8 s · up 00:01:10');
  });

  it('tells farm time when it is not real time', () => {
    expect(statusLine({ ...facts, speed: 60 })).toContain('farm time 2026-01-01T00:05:00Z');
  });

  it('says what is unknown instead of a number', () => {
    expect(statusLine({ ...facts, slot: null, queue: null })).toBe('first slot under way · queue unknown: Redis does not answer · up 00:01:10');
  });
});

describe('one slot', () => {
  it('counts the rows of its chunks once, not those of the slot as a whole again', () => {
    expect(rowsOfSlot(good).map((r) => [r.dataset, r.rows])).toEqual([['crypto_prices', 20], ['ohlc', 80], ['technical_indicators', 80], ['ml_features', 20]]);
    expect(judge(whole, good).problems).toEqual([]);
  });

  it('fails when a dataset stored nothing, with the recorded reasons', () => {
    const bad = [...good.filter((r) => r.dataset !== 'ohlc'), row('ohlc', 1, 0, { state: 'partial', missing: [{ symbol: 'BTC', reason: 'binance: unavailable' }] })];
    const result = judge(whole, bad);
    expect(result.problems).toEqual(['ohlc stored no rows: BTC: binance: unavailable']);
    expect(rowsTable(result.rows)).toMatch(/ohlc +0 rows in ohlc_data +missing: BTC: binance: unavailable/);
  });

  describe('of side work', () => {
    const HOUR = 3_600_000;
    const cameUp = slot.getTime();
    const news = (hours: number, state: LedgerRow['state'], finishedAfterMs = 5_000) => row('crypto_news', 1, 7, { slot: new Date(slot.getTime() + hours * HOUR), state, finished_at: state === 'pending' ? null : new Date(slot.getTime() + finishedAfterMs) });

    it('is the newest one, once it is settled', () => {
      const rows = [news(-1, 'done'), news(0, 'partial')];
      expect(tellingSide(rows, cameUp)).toEqual([rows[1]]);
    });

    it('is the one before where a full hour has begun another, if the farm has settled it itself', () => {
      const [settled, begun] = [news(-1, 'done'), news(0, 'pending')];
      expect(tellingSide([settled, begun], cameUp)).toEqual([settled]);
      expect(tellingSide([news(-1, 'done', -HOUR), begun], cameUp)).toEqual([begun]);
      expect(tellingSide([news(-1, 'pending'), begun], cameUp)).toEqual([begun]);
    });
  });

  describe('under way when the farm came up', () => {
    const STEP = 300_000;
    const began = slot.getTime();
    const cameUp = began + STEP - 3_000;
    const missed = [row('crypto_prices', 1, 0, { state: 'missed', reason: 'superseded' }), { ...whole, state: 'missed' as const, rows_written: 0 }];
    const next = { ...whole, slot: new Date(began + STEP) };

    it('is judged when it went well, and not before it is settled', () => {
      expect(tellingSlot(good, cameUp, began + STEP + 1)).toBe(whole);
      expect(tellingSlot([{ ...whole, state: 'pending' }], cameUp, began + STEP - 1)).toBeUndefined();
    });

    it('is judged at once when it failed and lasts', () => {
      expect(tellingSlot(missed, began + 3_000, began + 5_000)).toBe(missed[1]);
    });

    it('makes way for the next one when it ended before its work was done', () => {
      expect(tellingSlot(missed, cameUp, began + STEP)).toBeUndefined();
      expect(tellingSlot([...missed, { ...next, state: 'pending' }], cameUp, began + STEP + 1)).toBeUndefined();
      expect(tellingSlot([...missed, next], cameUp, began + STEP + 1)).toBe(next);
    });
  });
});
