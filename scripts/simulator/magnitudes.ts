/**
 * Rough price (USD) and circulating supply of well-known coins, so that the
 * computed market has the right magnitudes. Round figures on purpose: they are
 * a starting point of a random walk, not data. A coin not listed here gets a
 * magnitude from its name.
 */
export const magnitudes: Readonly<Record<string, readonly [price: number, supply: number]>> = {
  BTC: [62_000, 19_900_000],
  ETH: [2_900, 120_500_000],
  BNB: [590, 139_000_000],
  SOL: [150, 540_000_000],
  XRP: [0.62, 58_000_000_000],
  DOGE: [0.14, 150_000_000_000],
  ADA: [0.45, 35_600_000_000],
  TRX: [0.16, 86_000_000_000],
  AVAX: [28, 420_000_000],
  SHIB: [0.000018, 589_000_000_000_000],
  DOT: [5.6, 1_500_000_000],
  LINK: [13, 650_000_000],
  BCH: [380, 19_900_000],
  LTC: [78, 75_500_000],
  NEAR: [4.6, 1_200_000_000],
  UNI: [8.4, 600_000_000],
  PEPE: [0.0000092, 420_690_000_000_000],
  ICP: [9.1, 475_000_000],
  XMR: [165, 18_400_000],
  XLM: [0.11, 30_000_000_000],
  ETC: [21, 150_000_000],
  ATOM: [5.2, 390_000_000],
  FIL: [4.3, 620_000_000],
  ARB: [0.62, 4_200_000_000],
  OP: [1.6, 1_300_000_000],
  MKR: [1_700, 890_000],
  AAVE: [140, 15_000_000],
  FLOKI: [0.00014, 9_600_000_000_000],
  BONK: [0.000021, 74_000_000_000_000],
  // Lower than it ever was, so that every universe reaches 1e-9.
  BTT: [0.0000000042, 968_000_000_000_000],
  BTTC: [0.00000092, 968_000_000_000_000],
  WIN: [0.000081, 990_000_000_000],
  LUNC: [0.000085, 5_500_000_000_000],
  XEC: [0.000032, 19_800_000_000_000],
  SATS: [0.00000021, 2_100_000_000_000_000],
  MOG: [0.0000014, 390_000_000_000_000],
  TURBO: [0.0062, 69_000_000_000],
  YFI: [5_200, 33_500],
  WBTC: [61_950, 150_000],
  PAXG: [2_600, 200_000],
};

/** Tickers meant to stay at one dollar. */
export const stablecoins: ReadonlySet<string> = new Set(['USDT', 'USDC', 'DAI', 'TUSD', 'FDUSD', 'USDE', 'PYUSD', 'BUSD', 'USDP', 'GUSD', 'FRAX', 'USDD', 'USDS', 'RLUSD', 'USD1', 'USDF']);
