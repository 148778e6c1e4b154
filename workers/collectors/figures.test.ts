import { describe, expect, it } from 'vitest';
import type { SourceName } from '#queues/sources.js';
import { dayThere, instantThere, newYorkTrades } from './exchange-time.js';
import type { CallWindow } from './collector.js';
import { collectors } from './index.js';
import { plannedCall, push } from './testing/recorded.js';

const AT = new Date('2026-01-07T18:00:03Z');
const HOUR = 3_600_000;

describe("an exchange's own clock", () => {
  it.each([
    ['America/New_York', '2026-01-05', 16, '2026-01-05T21:00:00.000Z'],
    ['America/New_York', '2026-07-06', 16, '2026-07-06T20:00:00.000Z'],
    ['America/New_York', '2026-03-08', 12, '2026-03-08T16:00:00.000Z'],
    ['Europe/London', '2026-03-30', 0, '2026-03-29T23:00:00.000Z'],
    ['Asia/Tokyo', '2026-01-05', 9, '2026-01-05T00:00:00.000Z'],
  ])('in %s on %s shows %i o’clock at %s', (zone, day, hour, instant) => {
    const ms = instantThere(Date.parse(day), hour * HOUR, zone);
    expect(new Date(ms).toISOString()).toBe(instant);
    expect(dayThere(ms, zone)).toBe(Date.parse(day));
  });

  it('says when New York trades and its closes settle', () => {
    const open = (at: string): boolean => newYorkTrades(Date.parse(at));
    expect([open('2026-01-05T14:29:59Z'), open('2026-01-05T14:30:00Z'), open('2026-01-05T22:30:00Z'), open('2026-01-05T22:30:01Z'), open('2026-07-06T13:30:00Z'), open('2026-01-04T18:00:00Z')]).toEqual([false, true, true, false, true, false]);
  });
});

describe('an answer that lies', () => {
  const chart = (meta: object, timestamp: unknown, close: unknown): string => JSON.stringify({ chart: { result: [{ meta: { exchangeTimezoneName: 'America/New_York', ...meta }, timestamp, indicators: { quote: [{ close }] } }], error: null } });
  const fred = (...rows: [string, string, string][]): string => JSON.stringify({ observations: rows.map(([realtime_start, date, value]) => ({ realtime_start, date, value })) });

  it.each<[what: string, source: SourceName, wanted: { item?: string; kind?: string }, text: string, said: string]>([
    ['a price × 1000', 'market-yahoo', { item: 'SPY' }, chart({}, [1_767_623_400], [690_120.5]), 'lies outside'],
    ['a zero price', 'macro-yahoo', { item: 'GOLD' }, chart({}, [1_767_623_400], [0]), 'lies outside'],
    ['a zone nobody has', 'market-yahoo', { item: 'SPY' }, chart({ exchangeTimezoneName: 'Moon/Tranquility' }, [1_767_623_400], [690]), 'malformed'],
    ['stamps in milliseconds', 'market-yahoo', { item: 'SPY' }, chart({}, [1_767_623_400_000], [690]), 'malformed'],
    ['an observation of the future', 'macro-fred', { item: 'DGS10' }, fred(['2026-02-01', '2026-01-30', '4.1']), 'future'],
    ['a rate × 1000', 'macro-fred', { item: 'DGS10' }, fred(['2026-01-06', '2026-01-05', '4190']), 'lies outside'],
    ['a mood of tomorrow', 'fear-greed', {}, JSON.stringify({ data: [{ value: '50', timestamp: '1767916800' }] }), 'has not begun'],
    ['a mood of 1973', 'fear-greed', {}, JSON.stringify({ data: [{ value: '50', timestamp: '100000000' }] }), 'no day'],
    ['figures of the future', 'onchain', { kind: 'stats' }, JSON.stringify({ timestamp: 1.9e12, hash_rate: 9e11 }), 'future'],
    ['figures of no time', 'onchain', { kind: 'stats' }, JSON.stringify({ timestamp: -1e20, hash_rate: 9e11 }), 'before the first block'],
    ['a height that is a page', 'onchain', { kind: 'height' }, '<html>', 'malformed'],
    ['a close from the last century', 'alpha-vantage', { item: 'COIN' }, JSON.stringify({ 'Time Series (Daily)': { '1999-01-04': { '4. close': '10' } } }), 'no day with prices'],
  ])('(%s) becomes no row, and a reason', (...[, source, wanted, text, said]) => {
    const pushed = push(source, plannedCall(source, wanted, AT.getTime()), { text, at: AT });
    expect('error' in pushed ? [] : pushed.rows).toEqual([]);
    expect('error' in pushed ? pushed.error : pushed.rejected.map((r) => r.reason).join('; ')).toContain(said);
  });
});

describe('what is asked', () => {
  const window = (cursors: Record<string, string>, at: Date, keys = true): CallWindow => ({ slot: Math.floor(at.getTime() / HOUR) * HOUR, now: at.getTime(), newest: new Map(), cursors: new Map(Object.entries(cursors)), canAsk: () => keys, historyBars: 10 });
  const queries = (source: SourceName, cursors: Record<string, string>, item: string) => collectors[source].plan([], window(cursors, AT)).calls.filter((c) => c.item === item).map((c) => c.query);

  it('of FRED: windows with common borders at first sight, then from the newest vintage on', () => {
    expect(queries('macro-fred', {}, 'UNRATE').map((q) => [q['realtime_start'], q['realtime_end']])).toEqual([['2020-01-09', '2024-01-08'], ['2024-01-08', '9999-12-31']]);
    expect(queries('macro-fred', { DGS10: '2026-01-06 2026-01-05' }, 'DGS10')).toMatchObject([{ realtime_start: '2026-01-06', realtime_end: '9999-12-31', observation_start: '2025-01-06' }]);
  });

  it('of Yahoo: two years at first sight, then days, or what was missed', () => {
    expect([{}, { SPY: '2026-01-06' }, { SPY: '2025-12-20' }, { SPY: '2025-03-01' }].map((c) => queries('market-yahoo', c as Record<string, string>, 'SPY')[0]?.['range'])).toEqual(['2y', '5d', '3mo', '2y']);
  });

  it('of FRED in place of Yahoo only with its key', () => {
    const instead = (keys: boolean) => collectors['macro-yahoo'].plan([], window({}, AT, keys)).calls.filter((c) => c.instead).map((c) => c.item);
    expect([instead(true), instead(false)]).toEqual([['VIX', 'SPX', 'DXY', 'TNX', 'OIL'], []]);
  });

  it('of alternative.me: everything, then the days since', () => {
    expect([{}, { FEAR_GREED: '2026-01-07' }, { FEAR_GREED: '2026-01-01' }].map((c) => queries('fear-greed', c as Record<string, string>, 'FEAR_GREED')[0]?.['limit'])).toEqual([0, 2, 8]);
  });

  it('of blockchain.info: its charts once a day', () => {
    const charts = (day: string) => collectors.onchain.plan([], window({ tx_count_daily: day, hash_rate_daily: day, active_addresses_daily: day }, AT)).calls.filter((c) => c.kind === 'chart').map((c) => c.query['timespan']);
    expect([charts('2026-01-06'), charts('2026-01-05')]).toEqual([[], ['4days', '4days', '4days']]);
  });
});
