import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import type { LandedEvent } from '#queues/landed.js';
import type { Context } from '../../context.js';
import type { Timeframe } from '../../store/index.js';
import type { OhlcRow } from '../../store/tables/ohlc.js';
import type { TechnicalRow } from '../../store/tables/technical.js';
import { testStore, type TestStore } from '../../store/testing.js';
import { columnsOf } from './advance.js';
import { audit } from './audit-run.js';
import { freshState, run } from './engine.js';
import type { Bar } from './indicator.js';
import { indicators } from './run.js';
import { columnsFrom, walk } from './testing.js';

const FIVE = 300_000;
const START = Date.UTC(2026, 0, 1);
let db: TestStore;
let events: LandedEvent[] = [];

beforeAll(async () => void (db = await testStore()));
afterAll(async () => db.cleanup());
beforeEach(async () => {
  events = [];
  for (const table of ['ohlc_data', 'technical_indicators', 'indicator_state']) await sql(`DELETE FROM ${db.databases.prices}.${table}`);
});

const sql = (text: string) => db.mysql.run({ table: 'test', sql: text });
const context = (nowMs: number, more: Partial<Context> = {}): Context =>
  ({
    store: db.store,
    clock: manualClock(nowMs),
    log: silentLog(),
    signal: new AbortController().signal,
    sourcePrefix: 'sim:',
    landed: async (event: LandedEvent) => void events.push(event),
    ...more,
  }) as Context;
const step = (slot: number, symbols = ['BTC'], more: Partial<Context> = {}) => indicators({ v: 1, slot, chunk: 3, symbols, round: 0 }, context(slot + 5_000, more));

/** A walk with as many digits as an exchange sends. */
const market = (n: number): Bar[] => {
  const round = (x: number): number => Number(x.toPrecision(10));
  return walk(n).map((bar) => ({ openTime: bar.openTime, open: round(bar.open), high: round(bar.high), low: round(bar.low), close: round(bar.close), volume: round(bar.volume) }));
};
const row = (bar: Bar, symbol: string, timeframe: Timeframe): OhlcRow => {
  const closed = new Date(bar.openTime + TIMEFRAME_MS[timeframe]);
  return { symbol, timeframe, open_time: new Date(bar.openTime), open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume, trades: null, is_final: true, venue: 'binance', market: `${symbol}USDT`, available_at: closed, ingested_at: closed, data_source: 'sim:binance' };
};
const put = (bars: readonly Bar[], symbol = 'BTC', timeframe: Timeframe = '5m') => db.store.ohlc.upsert(bars.map((bar) => row(bar, symbol, timeframe)), new Date(START));
/** Oldest first; by a prepared statement, as its answer carries doubles whole where text may round their last digit. */
const rowsOf = (symbol = 'BTC', timeframe: Timeframe = '5m') =>
  db.mysql.rows<TechnicalRow>({ table: 'test', sql: `SELECT * FROM ${db.databases.prices}.technical_indicators WHERE symbol = ? AND timeframe = ? ORDER BY timestamp`, values: [symbol, timeframe], prepared: true });
const statesOf = (symbol = 'BTC') => db.store.indicators.states([symbol]);
/** What one pass over the bars gives, row by row. */
const onePass = (bars: readonly Bar[]) => {
  const state = freshState();
  const out: ReturnType<typeof columnsOf>[] = [];
  run(columnsFrom(bars), state, () => out.push(columnsOf(state.row)));
  return out;
};
const slotAfter = (bars: readonly Bar[]) => (bars.at(-1) as Bar).openTime + FIVE;

