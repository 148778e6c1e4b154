/**
 * What each venue calls an asset's market. Most are the ticker with USDT; those
 * that differ, or that have none, are listed. Contracts of cheap coins hold 100 to
 * 1,000,000 of them and say so in their name (`collectors/contract-size.ts` turns
 * their numbers into units of the coin). A market nobody is sure of is left out:
 * its numbers are then unknown.
 */
const pairs = (text: string): ReadonlyMap<string, string> => new Map(text.trim().split(/\s+/).map((word) => word.split(':') as [string, string]));
const symbols = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const BINANCE_FUTURES = pairs('SHIB:1000SHIBUSDT PEPE:1000PEPEUSDT BONK:1000BONKUSDT FLOKI:1000FLOKIUSDT XEC:1000XECUSDT LUNC:1000LUNCUSDT SATS:1000SATSUSDT RATS:1000RATSUSDT LUNA:LUNA2USDT RAY:RAYSOLUSDT');
const NOT_BINANCE_FUTURES = symbols('USDT LEO BGB OKB CRO MNT GNO WIN BTT DGB SC');

const BYBIT = pairs('SHIB:SHIB1000USDT PEPE:1000PEPEUSDT BONK:1000BONKUSDT FLOKI:1000FLOKIUSDT XEC:1000XECUSDT LUNC:1000LUNCUSDT BTT:1000BTTUSDT TURBO:1000TURBOUSDT SATS:10000SATSUSDT RATS:1000RATSUSDT LUNA:LUNA2USDT RAY:RAYDIUMUSDT');
const NOT_BYBIT = symbols('USDT LEO BGB OKB GNO WIN DGB SFP WOO');

/** Coins with a dollar market on Coinbase Exchange. */
const COINBASE = symbols(`
  BTC ETH USDT XRP SOL DOGE ADA LINK BCH XLM SUI AVAX LTC ZEC HBAR SHIB CRO DOT UNI AAVE NEAR ICP ETC PEPE APT ONDO POL ARB ALGO ATOM VET FIL RENDER SEI BONK
  QNT TRUMP INJ FET STX OP TIA DASH CRV XTZ IMX FLOKI GRT PENGU LDO WIF ENS SAND STRK JASMY MANA COMP AXS FLOW CHZ EGLD APE SUPER EIGEN ETHFI 1INCH ZRO AKT BAT
  MINA HNT ROSE MORPHO SNX GLM KSM ZRX YFI BLUR MASK ANKR SUSHI LPT IOTX STORJ BAND COTI API3 SKL PAXG TAO SYRUP
`);

const named = (symbol: string, exceptions: ReadonlyMap<string, string>, none: ReadonlySet<string>): string | undefined => (none.has(symbol) ? undefined : (exceptions.get(symbol) ?? `${symbol}USDT`));

/** Venue → its market for the asset; a venue without one is absent. @param binance its Binance spot market. */
export function venuesOf(symbol: string, binance: string | null): Record<string, string> {
  const all: Record<string, string | undefined> = {
    binance: binance ?? undefined,
    binance_futures: named(symbol, BINANCE_FUTURES, NOT_BINANCE_FUTURES),
    bybit: named(symbol, BYBIT, NOT_BYBIT),
    coinbase: COINBASE.has(symbol) ? `${symbol}-USD` : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
