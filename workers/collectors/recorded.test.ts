/** Every recorded file is looked at: pushed through the source it belongs to, or named as none of ours. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UpstreamError } from '#queues/errors.js';
import { verdict } from '../host/verdict.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { DerivativesRow } from '../store/tables/signals.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { hostsOf, type HostName } from '../upstream/hosts.js';
import type { Call, CallWindow } from './collector.js';
import { collectors } from './index.js';
import { asset } from './testing/fixture.js';
import { push, REAL, recordedText, type Pushed, type RecordedAnswer } from './testing/recorded.js';
import { recordedAs, recordedTable, type Ours } from './testing/recorded-table.js';

const have = existsSync(REAL);
if (!have) console.warn('skipped: recorded answers of ../shared/real-data are absent');
const NOW = new Date('2026-11-20T12:00:00Z');
const files = have ? readdirSync(REAL, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => `${e.parentPath}/${e.name}`.split('/real-data/')[1] as string).map((p) => p.replace(/^\/+/, '')).sort() : [];

interface Kept { request?: { uri?: string }; response?: { status?: number; headers?: Record<string, string>; bodyText?: string; bodyJson?: unknown } }

/** The answer inside a file: a cassette's, a documented one below its heading, or the file itself. */
function answerOf(path: string): RecordedAnswer {
  const text = recordedText(path);
  if (path.startsWith('docs-samples/')) return { text: text.split('\n').slice(3).join('\n'), at: NOW };
  if (path.startsWith('etherscan/')) return { text: JSON.stringify({ status: '1', message: 'OK', result: (JSON.parse(text) as { res: unknown }).res }), at: NOW };
  if (!/^\s*\{[^[]*"(request|response)"/.test(text.slice(0, 2_000))) return { text, at: NOW };
  const { response } = JSON.parse(text) as Kept;
  if (response?.bodyText === undefined && response?.bodyJson === undefined) return { text, at: NOW };
  const headers = Object.fromEntries(Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { text: response.bodyText ?? JSON.stringify(response.bodyJson), at: NOW, status: response.status ?? 200, headers };
}

/** Every market and coin an answer names, as an asset that could have been asked about. */
function assetsIn(text: string): AssetRow[] {
  const names = new Set([...text.matchAll(/"(?:symbol|id|product_id)"\s*:\s*"([^"]{1,60})"/g)].map((m) => m[1] as string));
  const of = (name: string): AssetRow => asset({ symbol: name.slice(0, 20), coingecko_id: name, venues: { binance: name, binance_futures: name, bybit: name, coinbase: name } });
  return (names.size > 0 ? [...names] : ['BTCUSDT']).map(of);
}

function callFor(ours: Ours, kind: string | undefined, assets: AssetRow[]): Call {
  const window: CallWindow = { slot: NOW.getTime(), now: NOW.getTime(), newest: new Map(), cursors: new Map(), canAsk: () => true, historyBars: 10 };
  const { calls } = collectors[ours.source].plan(assets, window);
  const call = calls.find((c) => (kind === undefined || c.kind === kind) && (ours.item === undefined || c.item.startsWith(ours.item)));
  if (!call) throw new Error(`${ours.source} plans no call like ${JSON.stringify([kind, ours.item])}`);
  return { ...call, ...(ours.source === 'ohlc' ? { timeframe: '1h' as const } : {}) };
}

/** Something was said, and with a reason. */
function accounted(pushed: Pushed, path: string): number {
  if ('error' in pushed) return pushed.error.length;
  for (const { reason, sample } of pushed.rejected) expect([reason, sample], path).not.toContain('');
  for (const { reason } of pushed.missing) expect(reason, path).not.toBe('');
  for (const row of pushed.rows) expect(row.available_at.getTime(), path).toBeLessThanOrEqual(row.ingested_at.getTime());
  return pushed.rows.length + pushed.rejected.length + pushed.missing.length;
}

/** Answers that hold nothing, and rightly so. */
const EMPTY = /TestDomainListing\.test_rising|test_no_items|GetAssetHistory/;

describe.skipIf(!have)('the recorded files', () => {
  it('are all known, and every line of the table is about some of them', () => {
    expect(files.length).toBeGreaterThan(600);
    expect(files.filter((f) => recordedAs(f) === undefined)).toEqual([]);
    expect(recordedTable.filter(([pattern]) => !files.some((f) => pattern.test(f))).map(([pattern]) => String(pattern))).toEqual([]);
  });

  const ours = files.flatMap((path) => {
    const what = recordedAs(path);
    return typeof what === 'object' ? [{ path, what }] : [];
  });
  it.each(ours)('$path becomes rows, a typed error or rejections with reasons', ({ path, what }) => {
    const answer = answerOf(path);
    for (const kind of what.kinds ?? [undefined]) {
      const pushed = push(what.source, callFor(what, kind, assetsIn(answer.text)), answer);
      const said = accounted(pushed, path);
      if (!EMPTY.test(path)) expect(said, `${path} ${kind ?? ''}`).toBeGreaterThan(0);
    }
  });
});

describe.skipIf(!have)('recorded futures', () => {
  const pushed = (file: string, kind: string) => {
    const path = `derivatives-live-json/${file}`;
    const venues = { binance_futures: 'BTCUSDT', bybit: 'BTCUSDT' };
    const parsed = push('derivatives', callFor({ source: 'derivatives' }, kind, [asset({ symbol: 'BTC', venues })]), answerOf(path));
    if ('error' in parsed) return expect.unreachable(parsed.error);
    expect(parsed.rejected).toEqual([]);
    return parsed.rows as DerivativesRow[];
  };
  it.each([['binance_fapi_fundingRate_BTCUSDT.json', 'funding'], ['bybit_v5_funding_history_BTCUSDT.json', 'bybit-funding']])('%s: every payment has an hour of its own, eight from the one before', (file, kind) => {
    const rows = pushed(file, kind);
    const items = [...recordedText(`derivatives-live-json/${file}`).matchAll(/"fundingRate":/g)].length;
    const hours = rows.map((r) => r.observed_at.getTime()).sort((a, b) => a - b);
    expect(rows.length).toBe(items);
    expect(new Set(hours).size).toBe(items);
    expect(new Set(hours.slice(1).map((h, i) => (h - (hours[i] as number)) / 3_600_000))).toEqual(new Set([8]));
    expect(rows.every((r) => r.funding_final && r.funding_interval_hours === 8)).toBe(true);
  });

  it('open interest of both venues counts every contract once', () => {
    const [binance] = pushed('binance_futures_data_openInterestHist_1h_BTCUSDT.json', 'interest');
    const [bybit] = pushed('bybit_v5_open_interest_1h_BTCUSDT.json', 'bybit-interest');
    const [ticker] = pushed('bybit_v5_tickers_linear_BTCUSDT.json', 'tickers');
    expect([binance?.open_interest, bybit?.open_interest, ticker?.open_interest]).toEqual([107_100.284, 28_202.477, 28_199.912]);
    expect(ticker).toMatchObject({ mark_price: 78_472.44, index_price: 78_505.77, funding_rate: 0.0000523, funding_interval_hours: 8, volume_24h: 4_216_771_708.8491 });
  });
});

describe.skipIf(!have)('recorded candles of Binance', () => {
  it.each(files.filter((f) => f.startsWith('ohlcv-hourly-')))('%s: every candle is a bar', (path) => {
    const items = (JSON.parse(recordedText(path)) as unknown[]).length;
    const parsed = push('ohlc', callFor({ source: 'ohlc' }, undefined, [asset({ symbol: 'X' })]), answerOf(path));
    expect('error' in parsed ? parsed.error : parsed.rows.length + parsed.rejected.length).toBe(items);
    expect(('error' in parsed ? [] : (parsed.rows as OhlcRow[])).every((r) => r.is_final)).toBe(true);
  });
});

describe.skipIf(!have)('recorded errors', () => {
  const hosts = hostsOf(readUpstreamConfig({}));
  const expected: Record<string, { host: HostName; fault: string; kind: string; waitMs?: number; nowMs?: number }> = {
    'binance_-1130_startTime.json': { host: 'binance_futures', fault: 'refused', kind: 'never' },
    'binance_451_geo_block.json': { host: 'binance', fault: 'refused', kind: 'never' },
    'bybit_403_cloudfront.json': { host: 'bybit', fault: 'refused', kind: 'never' },
    'coingecko_429.json': { host: 'coingecko', fault: 'throttled', kind: 'later', waitMs: 60_000 },
    'etherscan_rate_limit.json': { host: 'etherscan', fault: 'throttled', kind: 'later' },
    'x_429.json': { host: 'twitter', fault: 'throttled', kind: 'later', waitMs: 90_000, nowMs: 1_705_420_710_000 },
    'yahoo_crumb_429.json': { host: 'yahoo', fault: 'throttled', kind: 'later', waitMs: 300_000 },
  };
  it('are all expected', () => expect(files.filter((f) => f.startsWith('errors/')).map((f) => f.slice(7))).toEqual(Object.keys(expected).sort()));

  it.each(Object.entries(expected))('%s is the error it is, and the job waits as long as it says', (file, { host, fault, kind, waitMs, nowMs = NOW.getTime() }) => {
    const { status, headers = {}, bodyText } = JSON.parse(recordedText(`errors/${file}`)) as { status: number; headers?: Record<string, string>; bodyText: string };
    let body: unknown;
    try {
      body = JSON.parse(bodyText);
    } catch {
      body = undefined;
    }
    const complaint = hosts[host].judge({ status, body, text: bodyText, header: (name) => headers[name] }, nowMs);
    expect(complaint?.fault).toBe(fault);
    const found = verdict(new UpstreamError(complaint?.fault ?? 'malformed', complaint?.message ?? '', { host, waitMs: complaint?.waitMs }), { ageMs: 0, leftMs: Infinity });
    expect(found.kind).toBe(kind);
    if (found.kind === 'later') expect(found.ms).toBe(waitMs ?? complaint?.waitMs);
  });
});
