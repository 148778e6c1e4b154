/**
 * The symbols a fresh registry holds, by market capitalisation when the list was
 * made (their order is their rank), and the assets that came before them under
 * another ticker, switched off. Current names: POL is what MATIC became, S is
 * Sonic, LUNA is the new Terra while LUNC is the old one. A coin without a
 * Binance spot market has none here; its candles are then unknown. Other names
 * and venues are in `names.ts` and `venues.ts`.
 */
import type { Clock } from '#queues/runtime/clock.js';
import type { Store } from '../index.js';
import type { AssetRow } from '../tables/assets.js';
import { aliasesBySymbol } from './names.js';
import { venuesOf } from './venues.js';

export interface Seed {
  symbol: string;
  /** CoinGecko id. */
  id: string;
  name: string;
  /** Binance spot market, null where there is none. */
  market: string | null;
}

/** Ticker, CoinGecko id, name; the market is TICKERUSDT unless a fourth field says otherwise (`-`: none). */
const LIST = `
BTC|bitcoin|Bitcoin
ETH|ethereum|Ethereum
USDT|tether|Tether|-
XRP|ripple|XRP
BNB|binancecoin|BNB
SOL|solana|Solana
USDC|usd-coin|USDC
DOGE|dogecoin|Dogecoin
TRX|tron|TRON
ADA|cardano|Cardano
HYPE|hyperliquid|Hyperliquid|-
LINK|chainlink|Chainlink
BCH|bitcoin-cash|Bitcoin Cash
XLM|stellar|Stellar
SUI|sui|Sui
AVAX|avalanche-2|Avalanche
LEO|leo-token|LEO Token|-
LTC|litecoin|Litecoin
ZEC|zcash|Zcash
HBAR|hedera-hashgraph|Hedera
XMR|monero|Monero|-
SHIB|shiba-inu|Shiba Inu
TON|the-open-network|Toncoin
CRO|crypto-com-chain|Cronos|-
DOT|polkadot|Polkadot
MNT|mantle|Mantle|-
TAO|bittensor|Bittensor
UNI|uniswap|Uniswap
AAVE|aave|Aave
BGB|bitget-token|Bitget Token|-
OKB|okb|OKB|-
NEAR|near|NEAR Protocol
ICP|internet-computer|Internet Computer
ETC|ethereum-classic|Ethereum Classic
PEPE|pepe|Pepe
ENA|ethena|Ethena
APT|aptos|Aptos
ONDO|ondo-finance|Ondo
WLD|worldcoin-wld|Worldcoin
POL|polygon-ecosystem-token|POL (ex-MATIC)
KAS|kaspa|Kaspa|-
ARB|arbitrum|Arbitrum
ALGO|algorand|Algorand
ATOM|cosmos|Cosmos Hub
VET|vechain|VeChain
FIL|filecoin|Filecoin
RENDER|render-token|Render
SEI|sei-network|Sei
BONK|bonk|Bonk
QNT|quant-network|Quant
TRUMP|official-trump|Official Trump
JUP|jupiter-exchange-solana|Jupiter
INJ|injective-protocol|Injective
FET|fetch-ai|Artificial Superintelligence Alliance
STX|blockstack|Stacks
OP|optimism|Optimism
TIA|celestia|Celestia
S|sonic-3|Sonic
DASH|dash|Dash
CRV|curve-dao-token|Curve DAO
XTZ|tezos|Tezos
IMX|immutable-x|Immutable
FLOKI|floki|FLOKI
GRT|the-graph|The Graph
PENGU|pudgy-penguins|Pudgy Penguins
LDO|lido-dao|Lido DAO
CAKE|pancakeswap-token|PancakeSwap
PYTH|pyth-network|Pyth Network
PAXG|pax-gold|PAX Gold
WIF|dogwifcoin|dogwifhat
IOTA|iota|IOTA
ENS|ethereum-name-service|Ethereum Name Service
SAND|the-sandbox|The Sandbox
PENDLE|pendle|Pendle
STRK|starknet|Starknet
BTT|bittorrent|BitTorrent|BTTCUSDT
NEO|neo|NEO
THETA|theta-token|Theta Network
RAY|raydium|Raydium
JASMY|jasmycoin|JasmyCoin
GALA|gala|GALA
MANA|decentraland|Decentraland
DEXE|dexe|DeXe
COMP|compound-governance-token|Compound
AXS|axie-infinity|Axie Infinity
FLOW|flow|Flow
RUNE|thorchain|THORChain
XEC|ecash|eCash
LUNC|terra-luna|Terra Luna Classic
AR|arweave|Arweave
CHZ|chiliz|Chiliz
EGLD|elrond-erd-2|MultiversX
CFX|conflux-token|Conflux
APE|apecoin|ApeCoin
SUPER|superfarm|SuperVerse
TWT|trust-wallet-token|Trust Wallet
EIGEN|eigenlayer|EigenCloud
ETHFI|ether-fi|Ether.fi
1INCH|1inch|1INCH
KAIA|kaia|Kaia
W|wormhole|Wormhole
DYDX|dydx-chain|dYdX
JTO|jito-governance-token|Jito
SYRUP|syrup|Maple Finance
GNO|gnosis|Gnosis
ZRO|layerzero|LayerZero
AKT|akash-network|Akash Network|-
BAT|basic-attention-token|Basic Attention
MINA|mina-protocol|Mina Protocol
HNT|helium|Helium|-
ZK|zksync|ZKsync
ASTR|astar|Astar
NOT|notcoin|Notcoin
ROSE|oasis-network|Oasis
MORPHO|morpho|Morpho
SNX|havven|Synthetix
GLM|golem|Golem
KSM|kusama|Kusama
QTUM|qtum|Qtum
ZIL|zilliqa|Zilliqa
LUNA|terra-luna-2|Terra
HOT|holotoken|Holo
SFP|safepal|SafePal
CVX|convex-finance|Convex Finance
ZRX|0x|0x Protocol
YFI|yearn-finance|yearn.finance
RVN|ravencoin|Ravencoin
BLUR|blur|Blur
CELO|celo|Celo
WOO|woo-network|WOO
MASK|mask-network|Mask Network
ANKR|ankr|Ankr Network
ID|space-id|SPACE ID
SUSHI|sushi|Sushi
LPT|livepeer|Livepeer
IOTX|iotex|IoTeX
ORDI|ordinals|ORDI
ENJ|enjincoin|Enjin Coin
VTHO|vethor-token|VeThor
ICX|icon|ICON
STORJ|storj|Storj
BAND|band-protocol|Band
COTI|coti|COTI
API3|api3|API3
ONE|harmony|Harmony
CKB|nervos-network|Nervos Network
SKL|skale|SKALE
USTC|terrausd|TerraClassicUSD
MEME|memecoin-2|Memecoin
TURBO|turbo|Turbo
PEOPLE|constitutiondao|ConstitutionDAO
DGB|digibyte|DigiByte
SC|siacoin|Siacoin
WIN|wink|WINkLink
ILV|illuvium|Illuvium
GMX|gmx|GMX
`;

