/** The players of macro, market and on-chain hosts, a line each, with their ways to say no. One economy and one network stand behind them all. */
import type { HostName } from '#workers/upstream/addresses.js';
import { AlphaVantage, BURST } from './alpha-vantage.js';
import { json } from './answer.js';
import { BitcoinNetwork } from './bitcoin-network.js';
import { BlockchainInfo } from './blockchain-info.js';
import { DefiLlama } from './defillama.js';
import { Economy } from './economy.js';
import { Etherscan, MAX_RATE } from './etherscan.js';
import { FearGreed } from './fear-greed.js';
import { Fred } from './fred.js';
import type { MakePlayer, Player, World } from './hosts.js';
import { MempoolSpace } from './mempool-space.js';
import { Newsroom } from './stories.js';
import { EDGE, Yahoo } from './yahoo.js';

export const figureHosts = ['fred', 'yahoo', 'alternative_me', 'blockchain_info', 'mempool_space', 'etherscan', 'defillama', 'defillama_stablecoins', 'alpha_vantage'] as const satisfies readonly HostName[];
type FigureHost = (typeof figureHosts)[number];

const economies = new WeakMap<World['source'], Economy>();
function economyOf({ source, seed }: World): Economy {
  const known = economies.get(source) ?? new Economy(seed);
  economies.set(source, known);
  return known;
}

type Answers = Pick<Player, 'answer'>;
const player = (host: Answers, refusals: Omit<Player, 'answer'>): Player => ({ answer: (call) => host.answer(call), ...refusals });
const text = (status: number, body: string) => () => ({ status, headers: { 'content-type': 'text/plain' }, body });
const llama: Omit<Player, 'answer'> = { tooMany: text(429, 'Too Many Requests'), errorIn200: () => json(200, { message: 'Internal Server Error' }), broken: () => json(500, { message: 'Internal Server Error' }) };

export const figurePlayers: { [H in FigureHost]: MakePlayer } = {
  fred: (world) => player(new Fred(economyOf(world)), {
    tooMany: () => json(429, { error_code: 429, error_message: 'Too Many Requests.  Exceeded Rate Limit' }),
    errorIn200: () => json(200, { error_code: 429, error_message: 'Too Many Requests.  Exceeded Rate Limit' }),
    broken: () => json(500, { error_code: 500, error_message: 'Internal Server Error' }),
  }),
  yahoo: (world) => player(new Yahoo(economyOf(world)), { tooMany: () => EDGE, errorIn200: () => ({ ...EDGE, status: 200 }), broken: text(502, 'Bad Gateway') }),
  alternative_me: (world) => player(new FearGreed(world.source, economyOf(world)), { errorIn200: () => json(200, { name: 'Fear and Greed Index', data: [], metadata: { error: 'Internal error' } }) }),
  blockchain_info: (world) => player(new BlockchainInfo(new BitcoinNetwork(economyOf(world)), world.source), { errorIn200: () => json(200, { status: 'error', message: 'Too many requests' }) }),
  mempool_space: (world) => player(new MempoolSpace(new BitcoinNetwork(economyOf(world))), { tooMany: text(429, 'Too Many Requests'), broken: text(500, 'Internal Server Error') }),
  etherscan: (world) => player(new Etherscan(economyOf(world)), { tooMany: () => MAX_RATE, errorIn200: () => MAX_RATE }),
  defillama: (world) => player(new DefiLlama(world.source, economyOf(world)), llama),
  defillama_stablecoins: (world) => player(new DefiLlama(world.source, economyOf(world)), llama),
  alpha_vantage: (world) => player(new AlphaVantage(economyOf(world), new Newsroom(world.source, world.seed), world.alphaVantageCallsPerDay), { tooMany: () => BURST, errorIn200: () => BURST }),
};
