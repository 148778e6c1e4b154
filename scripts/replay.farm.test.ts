/**
 * The main job on recorded candles: `up --replay` on real 5-minute bars, whose
 * stored indicators must equal the textbook formulas over the very files, and on
 * real hourly bars, out of which no finer bar may be made.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bar } from '#workers/processors/indicators/indicator.js';
import { plainly } from '#workers/processors/indicators/plain.testing.js';
import { barsFromCsv, haveRealData } from '#workers/processors/indicators/testing.js';
import type { TechnicalRow } from '#workers/store/tables/technical.js';
import { command, temporaryHomes, upDetached, type Ended, type Homes } from './testing/commands.js';
import { databaseIn, databaseOf, type Database } from './testing/database.js';

const FIVES = 'freqtrade-testdata';
const HOURS = 'ohlcv-hourly-binance-2017-2022';
const folder = (name: string): string => resolve('../shared/real-data', name);
const FIVE_MINUTES = 300_000;
const PAIRS = ['ADA', 'DASH', 'ETC', 'ETH', 'LTC', 'NXT', 'TRX', 'XLM', 'XMR', 'ZEC'];
const COMPARED = ['rsi_14', 'ema_26', 'macd_line', 'macd_signal', 'bb_upper', 'bb_lower', 'atr_14', 'adx_14', 'stoch_k', 'stoch_d', 'cci_20', 'mfi_14', 'obv'] as const;
type Compared = (typeof COMPARED)[number];

let homes: Homes;
beforeAll(async () => {
  homes = await temporaryHomes();
});
afterAll(() => homes.close(), 180_000);

const once = (home: string, data: string, ...more: string[]): Promise<Ended> => command('up', ['--once', '--home', home, '--replay', folder(data), ...more]);
/** The folder of the home's only replayed market. */
const marketIn = (home: string): string => join(home, readdirSync(home).find((name) => name.startsWith('replay-')) as string);
const printedRows = ({ stdout }: Ended): Record<string, number> => Object.fromEntries([...stdout.matchAll(/^ {2}(\w+) +(\d+) rows in/gm)].map(([, name, rows]) => [name, Number(rows)]));
const recorded = (pair: string): Bar[] => barsFromCsv(gunzipSync(readFileSync(join(folder(FIVES), `${pair}_BTC-5m.csv.gz`))).toString());
const sourcesOf = (database: Database, table: string) => database.rows<{ data_source: string }>(`SELECT DISTINCT data_source FROM ${table}`);
async function expectReplayed(database: Database): Promise<void> {
  for (const table of ['price_data_real', 'ohlc_data', 'technical_indicators', 'ml_features_materialized']) {
    const sources = (await sourcesOf(database, table)).map((r) => r.data_source);
    expect([table, sources.length > 0, sources.filter((s) => !s.startsWith('replay:'))]).toEqual([table, true, []]);
  }
}

/** Largest difference of the stored rows from the formulas over the file's bars, relative to the formula's value, by column. */
function differences(bars: readonly Bar[], stored: readonly TechnicalRow[]): Partial<Record<Compared | 'rows without a bar', number>> {
  const truth = plainly(bars);
  const at = new Map(bars.map((bar, i) => [bar.openTime + FIVE_MINUTES, i]));
  const worst: Partial<Record<Compared | 'rows without a bar', number>> = { 'rows without a bar': stored.filter((row) => !at.has(row.timestamp.getTime())).length };
  for (const name of COMPARED) {
    worst[name] = Math.max(...stored.map((row) => {
      const expected = truth[name][at.get(row.timestamp.getTime()) ?? -1] ?? NaN;
      const difference = Math.abs((row[name] ?? NaN) - expected);
      // Two unknown values are no difference; one unknown value is an infinite one.
      if (Number.isNaN(expected) && row[name] === null) return 0;
      return Number.isNaN(difference) ? Infinity : difference / Math.max(Math.abs(expected), Number.MIN_VALUE);
    }));
  }
  return worst;
}

