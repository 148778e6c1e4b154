import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { DAY, FIVE_MINUTES, HOUR, MINUTE } from './intervals.js';
import { loadReplay } from './replay.js';
import { startSimulator, type Simulator } from './server.js';
import type { ListedAsset, MarketSource } from './source.js';

const START = Date.UTC(2024, 2, 4);
const row = (ms: number, i: number): number[] => [ms, 10 + i, 12 + i, 9 + i, 11 + i, 1 + i];
const csv = (rows: readonly (readonly (number | string)[])[]): string => ['ts_ms,open,high,low,close,volume', ...rows.map((r) => r.join(','))].join('\n') + '\n';
const fives = (count: number, from = START): number[][] => Array.from({ length: count }, (_, i) => row(from + i * FIVE_MINUTES, i));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (name: string, content: string): void => writeFileSync(join(directory, name), name.endsWith('.gz') ? gzipSync(content) : content);
const only = (source: MarketSource): ListedAsset => source.assets[0] as ListedAsset;

describe('a replay directory', () => {
  it('names every file it does not play, and why', () => {
    write('BTC_USDT-5m.csv', csv(fives(3)));
    write('BTC_ETH-5m.csv', csv(fives(3)));
    write('BTC_USDT-5m.json.gz', JSON.stringify(fives(3)));
    write('ADA_EUR-5m.csv', csv(fives(3)));
    write('ETH_BTC-8m.csv', csv(fives(3)));
    write('trades.txt', 'x');
    mkdirSync(join(directory, 'more'));
    const told: string[] = [];
    const source = loadReplay(directory, { notice: (line) => told.push(line) });
    expect(source.assets.map((a) => a.market)).toEqual(['BTCUSDT']);
    expect(told).toHaveLength(6);
    for (const [file, why] of [['BTC_ETH-5m.csv', 'played in USDT'], ['BTC_USDT-5m.json.gz', 'same market'], ['ADA_EUR-5m.csv', 'in EUR'], ['ETH_BTC-8m.csv', '8m'], ['trades.txt', 'name is not'], ['more', 'name is not']] as const) {
      expect(told.find((line) => line.includes(`${file} `))).toContain(why);
    }
  });

  it('is refused when nothing in it can be played, or a file is not what its name says', () => {
    expect(() => loadReplay(directory)).toThrow('nothing to replay');
    write('BTC_USDT-5m.csv', 'time,price\n1,2\n');
    expect(() => loadReplay(directory)).toThrow('BTC_USDT-5m.csv: the first line must read ts_ms');
  });

  it('leaves out rows that are not numbers, aloud', () => {
    write('BTC-5m.csv', csv([...fives(2), [START + 2 * FIVE_MINUTES, 1, 1, 1, 1, ''], [START + 11, 1, 1, 1, 1, 1]]));
    const told: string[] = [];
    const source = loadReplay(directory, { notice: (line) => told.push(line) });
    expect(source.bars(only(source), { intervalMs: FIVE_MINUTES, limit: 9 }, START + DAY)).toHaveLength(2);
    expect(told).toEqual([expect.stringContaining('2 of 4 rows are left out')]);
  });

  it('takes ids and names from the registry, and makes them up visibly otherwise', () => {
    write('ETH_BTC-5m.csv', csv(fives(2)));
    write('NXT_BTC-5m.csv', csv(fives(2)));
    const { assets } = loadReplay(directory);
    expect(assets).toMatchObject([{ symbol: 'ETH', id: 'ethereum', quote: 'btc', market: 'ETHBTC' }, { symbol: 'NXT', id: 'replay-nxt', name: 'NXT', market: 'NXTBTC', rank: null }]);
  });
});

describe('replayed bars', () => {
  it('are none of the future, and the open one is made only of closed finer ones', () => {
    write('BTC_USDT-5m.csv', csv(fives(40)));
    const source = loadReplay(directory);
    const now = START + HOUR + 17 * MINUTE;
    const fine = source.bars(only(source), { intervalMs: FIVE_MINUTES, limit: 500 }, now);
    expect(fine.at(-1)?.openMs).toBe(START + HOUR + 10 * MINUTE);
    const hours = source.bars(only(source), { intervalMs: HOUR, limit: 500 }, now);
    expect(hours.map((b) => [b.openMs, b.open, b.high, b.low, b.close, b.volume])).toEqual([
      [START, 10, 23, 9, 22, 78],
      [START + HOUR, 22, 26, 21, 25, 42],
    ]);
    expect(source.bars(only(source), { intervalMs: HOUR, limit: 500 }, START + HOUR + MINUTE)).toHaveLength(1);
  });

  it('keep their gaps: a coarser bar needs every finer one', () => {
    write('BTC_USDT-5m.csv', csv(fives(36).filter((_, i) => i !== 15)));
    const source = loadReplay(directory);
    expect(source.bars(only(source), { intervalMs: HOUR, limit: 9 }, START + DAY).map((b) => b.openMs)).toEqual([START, START + 2 * HOUR]);
    expect(source.bars(only(source), { intervalMs: HOUR, limit: 9 }, START + 2 * HOUR - 1).map((b) => b.openMs)).toEqual([START]);
  });

  it('come from the native file where there is one, and are never finer than it', () => {
    write('BTC_USDT-5m.csv', csv(fives(24)));
    write('BTC_USDT-1h.csv', csv([row(START, 500)]));
    write('ETH_USDT-1h.csv', csv([row(START, 7)]));
    const source = loadReplay(directory);
    expect(source.bars(only(source), { intervalMs: HOUR, limit: 9 }, START + DAY).map((b) => b.open)).toEqual([510, 22]);
    expect(source.bars(source.assets[1] as ListedAsset, { intervalMs: FIVE_MINUTES, limit: 9 }, START + DAY)).toEqual([]);
  });

  it('show the newest closed price with its own time, and only 24-hour figures that the file covers', () => {
    write('BTC_USDT-5m.csv', csv(fives(400)));
    const source = loadReplay(directory);
    expect(source.snapshot(only(source), START + MINUTE)).toBeNull();
    expect(source.snapshot(only(source), START + 11 * MINUTE)).toMatchObject({ atMs: START + 10 * MINUTE, price: 12, high24: null, volume24: null, open24: null });
    expect(source.snapshot(only(source), START + DAY + 11 * MINUTE)).toMatchObject({ atMs: START + DAY + 10 * MINUTE, price: 300, open24: 12, low24: 11, high24: 301 });
  });
});

