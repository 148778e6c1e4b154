/**
 * Words that mean more than one thing. A ticker or name not listed here is taken
 * at its word; a listed one must prove itself (`mentions.ts`). The lists are
 * longer than the registry, because an operator may add assets.
 */
const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s*\|\s*|\s*\n\s*/));
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Tickers that are words, names, acronyms or stocks elsewhere. */
export const ambiguousTickers = words(`
  ace act ada ai alice ame ame amp ape apt ar arc arb atom auction bal band bat btt bio blur bond cake cat celo chess city comp core cos cream cro cvx
  dar dash data dent dock dodo dog doge dot edge edu ens era etc fet fil fire flow flux for forth front fun gala gas gene gift go gold grt hard hero hft
  high hive hnt hook hope hot hype ice icp icx id idea image iost ip it joe just key king kite land layer leo lever link lit looks lpt lqty magic
  major man mana mask matter max mbox meme metis mina mir mnt mob moon mot move nano near neo next nexo nfp not ocean om omg one op open orca order
  ox oxt pax people perp pha phil pixel plume point portal power prom prompt pump pundix push quick rad rare ray red render req rez ring rose rune s
  safe saga sand santos sc scr sei self shell sky slp slp snx sol1 spell stg storm strike strk stx sui sun super sushi sxp syn syrup t tao theta time ton
  torn tower tree trb trump tru turbo uma uni usual vanry vet via vib vow w war wax waves well wif win wing wld woo xai yield you zen zero zk zro
`);

/** Tickers everybody writes in lower case too. */
export const commonTickers = words('btc eth xrp usdt usdc ltc xbt xmr shib bnb');

/** Names that count when capitalised: in lower case they are ordinary words. */
export const capitalNames = list('tether|ripple|hedera|bonk|floki|algorand|kusama|the sandbox game');

/** Names that count when capitalised and the text is about crypto: half the world bears them. */
export const contextNames = list(`
  tron | stellar | avalanche | polygon | cosmos | optimism | render | sui | sei | sonic | quant | mantle | jupiter | golem | harmony | helium | pepe
  wormhole | blur | gala | ronin | neo | iota | theta | aptos | apecoin | aave | terra | luna | maple | curve | mina | celestia | curve dao
  raydium | official trump | trump coin | the graph | the sandbox | sandbox | immutable | wink | turbo | morpho | pyth | pendle | akash | oasis | near | world | tia
  spell | maker | sky | icon | holo | band | ankr | convex | synthetix | sushi | notcoin | memecoin | eos | starknet | livepeer | space id | fetch | open network | the open network
  gnosis | ordi | zcash foundation | dash | conflux | lido | yearn | fantom | elrond | kaia | lumens | hype | worldcoin | uniswap labs | band protocol | cronos | shiba
`);

/** Names that are everyday words even beside crypto news: only with a companion (`Flow blockchain`) or their own ticker (`Flow (FLOW)`). */
export const wordNames = list('flow|compound|near|one|link|super|world|memecoin|sushi|blur|turbo|render|icon|band|holo|open|just|gas|mask|people|high|ice|cake|ape|sun|win|not|trust|space|story|core|band|basic attention|sky|maker|spell|move|movement|wink|hype|dash|convex|golem');

/** What follows the name of a chain or project. */
export const companions = words('protocol network blockchain chain token tokens coin coins foundation labs dao mainnet testnet ecosystem validators stakers holders finance team devs developers');

/** A text with one of these is about crypto. */
export const contextWords = words(`
  crypto cryptos cryptocurrency cryptocurrencies cryptoassets altcoin altcoins token tokens tokenised tokenized tokenises tokenizes tokenisation tokenization tokenholders coin coins memecoin memecoins
  stablecoin stablecoins blockchain blockchains defi nft nfts web3 dex dexs dexes dapp dapps dao daos mainnet testnet staking stakers stake staked restaking airdrop airdrops onchain
  rollup rollups subnet subnets parachain validator validators hodl halving satoshi vitalik buterin altseason tvl perps perp hashrate metaverse cexs cex
  binance coinbase kraken bybit okx upbit bithumb bitfinex kucoin gemini bitget bitstamp grayscale metamask chainalysis coindesk cointelegraph metaverse wallets multichain l2 l2s l1 layer1 layer2
  usdd rlusd usde wbtc steth
`);

/** Phrases that contain a name and mean something else. */
export const otherThings = list(`
  ripple effect | ripple effects | bitcoin sv | bitcoin gold | solana beach | into the ether | eth zurich | eth zürich | polka dot | polka dots | luna park | tron legacy | tron ares | ada lovelace
  stellar blade | jupiter's moons | compound interest | golden gate | shiba inu dog | shiba inu dogs | shiba inu puppy | near term | near miss | link in bio | cash flow | fund flow
  just one | no one | one day | trump media | trump tower | neo nazi | neo nazis | helium shortage | cosmic | department of government efficiency | sonic the hedgehog | sonic boom | ethereum pow
`);

/** Words after which, or before which, a name is the ordinary word. */
export const notBefore: Readonly<Record<string, ReadonlySet<string>>> = {
  stellar: words('quarter result results performance earnings returns return run year years growth gains gain month week start career debut rally day show record numbers demand'),
  'the graph': words('shows show above below suggests indicates is looks depicts plots illustrates'),
  avalanche: words('of'),
  ripple: words('through across effect effects of'),
  optimism: words('among about over on as that grows fades returns rises around for in is'),
  harmony: words('between among with in'),
  cosmos: words('is of'),
  render: words('the a an verdict them it useless judgment judgement services'),
  jupiter: words('wellness hospital florida moons'),
  luna: words('park moth'),
  helium: words('gas balloon balloons shortage'),
  'shiba inu': words('dog dogs puppy puppies breed'),
  tether: words('to them him her us it together'),
  dash: words('of for cam to'),
  theta: words('waves wave decay rhythm'),
  polygon: words('mesh shape shapes with inscribed'),
  curve: words('ball'),
  maple: words('leaf leafs syrup tree'),
};
export const notAfter: Readonly<Record<string, ReadonlySet<string>>> = {
  optimism: words('excessive high low less more guarded some cautious renewed investor investors market growing more fresh new of trader with consumer business'),
  curve: words('the yield learning a bell forward flat'),
  polygon: words('a regular convex'),
  ripple: words('a may could to will'),
  avalanche: words('an deadly snow the liquidation'),
  render: words('to can may will'),
  stellar: words('a posts another its'),
  tether: words('a the'),
  harmony: words('in perfect'),
  cosmos: words('the'),
  trump: words('president donald'),
};
