/**
 * Alpha Vantage as far as the farm asks it: keys with ordinals, everything as text,
 * newest first, days of the exchange's clock with the running session among them,
 * 25 answers a day and never a 429.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { Economy } from './economy.js';
import { DAY, HOUR } from './intervals.js';
import { hoursOf, sessions } from './sessions.js';
import type { Newsroom } from './stories.js';
import { Stream } from './stream.js';

const MOST_A_DAY = 25;
const COMPACT = 100;
const NEWS_EVERY_MS = HOUR;
const BEAT = { name: 'alpha_vantage', coins: 0.4 };
const error = (words: string): Answer => json(200, { 'Error Message': words });
const INVALID = 'Invalid API call. Please retry or visit the documentation (https://www.alphavantage.co/documentation/) for TIME_SERIES_DAILY.';
export const DAILY_LIMIT = json(200, { Information: 'We have detected your API key and our standard API rate limit is 25 requests per day. Please subscribe to any of the premium plans at https://www.alphavantage.co/premium/ to instantly remove all daily rate limits.' });
export const BURST = json(200, { Note: 'Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute and 25 calls per day. Please visit https://www.alphavantage.co/premium/ if you would like to target a higher API call frequency.' });

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]/g, '').slice(0, 15);
/** `20260105T1430`, UTC. */
const instant = (text: string | null): number => Date.parse((text ?? '').replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})$/, '$1-$2-$3T$4:$5:00Z')) || 0;

export class AlphaVantage {
  private day = -1;
  private asked = 0;
  private readonly stream: Stream;

  constructor(private readonly economy: Economy, private readonly newsroom: Newsroom, private readonly callsPerDay = MOST_A_DAY) {
    this.stream = new Stream(economy.seed, 'alpha_vantage', NEWS_EVERY_MS);
  }

  answer({ path, query, nowMs }: Call): Answer | null {
    if (path !== '/query') return null;
    if ((query.get('apikey') ?? '').length < 8) return error('the parameter apikey is invalid or missing. Please claim your free API key on (https://www.alphavantage.co/support/#api-key). It should take less than 20 seconds.');
    if (this.isSpent(nowMs)) return DAILY_LIMIT;
    if (query.get('function') === 'TIME_SERIES_DAILY') return this.daily(query.get('symbol') ?? '', nowMs);
    if (query.get('function') === 'NEWS_SENTIMENT') return json(200, this.news(query, nowMs));
    return error(INVALID);
  }

  private isSpent(nowMs: number): boolean {
    const day = Math.floor(nowMs / DAY);
    if (day !== this.day) [this.day, this.asked] = [day, 0];
    return (this.asked += 1) > this.callsPerDay;
  }

  private daily(symbol: string, nowMs: number): Answer {
    if (!this.economy.knows(symbol)) return error(INVALID);
    const bars = sessions(hoursOf(symbol), nowMs, COMPACT).reverse().map((s) => {
      const [open, close] = [this.economy.level(symbol, s.openMs), this.economy.level(symbol, Math.min(nowMs, s.closeMs))];
      const price = (n: number): string => n.toFixed(4);
      return [new Date(s.day).toISOString().slice(0, 10), { '1. open': price(open), '2. high': price(Math.max(open, close) * 1.01), '3. low': price(Math.min(open, close) * 0.99), '4. close': price(close), '5. volume': String(7_000_000 + (s.day / DAY) * 31) }] as const;
    });
    return json(200, { 'Meta Data': { '1. Information': 'Daily Prices (open, high, low, close) and Volumes', '2. Symbol': symbol, '3. Last Refreshed': bars[0]?.[0] ?? '', '4. Output Size': 'Compact', '5. Time Zone': 'US/Eastern' }, 'Time Series (Daily)': Object.fromEntries(bars) });
  }

  private news(query: URLSearchParams, nowMs: number): object {
    const most = Math.min(1_000, Number(query.get('limit') ?? 50));
    const feed = this.stream.between(instant(query.get('time_from')), nowMs, most).map((event) => {
      const { title, lead, category, author, tickers, slug } = this.newsroom.story(BEAT, event);
      return { title, url: `https://www.example.com/wire/${slug}`, time_published: stamp(event.atMs), authors: [author], summary: lead, banner_image: null, source: 'Example Wire', category_within_source: category, source_domain: 'www.example.com', topics: [{ topic: 'Financial Markets', relevance_score: '0.9' }], overall_sentiment_score: 0.1, overall_sentiment_label: 'Neutral', ticker_sentiment: [...tickers.map((t) => `CRYPTO:${t}`), 'COIN'].map((ticker) => ({ ticker, relevance_score: '0.5', ticker_sentiment_score: '0.1', ticker_sentiment_label: 'Neutral' })) };
    });
    return { items: String(feed.length), sentiment_score_definition: 'x <= -0.35: Bearish; -0.35 < x <= -0.15: Somewhat-Bearish', relevance_score_definition: '0 < x <= 1, with a higher score indicating higher relevance.', feed };
  }
}