const REAL = fileURLToPath(new URL('../../../shared/real-data/', import.meta.url));
const there = existsSync(REAL);
if (!there) console.warn('recorded candles are not replayed: ../shared/real-data is absent');

describe.skipIf(!there)('recorded five-minute pairs', () => {
  const folder = join(REAL, 'freqtrade-testdata');
  const clock = manualClock(Date.UTC(2018, 0, 20, 12, 2));
  const told: string[] = [];
  let sim: Simulator;
  beforeAll(async () => {
    sim = await startSimulator({ clock, replay: folder, notice: (line) => told.push(line), binanceWeightPerMinute: 100_000 });
  });
  afterAll(() => sim.stop());
  const get = async (path: string): Promise<unknown> => (await fetch(sim.url + path)).json();

  it('are twelve symbols in their own quote, everything else ignored aloud', () => {
    expect(sim.source.assets.map((a) => a.market).sort()).toEqual(['ADABTC', 'DASHBTC', 'ETCBTC', 'ETHBTC', 'LTCBTC', 'NXTBTC', 'TRXBTC', 'UNITTESTBTC', 'XLMBTC', 'XMRBTC', 'XRPETH', 'ZECBTC']);
    for (const file of ['public_trades_list.csv', 'BCHEUR.csv', 'XRP_USDT_USDT-1h-futures.csv.gz', 'UNITTEST_BTC-8m.json.gz', 'XRP_ETH-trades.csv.gz']) expect(told.some((line) => line.includes(`${file} is ignored`)), file).toBe(true);
    expect(sim.source.span?.fromMs).toBe(1_515_560_100_000);
    expect(sim.source.span?.toMs).toBe(1_515_560_100_000 + 5_760 * FIVE_MINUTES);
  });

  it('are served with the values of the file, to the last bit', async () => {
    for (const pair of ['ADA_BTC', 'ETH_BTC', 'TRX_BTC']) {
      const lines = gunzipSync(readFileSync(join(folder, `${pair}-5m.csv.gz`))).toString().trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
      const from = lines[1_000]?.[0] as number;
      const served = (await get(`/binance/api/v3/klines?symbol=${pair.replace('_', '')}&interval=5m&startTime=${from}&limit=1000`)) as unknown[][];
      expect(served.map((bar) => bar.slice(0, 6).map(Number))).toEqual(lines.slice(1_000, 2_000));
    }
  });

  it('are never later than the clock, at any instant and interval', async () => {
    // Two minutes past noon no five-minute bar of the hour has closed yet, many of the day have.
    for (const [interval, length, open] of [['5m', FIVE_MINUTES, 0], ['1h', HOUR, 0], ['1d', DAY, 1]] as const) {
      const bars = (await get(`/binance/api/v3/klines?symbol=ETHBTC&interval=${interval}&limit=1000`)) as [number, ...unknown[]][];
      const closed = bars.filter((b) => b[0] + length <= clock.nowMs());
      expect(bars.length - closed.length).toBe(open);
      expect(Math.max(...bars.map((b) => b[0]))).toBeLessThan(clock.nowMs());
    }
  });

  it('are priced in their own quote only, from the newest closed bar', async () => {
    expect(await get('/coingecko/api/v3/coins/markets?vs_currency=usd&ids=ethereum')).toEqual([]);
    const [eth] = (await get('/coingecko/api/v3/coins/markets?vs_currency=btc&ids=ethereum')) as [Record<string, unknown>];
    const [bar] = (await get('/binance/api/v3/klines?symbol=ETHBTC&interval=5m&limit=1')) as [unknown[]];
    expect(eth).toMatchObject({ current_price: Number(bar[4]), market_cap: null, last_updated: '2018-01-20T12:00:00.000Z', circulating_supply: null });
    expect(eth['total_volume']).toBeGreaterThan(0);
  });
});

describe.skipIf(!there)('recorded hourly coins', () => {
  it('keep their outages, answer no five-minute bars, and aggregate to days', () => {
    const source = loadReplay(join(REAL, 'ohlcv-hourly-binance-2017-2022'));
    const btc = source.assets.find((a) => a.symbol === 'BTC') as ListedAsset;
    const end = source.span?.toMs as number;
    expect(source.assets).toHaveLength(12);
    const hours = source.bars(btc, { intervalMs: HOUR, limit: 100_000 }, end);
    const missing = hours.slice(1).map((b, i) => (b.openMs - (hours[i]?.openMs as number)) / HOUR - 1).filter((n) => n > 0);
    expect([missing.length, missing.reduce((a, b) => a + b, 0)]).toEqual([27, 127]);
    expect(source.bars(btc, { intervalMs: FIVE_MINUTES, limit: 5 }, end)).toEqual([]);
    expect(source.bars(btc, { intervalMs: DAY, limit: 3 }, end)).toHaveLength(3);
    expect(source.snapshot(btc, end)?.price).toBe(19_093.63);
  });
});
