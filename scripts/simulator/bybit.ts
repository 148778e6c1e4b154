/**
 * Bybit v5 linear contracts as far as the farm asks it: an envelope around every
 * answer, everything a text, open interest counted on both sides beside the single
 * count, newest first, and a start without an end refused.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { Futures, grid, type Contract } from './futures.js';
import { HOUR } from './intervals.js';
import type { MarketSource } from './source.js';

const envelope = (nowMs: number, result: object): Answer => json(200, { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: nowMs });
const refused = (nowMs: number, retCode: number, retMsg: string): Answer => json(200, { retCode, retMsg, result: {}, retExtInfo: {}, time: nowMs });
export const TOO_MANY_VISITS = { retCode: 10006, retMsg: 'Too many visits. Exceeded the API Rate Limit.', result: {}, retExtInfo: {} };

interface Stretch {
  fromMs: number;
  toMs: number;
  limit: number;
}

/** Texts keep what a double holds; exponents never appear. */
const text = (x: number): string => (Math.abs(x) < 1e-6 ? x.toFixed(12) : String(Number(x.toPrecision(12))));

export class Bybit {
  private readonly futures: Futures;

  constructor(source: MarketSource, seed: number) {
    this.futures = new Futures(source, 'bybit', seed);
  }

  answer(call: Call): Answer | null {
    const { path, query, nowMs } = call;
    if (path === '/v5/market/tickers') return envelope(nowMs, { category: 'linear', list: [...this.futures.contracts.values()].flatMap((c) => this.ticker(c, nowMs)) });
    const stretchOf = { '/v5/market/open-interest': HOUR, '/v5/market/funding/history': 0 }[path];
    if (stretchOf === undefined) return null;
    const c = this.futures.contracts.get(query.get('symbol') ?? '');
    if (!c) return refused(nowMs, 10001, 'params error: symbol invalid');
    const range = stretch(query, nowMs, stretchOf || c.hours * HOUR);
    if (!range) return refused(nowMs, 10001, 'params error: startTime without endTime');
    return stretchOf === 0 ? this.paid(c, range, nowMs) : this.interest(c, range, nowMs);
  }

  private ticker(c: Contract, nowMs: number): object[] {
    const f = this.futures.figures(c, nowMs);
    if (!f) return [];
    const turnover = f.openInterestValue * 0.9;
    return [{
      symbol: c.market, lastPrice: text(f.mark), indexPrice: text(f.index), markPrice: text(f.mark), prevPrice24h: '', price24hPcnt: '', highPrice24h: '', lowPrice24h: '', prevPrice1h: '',
      openInterest: text(2 * f.openInterest), openInterestValue: text(2 * f.openInterestValue), singleOpenInterest: text(f.openInterest), singleOpenInterestValue: text(f.openInterestValue),
      turnover24h: text(turnover), volume24h: text(turnover / f.mark), fundingRate: text(f.fundingRate), nextFundingTime: String(f.nextFundingMs), predictedDeliveryPrice: '', basisRate: '',
      deliveryFeeRate: '', deliveryTime: '0', ask1Size: '', bid1Price: '', ask1Price: '', bid1Size: '', basis: '', fundingIntervalHour: String(c.hours), fundingCap: '0.00333',
    }];
  }

  private interest(c: Contract, range: Stretch, nowMs: number): Answer {
    const list = grid(HOUR, range).reverse().flatMap((at) => {
      const f = this.futures.figures(c, at);
      return f ? [{ openInterest: text(2 * f.openInterest), singleOpenInterest: text(f.openInterest), timestamp: String(at) }] : [];
    });
    return envelope(nowMs, { symbol: c.market, category: 'linear', list, nextPageCursor: '' });
  }

  private paid(c: Contract, range: Stretch, nowMs: number): Answer {
    const list = grid(c.hours * HOUR, range).reverse().map((at) => ({ symbol: c.market, fundingRate: text(this.futures.rate(c, at)), fundingRateTimestamp: String(at) }));
    return envelope(nowMs, { category: 'linear', list });
  }
}

/** Null where a start has no end, which the real one refuses. Of a long stretch the newest items are answered. */
function stretch(query: URLSearchParams, nowMs: number, stepMs: number): Stretch | null {
  const [start, end] = [query.get('startTime'), query.get('endTime')];
  if (start !== null && end === null) return null;
  const limit = Math.min(200, Number(query.get('limit') ?? 50));
  const toMs = Math.min(nowMs, end === null ? nowMs : Number(end));
  const oldest = Math.floor(toMs / stepMs) * stepMs - (limit - 1) * stepMs;
  return { fromMs: Math.max(oldest, start === null ? oldest : Number(start)), toMs, limit };
}
