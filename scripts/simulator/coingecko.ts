/**
 * CoinGecko's API as far as the farm asks it, with its habits: four shapes of
 * error, ids after a space silently dropped, unknown ids absent, answers that
 * change once a minute. Bodies follow recorded answers.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { marketChart, ohlcRows } from './charts.js';
import { MarketRows } from './coingecko-rows.js';
import { MinuteWindow } from './limits.js';
import type { ListedAsset, MarketSource } from './source.js';

const HEADERS = { 'cache-control': 'public, max-age=30', 'access-control-allow-origin': '*', 'access-control-expose-headers': 'link, per-page, total', vary: 'Accept-Encoding, Origin' };
export const TOO_MANY = { status: { error_code: 429, error_message: "You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing to subscribe to our API plans for higher rate limits." } };
const OHLC_DAYS = new Set([1, 7, 14, 30, 90, 180, 365]);

export class CoinGecko {
  private readonly byId = new Map<string, ListedAsset>();
  private readonly all: readonly ListedAsset[];
  private readonly rows: MarketRows;
  private readonly window: MinuteWindow;
  private list: string | undefined;

  constructor(
    private readonly source: MarketSource,
    options: { callsPerMinute: number },
  ) {
    this.all = [...source.assets, ...source.others];
    for (const asset of this.all) this.byId.set(asset.id, asset);
    this.rows = new MarketRows(source);
    this.window = new MinuteWindow(options.callsPerMinute);
  }

  answer(call: Call): Answer | null {
    const route = this.route(call.path);
    if (!route) return null;
    const budget = this.window.take(1, call.nowMs);
    if (budget.refusals > 0) return json(429, TOO_MANY, { 'retry-after': String(budget.waitSeconds) });
    const answer = route(call);
    return { ...answer, headers: { ...HEADERS, ...answer.headers } };
  }

  private route(path: string): ((call: Call) => Answer) | null {
    if (path === '/api/v3/ping') return () => json(200, { gecko_says: '(V3) To the Moon!' });
    if (path === '/api/v3/coins/list') return () => ({ status: 200, body: this.coinsList() });
    if (path === '/api/v3/coins/markets') return (call) => this.markets(call);
    const coin = /^\/api\/v3\/coins\/([^/]+)\/(ohlc|market_chart)$/.exec(path);
    if (!coin) return null;
    const [, id, kind] = coin as unknown as [string, string, string];
    return (call) => (kind === 'ohlc' ? this.ohlc(id, call) : this.chart(id, call));
  }

  private coinsList(): string {
    this.list ??= JSON.stringify(this.all.map((a) => ({ id: a.id, symbol: a.symbol.toLowerCase(), name: a.name })).sort((a, b) => (a.id < b.id ? -1 : 1)));
    return this.list;
  }

  private markets({ query, nowMs }: Call): Answer {
    const currency = query.get('vs_currency')?.toLowerCase();
    if (!currency) return json(422, { error: 'Missing parameter vs_currency' });
    if (!/^[a-z]{3,5}$/.test(currency)) return json(422, { error: 'Invalid parameter vs_currency' });
    const asked = query.get('ids');
    // Not trimmed: the real one drops an id written after a space, too.
    const wanted = asked === null ? null : new Set(asked.split(','));
    const coins = wanted ? this.all.filter((a) => wanted.has(a.id)) : this.all;
    const perPage = between(query.get('per_page'), 100, 250);
    const page = between(query.get('page'), 1, 1_000_000);
    const periods = (query.get('price_change_percentage') ?? '').split(',').filter(Boolean);
    const known = coins.filter((a) => a.quote === currency);
    const rows = known.slice((page - 1) * perPage, page * perPage).map((a) => this.rows.row(a, nowMs, periods));
    return { status: 200, headers: { 'per-page': String(perPage), total: String(known.length) }, body: `[${rows.filter((r) => r !== null).join(',')}]` };
  }

  private ohlc(id: string, { query, nowMs }: Call): Answer {
    const currency = query.get('vs_currency')?.toLowerCase();
    const days = Number(query.get('days'));
    if (!currency || !query.get('days')) return json(500, { status: 500, error: 'Internal Server Error' });
    const asset = this.byId.get(id);
    if (!asset) return json(404, { error: 'coin not found' });
    if (!OHLC_DAYS.has(days)) return json(422, { error: 'Invalid days parameter' });
    return json(200, asset.quote === currency ? ohlcRows(this.source, asset, { days, nowMs }) : []);
  }

  private chart(id: string, { query, nowMs }: Call): Answer {
    const currency = query.get('vs_currency')?.toLowerCase();
    if (!currency) return json(422, { error: 'Missing parameter vs_currency' });
    const days = Number(query.get('days'));
    if (!query.get('days')) return json(422, { error: 'Missing parameter days' });
    const asset = this.byId.get(id);
    if (!asset) return json(404, { error: 'coin not found' });
    if (!(days > 0 && days <= 365)) return json(422, { error: 'Invalid days parameter' });
    if (asset.quote !== currency) return json(200, { prices: [], market_caps: [], total_volumes: [] });
    return json(200, marketChart(this.source, asset, { days, nowMs }));
  }
}

/** A whole number from 1 to `most`; anything else is read as the default, as the real one does. */
function between(text: string | null, fallback: number, most: number): number {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= 1 ? Math.min(value, most) : fallback;
}
