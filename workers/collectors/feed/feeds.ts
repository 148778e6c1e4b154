/**
 * The feeds crypto news are read from: which host of `addresses.ts`, which path,
 * which name its articles are stored under. A feed more is a line here and one
 * there. Paths are those that answer without a redirect: none is followed.
 */
import type { HostName } from '../../upstream/hosts.js';

export interface FeedPlace {
  host: HostName;
  path: string;
  /** `news_articles.source`. */
  name: string;
}

export const feeds = [
  { host: 'coindesk', path: '/arc/outboundfeeds/rss', name: 'CoinDesk' },
  { host: 'cointelegraph', path: '/rss', name: 'Cointelegraph' },
  { host: 'decrypt', path: '/feed', name: 'Decrypt' },
  { host: 'theblock', path: '/rss.xml', name: 'The Block' },
  { host: 'bitcoinmagazine', path: '/feed', name: 'Bitcoin Magazine' },
  { host: 'cryptoslate', path: '/feed', name: 'CryptoSlate' },
  { host: 'beincrypto', path: '/feed', name: 'BeInCrypto' },
  { host: 'newsbtc', path: '/feed', name: 'NewsBTC' },
  { host: 'bitcoinist', path: '/feed', name: 'Bitcoinist' },
  { host: 'cryptobriefing', path: '/feed', name: 'Crypto Briefing' },
] as const satisfies readonly FeedPlace[];
