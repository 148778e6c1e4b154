import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chainSources, sourceNames, sources } from '#queues/sources.js';
import { datasets } from '#queues/datasets.js';
import type { Call, Collector } from './collector.js';
import type { PriceRow } from '../store/tables/prices.js';
import { collectors } from './index.js';
import { asset, fixtureOf, fixturesOf } from './testing/fixture.js';

/** Rows as JSON has them, so that instants compare with the fixture's text. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const responseOf = (c: Collector, call: Call) => call.response ?? c.response;

describe.each(sourceNames)('the collector of %s', (source) => {
  const c = collectors[source];

  it('answers for the source it is registered under, and fills the table of its dataset', () => {
    expect({ source: c.source, into: c.into }).toEqual({ source, into: datasets[sources[source].dataset].table });
  });

  describe.each(fixturesOf(source))('given an answer $about', ({ call, received, ...expected }) => {
    const parse = () => c.rows(responseOf(c, call).parse(structuredClone(expected.body)), call, received);

    it('turns it into exactly the rows, rejections and gaps it should', () => {
      const parsed = parse();
      expect(parsed.rows).toHaveLength(expected.rows.length);
      expect(plain(parsed.rows)).toMatchObject(expected.rows);
      expect(parsed.rejected.map(({ item, reason }) => ({ item, reason }))).toEqual(expected.rejected);
      expect(parsed.missing).toEqual(expected.missing);
    });

    it('parses the same answer to the same rows', () => {
      expect(parse()).toEqual(parse());
    });

    it('labels every row with where and when it came from, and none before it could be known', () => {
      for (const row of parse().rows) {
        expect(row.data_source).toBe('sim:test');
        expect(row.ingested_at).toEqual(received.at);
        expect(row.available_at.getTime()).toBeLessThanOrEqual(received.at.getTime());
      }
    });

    it.each([null, 7, true])('takes no whole answer that is %j', (body) => {
      expect(responseOf(c, call).safeParse(body).success).toBe(false);
    });
  });
});

describe.each(chainSources)('the collector of %s', (source) => {
  const c = collectors[source];
  const { call, received } = fixtureOf(source);

  it.each([{}, 'x', { status: { error_code: 429 } }, { code: -1121, msg: 'Invalid symbol.' }])('takes no whole answer that is %j', (body) => {
    expect(c.response.safeParse(body).success).toBe(false);
  });

  it('rejects items that are no rows, one by one', () => {
    const [symbol] = call.assets.map((a) => a.coingecko_id);
    const junk = [null, 1, 'x', [], {}, { id: symbol }, [1, 2], { id: symbol, current_price: '64039' }];
    const parsed = c.rows(junk, call, received);
    expect(parsed.rows).toEqual([]);
    expect(parsed.rejected.length).toBeGreaterThan(0);
  });
});

const REAL = new URL('../../../shared/real-data/', import.meta.url);
const have = existsSync(REAL);
if (!have) console.warn('skipped: recorded answers of ../shared/real-data are absent');
const read = (path: string): string => readFileSync(new URL(path, REAL), 'utf8');

describe('recorded answers of CoinGecko', () => {
  const names = have ? readdirSync(new URL('coingecko/recorded-2021/', REAL)).filter((f) => f.startsWith('market_data_for_') && !f.includes('contract')) : [];
  interface Recorded { request: { uri: string }; response: { status: number; recorded_at: string; bodyText: string } }
  const recorded = names.map((name) => ({ name, ...(JSON.parse(read(`coingecko/recorded-2021/${name}`)) as Recorded) }));

  it.skipIf(!have)('of 2021: every coin of a good /coins/markets answer becomes a row', () => {
    const good = recorded.filter((r) => r.response.status === 200 && r.request.uri.includes('/coins/markets'));
    expect(good.length).toBeGreaterThanOrEqual(3);
    for (const { name, response, request } of good) {
      const coins = JSON.parse(response.bodyText) as { id: string; current_price: number }[];
      const call = { ...fixtureOf('crypto-prices').call, assets: coins.map((coin) => asset({ symbol: coin.id.toUpperCase(), coingecko_id: coin.id })) };
      const { rows, rejected } = collectors['crypto-prices'].rows(coins, call, { at: new Date(response.recorded_at), slot: 0, dataSource: 'coingecko' });
      expect(rejected, name).toEqual([]);
      expect(rows.map((r) => (r as PriceRow).current_price), request.uri).toEqual(coins.map((coin) => coin.current_price));
    }
  });

  it.skipIf(!have)('of 2026: every coin of the recorded page becomes a row', () => {
    const coins = JSON.parse(read('coingecko/recorded-2026/cg_markets.2026-07-09.39fa8ab.json')) as { id: string; symbol: string; current_price: number }[];
    const call = { ...fixtureOf('crypto-prices').call, assets: coins.map((coin) => asset({ symbol: coin.id.toUpperCase(), coingecko_id: coin.id })) };
    const { rows, rejected, missing } = collectors['crypto-prices'].rows(coins, call, { at: new Date('2026-07-09T14:02:00Z'), slot: Date.parse('2026-07-09T14:00:00Z'), dataSource: 'coingecko' });
    expect({ rejected, missing, rows: rows.length }).toEqual({ rejected: [], missing: [], rows: coins.length });
    expect(rows[0]).toMatchObject({ symbol: 'BITCOIN', current_price: 62_994, market_cap_rank: 1, open_24h: 62_994 - 1_073.21, quality: 'ok' });
  });
});

describe('the documented answer of Binance', () => {
  it.skipIf(!have)('becomes a final bar', () => {
    const text = read('docs-samples/binance-spot/GetKlines.txt');
    const body = JSON.parse(text.slice(text.indexOf('['))) as unknown[];
    const call = { ...fixtureOf('ohlc').call, timeframe: '1d' as const, most: 1 };
    const { rows, rejected } = collectors.ohlc.rows(body, call, { at: new Date('2026-01-01T00:00:05Z'), slot: 0, dataSource: 'binance' });
    expect(rejected).toEqual([]);
    expect(rows).toMatchObject([{ open_time: new Date(1_499_040_000_000), open: 0.0163479, high: 0.8, low: 0.015758, close: 0.015771, volume: 148_976.11427815, trades: 308, is_final: true }]);
  });
});