describe('the indicators job', () => {
  const bars = market(1_700);

  it('builds a series from the first bar, keeps its newest 24 rows, and stamps them with the close of the bar', async () => {
    await put(bars);
    const slot = slotAfter(bars);
    expect(await step(slot)).toEqual({ kind: 'done', rows: 24, missing: [] });
    const rows = await rowsOf();
    expect(rows).toHaveLength(24);
    expect(rows.at(-1)).toMatchObject({ timestamp: new Date(slot), available_at: new Date(slot), ingested_at: new Date(slot + 5_000), data_source: 'sim:indicators', bars: 1_700, ...onePass(bars).at(-1) });
    expect(events).toEqual([{ kind: 'rows', dataset: 'technical_indicators', slot, chunk: 3, rows: 24, symbols: ['BTC'] }]);
  });

  it('names a symbol whose coarser bar has closed and is not there, as long as a repair may bring it', async () => {
    const slot = START + 12 * 3_600_000;
    const hours = (n: number): Bar[] => bars.slice(0, n).map((bar, i) => ({ ...bar, openTime: START + i * 3_600_000 }));
    await put(bars.slice(0, 144));
    await put(hours(11), 'BTC', '1h');
    const late = [{ symbol: 'BTC', reason: 'the 1h bar that closed last is not there yet' }];
    expect(await step(slot)).toMatchObject({ missing: late });
    await put(hours(12), 'BTC', '1h');
    expect(await step(slot)).toMatchObject({ missing: [] });
    await put(bars.slice(0, 167));
    expect(await step(slot + 23 * FIVE)).toMatchObject({ missing: late });
    await put(bars.slice(0, 180));
    expect(await step(slot + 36 * FIVE)).toMatchObject({ missing: late });
  });

  it('builds whole when the history ends exactly with a page', async () => {
    await put(bars.slice(0, 1_000));
    expect(await step(slotAfter(bars.slice(0, 1_000)))).toMatchObject({ rows: 24, missing: [] });
    expect(await statesOf()).toMatchObject([{ bars: 1_000 }]);
  });

  it('goes on from its state, slot by slot, to the same rows as one pass, bit for bit', async () => {
    await put(bars.slice(0, 400));
    await step(slotAfter(bars.slice(0, 400)));
    for (let n = 401; n <= 412; n++) {
      await put(bars.slice(n - 1, n));
      expect(await step(slotAfter(bars.slice(0, n)))).toEqual({ kind: 'done', rows: 1, missing: [] });
    }
    const expected = onePass(bars.slice(0, 412)).slice(-36);
    expect(await rowsOf()).toMatchObject(expected);
  });

  it('catches up with a row for every bar after an absence of more than a page', async () => {
    await put(bars.slice(0, 300));
    await step(slotAfter(bars.slice(0, 300)));
    await put(bars.slice(300));
    expect(await step(slotAfter(bars))).toEqual({ kind: 'done', rows: 1_400, missing: [] });
    expect((await rowsOf()).map((r) => r.rsi_14)).toEqual(onePass(bars).slice(276).map((r) => r.rsi_14));
  });

  it('changes nothing when it runs twice, and says again what is there', async () => {
    await put(bars.slice(0, 350));
    const slot = slotAfter(bars.slice(0, 350));
    await step(slot);
    const [rows, states] = [await rowsOf(), await statesOf()];
    expect(await step(slot)).toEqual({ kind: 'done', rows: 1, missing: [] });
    expect([await rowsOf(), await statesOf()]).toEqual([rows, states]);
  });

  it('takes in no bar that closes after the slot', async () => {
    await put(bars.slice(0, 350));
    await step(slotAfter(bars.slice(0, 340)));
    expect((await rowsOf()).at(-1)).toMatchObject({ timestamp: new Date(slotAfter(bars.slice(0, 340))), bars: 340 });
  });

  it('answers for a slot that its state has passed already', async () => {
    await put(bars.slice(0, 350));
    await step(slotAfter(bars.slice(0, 350)));
    expect(await step(slotAfter(bars.slice(0, 345)))).toEqual({ kind: 'done', rows: 1, missing: [] });
    expect(await statesOf()).toMatchObject([{ bars: 350 }]);
  });

  it('names the symbols whose bar is not there, and why', async () => {
    await put(bars.slice(0, 300), 'BTC');
    await put(bars.slice(0, 299), 'ETH');
    expect(await step(slotAfter(bars.slice(0, 300)), ['BTC', 'ETH', 'XYZ'])).toEqual({
      kind: 'done',
      rows: 48,
      missing: [
        { symbol: 'ETH', reason: 'no final 5m bar closed at the slot', permanent: false },
        { symbol: 'XYZ', reason: 'no bars', permanent: true },
      ],
    });
    expect(events.at(-1)?.symbols).toEqual(['BTC']);
  });

  it('steps the slower timeframes when their bars close', async () => {
    const hours = market(60).map((bar, i) => ({ ...bar, openTime: START + i * 3_600_000 }));
    await put(hours, 'BTC', '1h');
    await step(START + 50 * 3_600_000);
    await step(START + 50 * 3_600_000 + 55 * 60_000);
    expect((await rowsOf('BTC', '1h')).at(-1)).toMatchObject({ timestamp: new Date(START + 50 * 3_600_000), bars: 50 });
    await step(START + 51 * 3_600_000);
    expect((await rowsOf('BTC', '1h')).at(-1)).toMatchObject({ timestamp: new Date(START + 51 * 3_600_000), bars: 51 });
  });

  it('rebuilds from the first bar when another engine wrote the state, or the state was forgotten', async () => {
    await put(bars.slice(0, 350));
    const slot = slotAfter(bars.slice(0, 350));
    await step(slot);
    const [rows, states] = [await rowsOf(), await statesOf()];
    await sql(`UPDATE ${db.databases.prices}.indicator_state SET engine_version = 0, state = 'old'`);
    expect(await step(slot)).toMatchObject({ rows: 24, missing: [] });
    expect([await rowsOf(), await statesOf()]).toEqual([rows, states]);
    await db.store.indicators.forgetStates([{ symbol: 'BTC', timeframe: '5m' }], new Date(slot));
    await step(slot);
    expect([await rowsOf(), await statesOf()]).toEqual([rows, states.map((s) => ({ ...s, forgotten: 1 }))]);
  });

  it.each([['goes on from its state', 349], ['builds it', 0]])('writes nothing of bars that are restated while it %s, and the new ones when it runs again', async (_how, before) => {
    const known = bars.slice(0, 350);
    const slot = slotAfter(known);
    if (before > 0) {
      await put(known.slice(0, before));
      await step(slotAfter(known.slice(0, before)));
    }
    await put(known);
    const stored = [await rowsOf(), await statesOf()];
    const changed = known.map((bar, i) => (i === 340 ? { ...bar, close: bar.close * 1.01, high: bar.high * 1.02 } : bar));
    const finalBars: typeof db.store.ohlc.finalBars = async (...asked) => {
      const read = await db.store.ohlc.finalBars(...asked);
      await put([changed[340] as Bar]);
      return read;
    };
    await expect(step(slot, ['BTC'], { store: { ...db.store, ohlc: { ...db.store.ohlc, finalBars } } })).rejects.toThrow('indicator_state: bars of BTC 5m were restated after they were read');
    expect([await rowsOf(), (await statesOf()).filter((s) => s.bars > 0)]).toEqual([stored[0], []]);
    expect(await step(slot)).toMatchObject({ missing: [] });
    const last = (await rowsOf()).at(-1);
    expect(last && Object.fromEntries(Object.entries(onePass(changed).at(-1) ?? {}).map(([k]) => [k, last[k as 'close']]))).toEqual(onePass(changed).at(-1));
  });

  it('stops where it is when it is aborted, with nothing half-written', async () => {
    await put(bars.slice(0, 300));
    await expect(step(slotAfter(bars.slice(0, 300)), ['BTC'], { signal: AbortSignal.abort(new Error('draining')) })).rejects.toThrow('draining');
    expect([await rowsOf(), await statesOf()]).toEqual([[], []]);
  });
});

describe('the audit job', () => {
  const bars = market(700);
  // The hour's timeframe is 5m where the hour divides by four.
  const now = Math.ceil(slotAfter(bars) / (4 * 3_600_000)) * 4 * 3_600_000;

  beforeAll(async () => {
    const asset = { symbol: 'BTC', coingecko_id: 'bitcoin', name: 'Bitcoin', market_rank: 1, quote_currency: 'USD', aliases: [], venues: {}, active: true, valid_from: null, valid_to: null, data_source: 'seed', ingested_at: new Date(START) };
    await db.store.assets.upsert([asset]);
  });

  it('passes over what the job stored, and fails loudly over a value that was changed', async () => {
    await put(bars);
    await step(slotAfter(bars));
    expect(await audit({ v: 1 }, context(now))).toEqual({ kind: 'done', rows: 0, missing: [] });
    await sql(`UPDATE ${db.databases.prices}.technical_indicators SET atr_14 = atr_14 * 1.001 WHERE symbol = 'BTC' AND timeframe = '5m'`);
    await expect(audit({ v: 1 }, context(now))).rejects.toThrow(/BTC 5m atr_14 at .*: stored \d.*, recomputed \d/);
  });
});
