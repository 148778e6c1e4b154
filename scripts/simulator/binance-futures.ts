/**
 * Binance USD-M futures as far as the farm asks it: numbers as texts, delivery
 * contracts with an empty funding rate among the perpetuals, payments written down
 * some milliseconds late, 30 days of open interest and -1130 beyond.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { decimal } from './binance-shapes.js';
import { Futures, grid, type Contract } from './futures.js';
import { uniform } from './hash.js';
import { DAY, HOUR, intervals } from './intervals.js';
import type { MarketSource } from './source.js';

const KEPT_DAYS = 30;
const refusal = (code: number, msg: string): Answer => json(400, { code, msg });
const number = (text: string | null): number | undefined => (text === null || !/^\d{1,16}$/.test(text) ? undefined : Number(text));

export class BinanceFutures {
  private readonly futures: Futures;

  constructor(source: MarketSource, seed: number) {
    this.futures = new Futures(source, 'binance_futures', seed);
  }

  answer(call: Call): Answer | null {
    if (call.path === '/fapi/v1/premiumIndex') return this.premiums(call);
    if (call.path === '/fapi/v1/fundingRate') return this.paid(call);
    if (call.path === '/futures/data/openInterestHist') return this.interest(call);
    return null;
  }

  private premiums({ query, nowMs }: Call): Answer {
    const asked = query.get('symbol');
    const contracts = asked === null ? [...this.futures.contracts.values()] : [this.futures.contracts.get(asked)].filter((c) => c !== undefined);
    if (asked !== null && contracts.length === 0) return refusal(-1121, 'Invalid symbol.');
    const rows = contracts.flatMap((c) => this.premium(c, nowMs));
    return json(200, asked === null ? [...rows, ...this.delivery(nowMs)] : rows[0]);
  }

  private premium(c: Contract, nowMs: number): object[] {
    const f = this.futures.figures(c, nowMs);
    if (!f) return [];
    return [{ symbol: c.market, markPrice: decimal(f.mark), indexPrice: decimal(f.index), estimatedSettlePrice: decimal(f.index), lastFundingRate: f.fundingRate.toFixed(8), interestRate: '0.00010000', nextFundingTime: f.nextFundingMs, time: nowMs - (nowMs % 1_000) }];
  }

  /** The quarterly contract of bitcoin: no funding, no next payment. */
  private delivery(nowMs: number): object[] {
    const bitcoin = this.futures.contracts.get('BTCUSDT');
    const f = bitcoin && this.futures.figures(bitcoin, nowMs);
    return f ? [{ symbol: 'BTCUSDT_261225', markPrice: decimal(f.mark), indexPrice: decimal(f.index), estimatedSettlePrice: decimal(f.index), lastFundingRate: '', interestRate: '', nextFundingTime: 0, time: nowMs }] : [];
  }

  private paid({ query, nowMs }: Call): Answer {
    const c = this.futures.contracts.get(query.get('symbol') ?? '');
    if (!c) return refusal(-1121, 'Invalid symbol.');
    const limit = Math.min(1_000, number(query.get('limit')) ?? 100);
    const toMs = Math.min(nowMs, number(query.get('endTime')) ?? nowMs);
    const fromMs = number(query.get('startTime')) ?? toMs - limit * c.hours * HOUR;
    const rows = grid(c.hours * HOUR, { fromMs, toMs, limit }).flatMap((at) => {
      const f = this.futures.figures(c, at);
      return f ? [{ symbol: c.market, fundingTime: at + Math.floor(uniform(c.key, at / HOUR) * 18), fundingRate: this.futures.rate(c, at).toFixed(8), markPrice: decimal(f.mark), rateType: 'Regular' }] : [];
    });
    return json(200, rows.filter((r) => r.fundingTime <= nowMs));
  }

  private interest({ query, nowMs }: Call): Answer {
    const c = this.futures.contracts.get(query.get('symbol') ?? '');
    if (!c) return refusal(-1121, 'Invalid symbol.');
    const step = intervals.get(query.get('period') ?? '');
    if (step === undefined) return refusal(-1102, "Mandatory parameter 'period' was not sent, was empty/null, or malformed.");
    const limit = Math.min(500, number(query.get('limit')) ?? 30);
    const toMs = Math.min(nowMs, number(query.get('endTime')) ?? nowMs);
    const fromMs = number(query.get('startTime')) ?? toMs - limit * step;
    if (fromMs < nowMs - KEPT_DAYS * DAY) return refusal(-1130, "Data sent for parameter 'startTime' is not valid.");
    return json(200, grid(step, { fromMs, toMs, limit }).flatMap((at) => {
      const f = this.futures.figures(c, at);
      return f ? [{ symbol: c.market, sumOpenInterest: decimal(f.openInterest), sumOpenInterestValue: decimal(f.openInterestValue), CMCCirculatingSupply: decimal((c.asset.supply ?? 0) / c.multiplier), timestamp: at }] : [];
    }));
  }
}
