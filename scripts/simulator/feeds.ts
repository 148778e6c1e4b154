/**
 * The ten sites whose feeds the farm reads: one player, and what makes each of
 * them different. A feed changes when an article appears and at no other time,
 * and its validators say so: 304 is honest.
 */
import type { HostName } from '#workers/upstream/addresses.js';
import type { Answer, Call } from './answer.js';
import { feedXml, type Habits } from './feed-xml.js';
import { MINUTE } from './intervals.js';
import type { Beat, Newsroom } from './stories.js';
import { Stream } from './stream.js';

const ITEMS = 25;
const USUAL: Omit<Habits, 'title' | 'site'> = { dialect: 'rss', charset: 'utf-8', guid: 'permalink', link: 'plain', zone: '+0000', description: 'cdata', body: 'none', undated: 0 };

interface Site {
  path: string;
  everyMinutes: number;
  habits: Pick<Habits, 'title' | 'site'> & Partial<Habits>;
}

export const sites = {
  coindesk: { path: '/arc/outboundfeeds/rss', everyMinutes: 20, habits: { title: 'CoinDesk: Bitcoin, Ethereum, Crypto News', site: 'https://www.coindesk.com', guid: 'uuid', body: 'empty' } },
  cointelegraph: { path: '/rss', everyMinutes: 25, habits: { title: 'Cointelegraph.com News', site: 'https://cointelegraph.com', link: 'utm', description: 'html' } },
  decrypt: { path: '/feed', everyMinutes: 35, habits: { title: 'Decrypt', site: 'https://decrypt.co', guid: 'uuid', undated: 10 } },
  theblock: { path: '/rss.xml', everyMinutes: 30, habits: { title: 'The Block', site: 'https://www.theblock.co', guid: 'none', zone: 'GMT' } },
  bitcoinmagazine: { path: '/feed', everyMinutes: 60, habits: { title: 'Bitcoin Magazine', site: 'https://bitcoinmagazine.com', body: 'full', description: 'html' } },
  cryptoslate: { path: '/feed', everyMinutes: 40, habits: { title: 'CryptoSlate', site: 'https://cryptoslate.com', guid: 'uuid', description: 'html', body: 'full' } },
  beincrypto: { path: '/feed', everyMinutes: 22, habits: { title: 'BeInCrypto', site: 'https://beincrypto.com', dialect: 'atom', link: 'relative' } },
  newsbtc: { path: '/feed', everyMinutes: 28, habits: { title: 'NewsBTC', site: 'https://www.newsbtc.com', dialect: 'rdf' } },
  bitcoinist: { path: '/feed', everyMinutes: 45, habits: { title: 'Bitcoinist', site: 'https://bitcoinist.com', charset: 'iso-8859-1', guid: 'uuid' } },
  cryptobriefing: { path: '/feed', everyMinutes: 50, habits: { title: 'Crypto Briefing', site: 'https://cryptobriefing.com', description: 'twice', zone: 'EST' } },
} as const satisfies Partial<Record<HostName, Site>>;
export type SiteName = keyof typeof sites;

const TYPES = { rss: 'application/rss+xml', atom: 'application/atom+xml', rdf: 'application/rdf+xml' } as const;
const text = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

export class FeedSite {
  private readonly site: Site;
  private readonly habits: Habits;
  private readonly stream: Stream;
  private readonly beat: Beat;

  constructor(
    name: SiteName,
    private readonly newsroom: Newsroom,
    seed: number,
  ) {
    this.site = sites[name];
    this.habits = { ...USUAL, ...this.site.habits };
    this.stream = new Stream(seed, `feed:${name}`, this.site.everyMinutes * MINUTE);
    this.beat = { name, coins: 0.85 };
  }

  answer({ path, headers, nowMs, method }: Call): Answer | null {
    if (method !== 'GET') return null;
    // The real ones redirect to the address without a slash; a client that follows none must ask for the right one.
    if (path === `${this.site.path}/`) return { status: 308, headers: { location: this.site.path }, body: '' };
    if (path !== this.site.path) return null;
    const events = this.stream.newest(nowMs, ITEMS);
    const modified = Math.floor((events[0]?.atMs ?? 0) / 1_000) * 1_000;
    const validators = { etag: `W/"${(events[0]?.index ?? 0).toString(36)}"`, 'last-modified': new Date(modified).toUTCString(), 'cache-control': 'public, max-age=60' };
    if (isKnown(headers, validators.etag, modified)) return { status: 304, headers: validators, body: '' };
    const { charset, dialect } = this.habits;
    const body = feedXml(this.habits, events.map((e) => ({ ...this.newsroom.story(this.beat, e), ...e })));
    const isLatin = charset === 'iso-8859-1';
    return { status: 200, headers: { ...validators, 'content-type': isLatin ? 'text/xml' : `${TYPES[dialect]}; charset=utf-8` }, body, ...(isLatin ? { encoding: 'latin1' as const } : {}) };
  }
}

/** RFC 9110 §13.1.3: a date counts only where no tag is sent. */
function isKnown(headers: Call['headers'], etag: string, modifiedMs: number): boolean {
  const tags = text(headers['if-none-match']);
  if (tags !== undefined) return tags.split(/\s*,\s*/).includes(etag);
  const since = Date.parse(text(headers['if-modified-since']) ?? '');
  return Number.isFinite(since) && since >= modifiedMs;
}

/** What stands in front of the sites when they are asked too often, or by a robot. */
const CHALLENGE = '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>';
const HTML = { 'content-type': 'text/html; charset=UTF-8' };
export const challenge = (status: number): Answer => ({ status, headers: HTML, body: CHALLENGE });
