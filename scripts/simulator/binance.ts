/**
 * Binance spot's public market data as far as the farm asks it: prices as
 * strings, the last kline still open, errors as `{code, msg}`, a weight per
 * farm minute in a header, and a ban (418) for those who go on after a 429.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { exchangeInfo, klineRow, ticker } from './binance-shapes.js';
import { intervals } from './intervals.js';
import { MinuteWindow } from './limits.js';
import type { ListedAsset, MarketSource } from './source.js';

/** Calls refused with 429 in a minute before the ban. */
const PATIENCE = 20;
const BAN_SECONDS = 120;

const refusal = (code: number, msg: string): Answer => json(400, { code, msg });
const invalidSymbol = (): Answer => refusal(-1121, 'Invalid symbol.');

export const tooManyRequests = (limit: number): object => ({ code: -1003, msg: `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.` });

export class Binance {
  private readonly byMarket = new Map<string, ListedAsset>();
  private readonly window: MinuteWindow;
  private bannedUntilMs = 0;

  constructor(
    private readonly source: MarketSource,
    private readonly options: { weightPerMinute: number },
  ) {
    for (const asset of source.assets) if (asset.market) this.byMarket.set(asset.market, asset);
    this.window = new MinuteWindow(options.weightPerMinute);
  }

  answer(call: Call): Answer | null {
    const route = this.routes[call.path];
    if (!route) return null;
    if (call.nowMs < this.bannedUntilMs) return this.banned(call.nowMs);
    const budget = this.window.take(route.weight(call.query), call.nowMs);
    const headers = { 'x-mbx-used-weight': String(budget.used), 'x-mbx-used-weight-1m': String(budget.used) };
    if (budget.refusals > PATIENCE) {
      this.bannedUntilMs = call.nowMs + BAN_SECONDS * 1000;
      return this.banned(call.nowMs);
    }
    if (budget.refusals > 0) return json(429, tooManyRequests(this.options.weightPerMinute), { ...headers, 'retry-after': String(budget.waitSeconds) });
    const answer = route.answer(call);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }

  private banned(nowMs: number): Answer {
    const seconds = Math.max(1, Math.ceil((this.bannedUntilMs - nowMs) / 1000));
    return json(418, { code: -1003, msg: `Way too much request weight used; IP banned until ${this.bannedUntilMs}. Please use WebSocket Streams for live updates to avoid bans.` }, { 'retry-after': String(seconds) });
  }

  private readonly routes: Readonly<Record<string, { weight(query: URLSearchParams): number; answer(call: Call): Answer }>> = {
    '/api/v3/ping': { weight: () => 1, answer: () => ({ status: 200, body: '{}' }) },
    '/api/v3/time': { weight: () => 1, answer: ({ nowMs }) => json(200, { serverTime: nowMs }) },
    '/api/v3/exchangeInfo': { weight: () => 20, answer: (call) => this.info(call) },
    '/api/v3/klines': { weight: () => 2, answer: (call) => this.klines(call) },
    '/api/v3/ticker/24hr': { weight: tickerWeight, answer: (call) => this.tickers(call) },
  };

  private klines({ query, nowMs }: Call): Answer {
    const symbol = query.get('symbol');
    const interval = query.get('interval');
    if (!symbol) return missing('symbol');
    if (!interval) return missing('interval');
    const asset = this.byMarket.get(symbol);
    if (!asset) return invalidSymbol();
    const intervalMs = intervals.get(interval);
    if (intervalMs === undefined) return refusal(-1120, 'Invalid interval.');
    for (const name of ['limit', 'startTime', 'endTime']) {
      const value = query.get(name);
      if (value !== null && !/^\d{1,20}$/.test(value)) return refusal(-1100, `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`);
    }
    const limit = Math.min(1000, Number(query.get('limit') ?? 500));
    if (limit === 0) return refusal(-1130, "Data sent for parameter 'limit' is not valid.");
    const [fromMs, toMs] = [optional(query.get('startTime')), optional(query.get('endTime'))];
    const bars = this.source.bars(asset, { intervalMs, limit, fromMs, toMs }, nowMs);
    return { status: 200, body: `[${bars.map((bar) => klineRow(bar, intervalMs)).join(',')}]` };
  }

  private info({ query, nowMs }: Call): Answer {
    const assets = this.chosen(query);
    return assets ? json(200, exchangeInfo(assets, { nowMs, weightPerMinute: this.options.weightPerMinute })) : invalidSymbol();
  }

  private tickers({ query, nowMs }: Call): Answer {
    const assets = this.chosen(query);
    if (!assets) return invalidSymbol();
    const rows = assets.map((asset) => ticker(asset, this.source.snapshot(asset, nowMs))).filter((row) => row !== null);
    return json(200, query.has('symbol') ? (rows[0] ?? {}) : rows);
  }

  /** The markets named by `symbol` or `symbols=["A","B"]`, all without either, null when one is unknown. */
  private chosen(query: URLSearchParams): ListedAsset[] | null {
    const names = namesOf(query);
    if (!names) return [...this.byMarket.values()];
    const assets = names.map((name) => this.byMarket.get(name));
    return assets.every((a) => a !== undefined) ? assets : null;
  }
}

const missing = (name: string): Answer => refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
const optional = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

function namesOf(query: URLSearchParams): string[] | null {
  const one = query.get('symbol');
  if (one !== null) return [one];
  const many = query.get('symbols');
  return many === null ? null : [...many.matchAll(/"([^"]*)"/g)].map((m) => m[1] as string);
}

function tickerWeight(query: URLSearchParams): number {
  const count = namesOf(query)?.length ?? Infinity;
  if (count <= 20) return 2;
  return count <= 100 ? 40 : 80;
}
