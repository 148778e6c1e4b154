/**
 * The simulator's own door, `/__sim/…`: what it plays, what it was asked, and
 * the fault plan. Never spoiled, never rate limited.
 */
import { venuesOf } from '#workers/store/seeds/venues.js';
import type { Answer } from './answer.js';
import { json } from './answer.js';
import { faultPlan, type FaultPlan } from './faults.js';
import type { MarketSource } from './source.js';

/** Calls by host, path and status as the caller saw it (0 = none). */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(host: string, path: string, status: number): void {
    const key = `${host} ${path.replace(/\/coins\/[^/]+\/(ohlc|market_chart)$/, '/coins/{id}/$1')} ${status}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** host → path → status → calls */
  table(): Record<string, Record<string, Record<string, number>>> {
    const out: Record<string, Record<string, Record<string, number>>> = {};
    for (const [key, count] of this.counts) {
      const [host, path, status] = key.split(' ') as [string, string, string];
      ((out[host] ??= {})[path] ??= {})[status] = count;
    }
    return out;
  }
}

/** The universe as the farm's registry wants it. */
export function universe(source: MarketSource): object {
  return {
    mode: source.mode,
    assets: source.assets.map((a) => ({ symbol: a.symbol, coingecko_id: a.id, name: a.name, quote_currency: a.quote, venues: source.mode === 'sim' ? venuesOf(a.symbol, a.market) : { ...(a.market ? { binance: a.market } : {}) }, rank: a.rank })),
    span: source.span && { from_ms: source.span.fromMs, to_ms: source.span.toMs },
  };
}

export interface AdminParts {
  source: MarketSource;
  faults: FaultPlan;
  tally: Tally;
}

/** @param body the request's text, read only by PUT. */
export function adminAnswer(parts: AdminParts, request: { method: string; path: string; body: string }): Answer {
  const { method, path } = request;
  if (method === 'GET' && path === '/__sim/universe') return json(200, universe(parts.source));
  if (method === 'GET' && path === '/__sim/stats') return json(200, { calls: parts.tally.table(), rss_bytes: process.memoryUsage.rss() });
  if (path === '/__sim/faults') return faultsAnswer(parts.faults, request);
  return json(404, { error: `no ${method} ${path} here` });
}

function faultsAnswer(faults: FaultPlan, { method, body }: { method: string; body: string }): Answer {
  if (method === 'DELETE') faults.clear();
  if (method === 'PUT') {
    const parsed = faultPlan.safeParse(parseJson(body));
    if (!parsed.success) return json(400, { error: parsed.error.issues.map((i) => `${i.path.join('.') || 'plan'}: ${i.message}`).join('; ') });
    faults.set(parsed.data);
  }
  return json(200, faults.rules);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema answers for it
  }
}
