export type HostName = 'coingecko' | 'binance';
