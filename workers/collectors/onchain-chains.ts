/**
 * Chains as DefiLlama names them, and the tickers of their own coins. Chains
 * without a coin of their own are part of the sum for MARKET only.
 */
const LIST = `
Ethereum ETH|Solana SOL|BSC BNB|Tron TRX|Bitcoin BTC|Avalanche AVAX|Polygon POL|Arbitrum ARB|OP Mainnet OP|Optimism OP
Sui SUI|Aptos APT|Near NEAR|Cardano ADA|TON TON|Cronos CRO|Hyperliquid L1 HYPE|Sei SEI|Mantle MNT|Starknet STRK
ZKsync Era ZK|Celo CELO|Sonic S|Injective INJ|Osmosis OSMO|Stacks STX|Algorand ALGO|Hedera HBAR|Stellar XLM|XRPL XRP
Tezos XTZ|MultiversX EGLD|Kava KAVA|Flow FLOW|ICP ICP|Filecoin FIL|Kaia KAIA|Ronin RON|Moonbeam GLMR|Berachain BERA
Thorchain RUNE|Conflux CFX|Vaulta A|VeChain VET|Litecoin LTC|Doge DOGE|EthereumClassic ETC|Bitcoincash BCH|Monad MON
Polkadot DOT|Gnosis GNO|Scroll SCR|Blast BLAST|Manta MANTA|Linea LINEA|Flare FLR|Core CORE|CORE CORE|Zcash ZEC|Monero XMR
`;

/** Name in lower case → ticker. */
const tickers = new Map(
  LIST.trim().split(/[|\n]/).map((entry) => {
    const at = entry.lastIndexOf(' ');
    return [entry.slice(0, at).toLowerCase(), entry.slice(at + 1)] as const;
  }),
);

/** The ticker of a chain's own coin; undefined where it has none that is known. */
export const coinOf = (chain: string): string | undefined => tickers.get(chain.toLowerCase());
