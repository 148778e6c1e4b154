/**
 * Yahoo's chart interface as far as the farm asks it, with its habits: stamps of
 * the session's opening, a live bar stamped now at the end while one runs, closes
 * as single-precision floats, a close missing now and then, and neither stamps
 * nor quotes where there is no session.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { Economy } from './economy.js';
import { streamKey, uniform } from './hash.js';
import { DAY } from './intervals.js';
import { hoursOf, sessions, type Hours, type Session } from './sessions.js';

const HEADERS = { 'cache-control': 'public, max-age=10, stale-while-revalidate=20', vary: 'Origin,Accept-Encoding' };
const RANGES: Readonly<Record<string, number>> = { '1d': 1, '5d': 5, '1mo': 22, '3mo': 64, '6mo': 127, '1y': 252, '2y': 504, '5y': 1_260 };
const GAPS = 0.002;
/** A missing close is filled in by the next days. */
const FILLED_MS = 5 * DAY;

export const EDGE = { status: 429, headers: { 'content-type': 'text/plain' }, body: 'Edge: Too Many Requests' };
const notFound = json(404, { chart: { result: null, error: { code: 'Not Found', description: 'No data found, symbol may be delisted' } } });

export class Yahoo {
  constructor(private readonly economy: Economy) {}

  answer({ path, query, nowMs }: Call): Answer | null {
    const name = /^\/v8\/finance\/chart\/([^/]+)$/.exec(path)?.[1];
    if (name === undefined) return null;
    const id = decodeURIComponent(name);
    if (!this.economy.knows(id)) return notFound;
    const count = RANGES[query.get('range') ?? '5d'];
    if (count === undefined || query.get('interval') !== '1d') return json(422, { chart: { result: null, error: { code: 'Unprocessable Entity', description: `Invalid input - range=${query.get('range')} is not supported` } } });
    const hours = hoursOf(id);
    const list = sessions(hours, nowMs, count);
    return { ...json(200, { chart: { result: [{ meta: this.meta(id, hours, nowMs, list), ...this.bars(id, list, nowMs) }], error: null } }), headers: HEADERS };
  }

  private close(id: string, { closeMs, day }: Session, nowMs: number): number | null {
    const gone = uniform(streamKey(this.economy.seed, `yahoo:${id}`), day / DAY) < GAPS;
    return gone && nowMs - closeMs < FILLED_MS && nowMs > closeMs ? null : Math.fround(this.economy.level(id, Math.min(nowMs, closeMs)));
  }

  private bars(id: string, list: readonly Session[], nowMs: number): object {
    const close = list.map((s) => this.close(id, s, nowMs));
    const open = list.map((s) => Math.fround(this.economy.level(id, s.openMs)));
    const spread = (sign: number) => close.map((c, i) => (c === null ? null : Math.fround((sign > 0 ? Math.max(c, open[i] as number) : Math.min(c, open[i] as number)) * (1 + sign * 0.003))));
    const timestamp = list.map((s) => Math.floor((s.closeMs > nowMs ? Math.max(s.openMs, nowMs) : s.openMs) / 1_000));
    if (list.length === 0) return { indicators: { quote: [{}], adjclose: [{}] } };
    return { timestamp, indicators: { quote: [{ open, high: spread(1), low: spread(-1), close, volume: list.map(() => 0) }], adjclose: [{ adjclose: close }] } };
  }

  private meta(id: string, { zone, open, close }: Hours, nowMs: number, list: readonly Session[]): object {
    const last = list.at(-1) as Session;
    const regular = { timezone: 'EST', start: last.openMs / 1_000, end: last.closeMs / 1_000, gmtoffset: Math.round((last.day + open - last.openMs) / 1_000) };
    const price = Number(this.economy.level(id, Math.min(nowMs, last.closeMs)).toPrecision(7));
    return {
      currency: 'USD', symbol: id, exchangeName: 'CGI', fullExchangeName: 'Simulated', instrumentType: id.startsWith('^') ? 'INDEX' : 'ETF', firstTradeDate: -1_325_583_000, regularMarketTime: Math.floor(Math.min(nowMs, last.closeMs) / 1_000),
      hasPrePostMarketData: close - open < DAY / 2, gmtoffset: regular.gmtoffset, timezone: 'EST', exchangeTimezoneName: zone, regularMarketPrice: price, chartPreviousClose: price, priceHint: price < 5 ? 4 : 2,
      currentTradingPeriod: { pre: { ...regular, end: regular.start }, regular, post: { ...regular, start: regular.end } }, dataGranularity: '1d', range: '', validRanges: Object.keys(RANGES),
    };
  }
}
