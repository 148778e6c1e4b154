/**
 * How many coins one unit of a futures market stands for. Venues quote cheap
 * coins by the hundred or more and write the number into the market's name, in
 * front (`1000SHIBUSDT`, `1MBABYDOGEUSDT`) or behind (`SHIB1000USDT`). A price of
 * 1000SHIBUSDT is that of 1000 SHIB; its open interest counts thousands.
 */
const FRONT = /^1(0{2,6}|M)(?=[A-Z])/;
const BEHIND = /^[A-Z]+1(0{2,6})(?=(?:USDT|USDC|USD|PERP)$)/;

/** 1 where the name holds no number of its own: 1INCHUSDT, API3USDT, LUNA2USDT. */
export function multiplierOf(market: string): number {
  const zeros = (FRONT.exec(market) ?? BEHIND.exec(market))?.[1];
  if (zeros === undefined) return 1;
  return zeros === 'M' ? 1_000_000 : 10 ** zeros.length;
}

/** Price of one coin from the price of one unit of the market. */
export const coinPrice = (price: number, market: string): number => price / multiplierOf(market);

/** Coins from units of the market (volume, open interest). */
export const coinAmount = (units: number, market: string): number => units * multiplierOf(market);
