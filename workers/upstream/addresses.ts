/**
 * Every host the farm may call: where it is, and how much of it is ours unless
 * the environment says otherwise. Addresses and limits change without notice;
 * `<HOST>_BASE_URL` and `<HOST>_BUDGET` override each of them.
 */
export type BudgetWindow = 'second' | 'minute' | 'day' | 'month';
export type Budget = Readonly<Partial<Record<BudgetWindow, number>>>;

export interface Address {
  /** Up to and including what all its paths share. */
  url: string;
  /** In the host's own unit. A window that is not listed is not limited. */
  budget: Budget;
}

/** A feed is read a few times an hour; its site should hardly notice. */
const FEED: Budget = { minute: 6 };

export const addresses = {
  coingecko: { url: 'https://api.coingecko.com/api/v3', budget: { minute: 10 } },
  binance: { url: 'https://api.binance.com', budget: { minute: 6_000 } },
  binance_futures: { url: 'https://fapi.binance.com', budget: { minute: 2_400 } },
  bybit: { url: 'https://api.bybit.com', budget: { second: 60 } },
  coinbase: { url: 'https://api.coinbase.com/api/v3/brokerage/market', budget: { second: 10 } },
  coinbase_exchange: { url: 'https://api.exchange.coinbase.com', budget: { second: 10 } },
  fred: { url: 'https://api.stlouisfed.org/fred', budget: { minute: 100 } },
  yahoo: { url: 'https://query1.finance.yahoo.com', budget: { minute: 60 } },
  alternative_me: { url: 'https://api.alternative.me', budget: { minute: 30 } },
  blockchain_info: { url: 'https://api.blockchain.info', budget: { minute: 12 } },
  mempool_space: { url: 'https://mempool.space/api', budget: { minute: 20 } },
  etherscan: { url: 'https://api.etherscan.io', budget: { second: 2, day: 100_000 } },
  defillama: { url: 'https://api.llama.fi', budget: { minute: 60 } },
  defillama_stablecoins: { url: 'https://stablecoins.llama.fi', budget: { minute: 30 } },
  guardian: { url: 'https://content.guardianapis.com', budget: { second: 2, day: 500 } },
  newsapi: { url: 'https://newsapi.org', budget: { minute: 10, day: 100 } },
  alpha_vantage: { url: 'https://www.alphavantage.co', budget: { minute: 5, day: 25 } },
  reddit: { url: 'https://oauth.reddit.com', budget: { minute: 90 } },
  reddit_www: { url: 'https://www.reddit.com', budget: { minute: 10 } },
  twitter: { url: 'https://api.x.com', budget: { minute: 28 } },
  cryptopanic: { url: 'https://cryptopanic.com', budget: { second: 2 } },
  coindesk: { url: 'https://www.coindesk.com', budget: FEED },
  cointelegraph: { url: 'https://cointelegraph.com', budget: FEED },
  decrypt: { url: 'https://decrypt.co', budget: FEED },
  theblock: { url: 'https://www.theblock.co', budget: FEED },
  bitcoinmagazine: { url: 'https://bitcoinmagazine.com', budget: FEED },
  cryptoslate: { url: 'https://cryptoslate.com', budget: FEED },
  beincrypto: { url: 'https://beincrypto.com', budget: FEED },
  newsbtc: { url: 'https://www.newsbtc.com', budget: FEED },
  bitcoinist: { url: 'https://bitcoinist.com', budget: FEED },
  cryptobriefing: { url: 'https://cryptobriefing.com', budget: FEED },
} as const satisfies Record<string, Address>;

export type HostName = keyof typeof addresses;
export const hostNames = Object.keys(addresses) as HostName[];

/** Where the bundled simulator plays a host: under its name, then the path the real one has. */
export const simulatedAt = (simulatorUrl: string, host: HostName): string => `${simulatorUrl}/${host}${new URL(addresses[host].url).pathname.replace(/\/$/, '')}`;