function seed(line: string): Seed {
  const [symbol = '', id = '', name = '', market = `${symbol}USDT`] = line.split('|');
  return { symbol, id, name, market: market === '-' ? null : market };
}

export const seeds: readonly Seed[] = LIST.trim().split('\n').map(seed);

/** First day on which a ticker meant its asset, where another asset or another ticker came before. */
const SINCE: Readonly<Record<string, string>> = { LUNA: '2022-05-28', KAIA: '2024-10-31', POL: '2024-09-13', S: '2025-01-16' };

/** Ticker, CoinGecko id, name and the first day it was no more: what a current asset used to be. None has a market left. */
const FORMER = `
MATIC|matic-network|Polygon Matic|2024-09-13
FTM|fantom|Fantom|2025-01-16
KLAY|klay-token|Klaytn|2024-10-31
AGIX|singularitynet|SingularityNET|2024-07-01
OCEAN|ocean-protocol|Ocean Protocol|2024-07-01
`;

export interface FormerSeed extends Seed {
  market: null;
  /** First day it was no more. */
  until: string;
}

function former(line: string): FormerSeed {
  const [symbol = '', id = '', name = '', until = ''] = line.split('|');
  return { symbol, id, name, until, market: null };
}

export const formerSeeds: readonly FormerSeed[] = FORMER.trim().split('\n').map(former);

const day = (text: string | undefined): Date | null => (text === undefined ? null : new Date(`${text}T00:00:00Z`));

type Stamp = Pick<AssetRow, 'data_source' | 'ingested_at'>;

const rowOf = (s: Seed, stamp: Stamp): AssetRow => ({
  symbol: s.symbol,
  coingecko_id: s.id,
  name: s.name,
  market_rank: null,
  quote_currency: 'usd',
  aliases: aliasesBySymbol[s.symbol] ?? [],
  venues: venuesOf(s.symbol, s.market),
  active: true,
  valid_from: day(SINCE[s.symbol]),
  valid_to: null,
  ...stamp,
});

/** Every row of a fresh registry: those collected in the order of rank, then the former ones. Pure. */
export const seedRows = (stamp: Stamp): AssetRow[] => [
  ...seeds.map((s, i) => ({ ...rowOf(s, stamp), market_rank: i + 1 })),
  ...formerSeeds.map((s) => ({ ...rowOf(s, stamp), venues: {}, active: false, valid_to: day(s.until) })),
];

/**
 * Fills the registry where it lacks an asset. Assets that are there stay as they
 * are: an operator may have switched one off.
 * @returns assets added.
 * @throws StoreError
 */
export async function seedAssets(store: Pick<Store, 'assets'>, dataSource: string, clock: Pick<Clock, 'now'>): Promise<number> {
  const there = new Set((await store.assets.all()).map((a) => a.symbol));
  const lacking = seedRows({ data_source: dataSource, ingested_at: clock.now() }).filter((a) => !there.has(a.symbol));
  return store.assets.upsert(lacking);
}
