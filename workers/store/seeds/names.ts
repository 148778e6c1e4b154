/**
 * What else people call an asset, one line each: ticker, then names. A former
 * ticker is here when it means no other asset now. `NAME@from..to` held only then
 * (`tables/alias.ts`). Refuses nicknames that many assets share.
 */
const LIST = `
BTC|Bitcoins|XBT
ETH|Ether|Ethers|ETH2
USDT|Tether USD|USD Tether
XRP|Ripple|XRP Ledger|XRPL|Ripple Labs|RippleNet
BNB|Binance Coin|BNB Chain|BNB Smart Chain|Binance Smart Chain|Build and Build
SOL|Solana Labs
USDC|USD Coin
DOGE|Doge coin|Dogecoins
TRX|Tronix|TRON network
ADA|Cardano ADA
HYPE|Hyperliquid L1|HyperEVM
LINK|Chainlink Labs
BCH|BCash|BitcoinCash
XLM|Stellar Lumens|Stellar Lumen|Stellar Development Foundation|Lumens
SUI|Sui Network|Mysten Labs
AVAX|Ava Labs|Avalanche network
LEO|UNUS SED LEO
HBAR|Hedera Hashgraph
SHIB|Shib|Shiba|Shibarium
TON|The Open Network|Open Network|Toncoins|TON blockchain
CRO|Crypto.org Coin|Cronos Chain
MNT|Mantle Network
UNI|Uniswap Labs
AAVE|Aave Protocol
NEAR|NEAR Foundation
ICP|Internet Computer Protocol|Dfinity
ENA|Ethena Labs
APT|Aptos Labs
ONDO|Ondo Finance
WLD|World Foundation
POL|Polygon|Polygon Labs|Polygon PoS|MATIC|Polygon Ecosystem Token
ARB|Arbitrum One|Offchain Labs
ATOM|Cosmos|Cosmos Network
VET|VeChainThor
RENDER|Render Network|Render Token|RNDR
SEI|Sei Network
TRUMP|Trump coin|Trump memecoin|Trump meme coin|Trump token
JUP|Jupiter Exchange|Jupiter DEX
INJ|Injective Protocol
FET|Fetch.ai|ASI Alliance|AGIX@2024-07-01..
STX|Stacks Network
OP|OP Mainnet|Optimism Foundation
S|Sonic Labs|Fantom|FTM
CRV|Curve Finance|Curve|Curve DAO Token
IMX|Immutable X|ImmutableX
CAKE|Pancake Swap
GRT|Graph Protocol
PENGU|Pudgy Penguin
LDO|Lido|Lido Finance
PYTH|Pyth
PAXG|Paxos Gold
WIF|dog wif hat
IOTA|MIOTA
ENS|Ethereum Name Service DAO
SAND|Sandbox metaverse
STRK|Starkware
BTT|BitTorrent Token
THETA|Theta
JASMY|Jasmy
GALA|Gala Games
COMP|Compound Finance|Compound Labs
AXS|Axie
FLOW|Flow blockchain
RUNE|THORSwap
LUNC|Luna Classic|Terra Classic|LUNA@..2022-05-28|Terra@..2022-05-28|Terra Luna@..2022-05-28
EGLD|Elrond|ERD
CFX|Conflux|Conflux Network
APE|ApeChain
EIGEN|EigenLayer
1INCH|1inch Network
KAIA|Klaytn|KLAY
DYDX|dYdX Chain
SYRUP|Maple
ZRO|LayerZero Labs
AKT|Akash
BAT|Basic Attention Token
ZK|zkSync Era|Matter Labs
ROSE|Oasis Network|Oasis Protocol
SNX|Synthetix Network
LUNA|Terra 2.0|Terra Luna|LUNA2
HOT|Holochain
CVX|Convex
ZRX|0x
YFI|Yearn|Yearn Finance
WOO|WOO X|WOO Network
ANKR|Ankr Protocol
SUSHI|SushiSwap
COTI|COTI Network
BAND|Band Protocol
ONE|Harmony ONE|Harmony Protocol
SKL|SKALE Network
USTC|TerraUSD|TerraUSD Classic|UST|USTC stablecoin
CKB|Nervos
SC|Sia
MATIC|Polygon|Polygon Labs|Polygon PoS
OCEAN|Ocean
`;

const line = (text: string): [string, string[]] => {
  const [symbol = '', ...names] = text.split('|');
  return [symbol, names];
};

export const aliasesBySymbol: Readonly<Record<string, string[]>> = Object.fromEntries(LIST.trim().split('\n').map(line));
