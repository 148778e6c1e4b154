import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysOf } from './retention/policy.js';
import { nameIn, relativeChange } from './restated.js';
import type { OhlcRow } from './tables/ohlc.js';
import { restatedMacro, type MacroRow } from './tables/signals.js';
import { testStore, type TestStore } from './testing.js';

const DAY = 86_400_000;
const PERIOD = Date.UTC(2026, 0, 5);
const known = (days: number): Date => new Date(PERIOD + days * DAY);

/** A figure of one period, published on one day and received on another. */
const figure = (value: number | null, published: number, extra: Partial<MacroRow> = {}): MacroRow => ({
  series: 'VIXCLS', period: new Date(PERIOD), available_at: known(published), data_source: 'fred', value, unit: 'index', period_end: null, ingested_at: known(published + 0.5), ...extra,
});
const bar = (i: number, extra: Partial<OhlcRow> = {}): OhlcRow => ({
  symbol: 'BTC', timeframe: '1h', open_time: new Date(PERIOD + i * 3_600_000), open: 10, high: 12, low: 9, close: 11, volume: 100, trades: 5, is_final: true, venue: 'binance', market: 'BTCUSDT',
  available_at: new Date(PERIOD + (i + 1) * 3_600_000), ingested_at: known(1), data_source: 'sim:binance', ...extra,
});

let t: TestStore;
beforeAll(async () => {
  t = await testStore();
});
afterAll(() => t?.cleanup());

const of = async (subject: string) => (await t.store.restatements.page({ subject }, { fromMs: PERIOD, toMs: PERIOD + 1_000 * DAY, limit: 100 })).rows;
const at = async (series: 'VIXCLS' | 'SPX' | 'DXY' | 'GOLD', day: number) => (await t.store.macro.vintage(series, PERIOD, known(day).getTime()))?.value;

describe('a macro figure that is revised', () => {
  it('is logged with what it was, since when, and by how much; both stand at their instants', async () => {
    await t.store.add('macro_indicators', [figure(20, 1)], 'job.1');
    await t.store.add('macro_indicators', [figure(22, 9), figure(20, 1)], 'job.2');
    expect(await of('VIXCLS')).toEqual([
      { dataset: 'macro', row_key: 'VIXCLS|2026-01-05T00:00:00.000Z', column_name: 'value', seen_at: known(9), old_value: 20, new_value: 22, relative_change: 0.1, known_at: known(1), data_source: 'fred', job_id: 'job.2', ingested_at: known(9.5) },
    ]);
    expect([await at('VIXCLS', 0.9), await at('VIXCLS', 8.9), await at('VIXCLS', 9)]).toEqual([undefined, 20, 22]);
  });

  it('several times in one answer, is logged each time; read again, not once more', async () => {
    const vintages = [figure(5_000, 1), figure(5_050, 2), figure(5_050, 3), figure(null, 4), figure(5_100, 5)].map((v) => ({ ...v, series: 'SPX' }));
    await t.store.add('macro_indicators', vintages);
    await t.store.add('macro_indicators', vintages);
    // The same figure published once more is no restatement; a withdrawn one is, and its return is not.
    expect((await of('SPX')).map((r) => [r.old_value, r.new_value, r.relative_change])).toEqual([[5_050, null, null], [5_000, 5_050, 0.01]]);
  });

  it('by a publisher who names no instant, is known otherwise from its receipt on, and told once', async () => {
    const close = (value: number, received: number): MacroRow => figure(value, 1, { series: 'DXY', data_source: 'yahoo', ingested_at: known(received) });
    await t.store.add('macro_indicators', [close(98, 1)]);
    await t.store.add('macro_indicators', [close(99, 3)]);
    await t.store.add('macro_indicators', [close(99, 4)]);
    expect([await at('DXY', 2.9), await at('DXY', 3), await at('DXY', 5)]).toEqual([98, 99, 99]);
    expect((await of('DXY')).map((r) => [r.old_value, r.new_value, r.seen_at])).toEqual([[98, 99, known(3)]]);
  });

  it('by less than the tolerance, is noise: what is stored stays, and nothing is logged', async () => {
    const gold = (value: number, received: number): MacroRow => figure(value, 1, { series: 'GOLD', data_source: 'yahoo', ingested_at: known(received) });
    const { tolerance } = restatedMacro;
    await t.store.add('macro_indicators', [gold(2_000, 1)]);
    await t.store.add('macro_indicators', [gold(2_000 * (1 + 0.99 * tolerance), 2)]);
    expect([await at('GOLD', 9), await of('GOLD')]).toEqual([2_000, []]);
    await t.store.add('macro_indicators', [gold(2_000 * (1 + 1.01 * tolerance), 3)]);
    expect([await at('GOLD', 9), (await of('GOLD')).length]).toEqual([2_000 * (1 + 1.01 * tolerance), 1]);
  });
});

describe('the log', () => {
  it('has a line for each column of a bar that changed, with the job that brought it', async () => {
    await t.store.ohlc.upsert([bar(0), bar(1)], known(1), 'job.a');
    await t.store.ohlc.upsert([bar(0, { close: 11.5, high: 12 * (1 + 5e-10), data_source: 'sim:other' })], known(2), 'job.b');
    expect(await of('BTC')).toEqual([
      { dataset: 'ohlc', row_key: 'BTC|1h|2026-01-05T00:00:00.000Z', column_name: 'close', seen_at: known(2), old_value: 11, new_value: 11.5, relative_change: 0.5 / 11, known_at: new Date(PERIOD + 3_600_000), data_source: 'sim:other', job_id: 'job.b', ingested_at: known(2) },
    ]);
  });

  it('is read page by page, newest first, each line once, of one dataset or of all', async () => {
    await t.store.ohlc.upsert(Array.from({ length: 5 }, (_, i) => bar(i)), known(3));
    await t.store.ohlc.upsert(Array.from({ length: 5 }, (_, i) => bar(i, { close: 10.5, volume: 7 })), known(4));
    const seen: string[] = [];
    for (let after: { atMs: number; key: string } | null | undefined = undefined; after !== null; ) {
      const page = await t.store.restatements.page({ dataset: 'ohlc' }, { fromMs: PERIOD, toMs: known(5).getTime(), limit: 4, after });
      seen.push(...page.rows.map((r) => `${r.seen_at.toISOString()} ${r.row_key} ${r.column_name}`));
      after = page.next;
    }
    expect([new Set(seen).size, seen.length]).toEqual([11 + 1, 11 + 1]);
    expect(seen).toEqual([...seen].sort().reverse());
    expect((await t.store.restatements.page({}, { fromMs: PERIOD, toMs: PERIOD + 1_000 * DAY, limit: 100 })).rows.length).toBeGreaterThan(seen.length);
  });

  it('rolls off with age, and what is young stays', async () => {
    const days = daysOf('restatements=400');
    const before = (await of('BTC')).length;
    // Tables in which nothing happened of late lose nothing, so the clock stands a little behind the newest line.
    await t.store.ohlc.upsert([bar(9)], known(4));
    await t.store.ohlc.upsert([bar(9, { close: 1 })], known(500));
    await t.store.retention.tidy(known(501).getTime(), days);
    expect([before, (await of('BTC')).length]).toEqual([12, 1]);
  });
});

it('names a row by what it is about first and its instant last, and knows no change from nothing', () => {
  expect(nameIn(restatedMacro, figure(1, 1))).toBe('VIXCLS|2026-01-05T00:00:00.000Z');
  expect([relativeChange(0, 1), relativeChange(null, 1), relativeChange(-2, -1), relativeChange(2, null)]).toEqual([null, null, 0.5, null]);
});