describe.skipIf(!haveRealData(FIVES))('ten real pairs of 5-minute bars', () => {
  let database: Database;
  let home: string;

  it('up --once --replay exits 0 with rows of everything', async () => {
    home = homes.next('fives');
    const ended = await once(home, FIVES);
    expect(ended.code, ended.output).toBe(0);
    for (const name of ['prices', 'ohlc', 'indicators', 'features']) expect(printedRows(ended)[name], name).toBeGreaterThanOrEqual(PAIRS.length);
  }, 180_000);

  it('a replay goes on where it stopped, slot after slot', async () => {
    const state = await upDetached(home, ['--replay', folder(FIVES), '--speed', '100']);
    database = databaseOf(state);
    expect(state.mode).toBe('replay');
    const slots = async () => (await database.rows<{ slot: Date }>("SELECT slot FROM slot_ledger WHERE dataset = 'ml_features' AND chunk = 0 AND state IN ('done', 'partial') ORDER BY slot")).map((r) => r.slot.getTime());
    await expect.poll(async () => (await slots()).length, { timeout: 120_000, interval: 200 }).toBeGreaterThanOrEqual(5);
    const settled = await slots();
    expect(settled.slice(0, 5).map((s) => s - (settled[0] as number))).toEqual([0, 1, 2, 3, 4].map((i) => i * FIVE_MINUTES));
  }, 180_000);

  it.each(PAIRS)('%s: the stored bars are the file\'s, from its first one on', async (pair) => {
    const bars = recorded(pair);
    const stored = await database.store.ohlc.range(pair, '5m', 0, Date.UTC(2030, 0, 1), 10_000);
    const closed = stored.filter((bar) => bar.is_final);
    expect(closed.length).toBeGreaterThan(4_000);
    // The wire carries eight decimals; some figures of the file have an inexact seventeenth digit more.
    const written = (...figures: number[]): string => figures.map((x) => x.toPrecision(14)).join(' ');
    expect(closed.map((b) => written(b.open_time.getTime(), b.open, b.high, b.low, b.close, b.volume))).toEqual(bars.slice(0, closed.length).map((b) => written(b.openTime, b.open, b.high, b.low, b.close, b.volume)));
  }, 60_000);

  it.each(PAIRS)('%s: every stored indicator equals its textbook formula to 1e-8', async (pair) => {
    const stored = await database.store.indicators.range(pair, '5m', 0, Date.UTC(2030, 0, 1), 10_000);
    expect(stored.length).toBeGreaterThanOrEqual(24);
    const bars = recorded(pair);
    const last = Math.max(...stored.map((row) => row.timestamp.getTime()));
    const worst = differences(bars.filter((bar) => bar.openTime + FIVE_MINUTES <= last), stored);
    expect(Object.entries(worst).filter(([, difference]) => difference > 1e-8)).toEqual([]);
  }, 60_000);

  it('every row says that it was replayed', async () => {
    await expectReplayed(database);
    await database.close();
    expect((await command('down', ['--home', home])).code).toBe(0);
  }, 120_000);
});

describe.skipIf(!haveRealData(HOURS))('real hourly bars', () => {
  it('up --once --replay exits 0 with prices, hourly indicators and features, and makes up no 5-minute bar', async () => {
    const home = homes.next('hours');
    const ended = await once(home, HOURS, '--symbols', 'BTC,ETH,DOGE');
    expect(ended.code, ended.output).toBe(0);
    const database = await databaseIn(marketIn(home));
    try {
      const perTimeframe = async (table: string) => Object.fromEntries((await database.rows<{ timeframe: string; n: number }>(`SELECT timeframe, COUNT(*) AS n FROM ${table} GROUP BY timeframe`)).map((r) => [r.timeframe, r.n]));
      const stored = { bars: await perTimeframe('ohlc_data'), indicators: await perTimeframe('technical_indicators') };
      expect(stored.bars['1h']).toBeGreaterThan(3 * 9_000);
      expect(stored.indicators['1h']).toBeGreaterThanOrEqual(3 * 24);
      expect([stored.bars['5m'], stored.indicators['5m']]).toEqual([undefined, undefined]);
      const features = await database.store.features.latest(['BTC', 'ETH', 'DOGE']);
      expect(features.map((f) => [f.symbol, typeof f.price, f.rsi_14, typeof f.rsi_14_1h]).sort()).toEqual([['BTC', 'number', null, 'number'], ['DOGE', 'number', null, 'number'], ['ETH', 'number', null, 'number']]);
      const prices = await database.store.prices.latest(['BTC', 'ETH', 'DOGE']);
      expect(prices).toHaveLength(3);
      await expectReplayed(database);
    } finally {
      await database.close();
    }
  }, 180_000);
});
