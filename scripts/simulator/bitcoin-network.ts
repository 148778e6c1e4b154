/**
 * The simulated Bitcoin network: what two hosts tell about it at an instant. The
 * hash rate grows and wavers, blocks come every ten minutes, the mempool breathes
 * with the day, fees with the mempool. Numbers by seed; no wire format.
 */
import type { Economy } from './economy.js';
import { DAY, HOUR, MINUTE, floorTo } from './intervals.js';
import { EPOCH_MS } from './latent.js';

const BLOCK_MS = 10 * MINUTE;
const FIRST_HEIGHT = 556_459;
const RETARGET_BLOCKS = 2_016;
const HALVING_BLOCKS = 210_000;
/** Coins in existence at the first height. */
const FIRST_SUPPLY = 17_455_000;
const HASHES_PER_DIFFICULTY = 2 ** 32 / 600;

export class BitcoinNetwork {
  constructor(private readonly economy: Economy) {}

  height = (ms: number): number => FIRST_HEIGHT + Math.floor((ms - EPOCH_MS) / BLOCK_MS);

  /** H/s, around a mean of its own for each hour. */
  hashRate(ms: number): number {
    const days = (ms - EPOCH_MS) / DAY;
    return 4e19 * Math.exp(0.00118 * days) * (1 + 0.05 * this.economy.noise('hash', Math.floor(ms / HOUR)));
  }

  /** Set every 2016 blocks by the hash rate before. */
  difficulty(ms: number): number {
    const set = EPOCH_MS + floorTo(ms - EPOCH_MS, RETARGET_BLOCKS * BLOCK_MS);
    return this.hashRate(set) / HASHES_PER_DIFFICULTY;
  }

  /** How far the running period is, 0 to 1. */
  progress = (ms: number): number => ((ms - EPOCH_MS) % (RETARGET_BLOCKS * BLOCK_MS)) / (RETARGET_BLOCKS * BLOCK_MS);

  reward = (ms: number): number => 50 / 2 ** Math.floor(this.height(ms) / HALVING_BLOCKS);
  supply = (ms: number): number => FIRST_SUPPLY + ((ms - EPOCH_MS) / BLOCK_MS) * this.reward(ms);

  transactions = (ms: number): number => Math.round(380_000 * (1 + 0.12 * this.economy.noise('tx', Math.floor(ms / DAY)) + 0.03 * this.economy.noise('tx hour', Math.floor(ms / HOUR))));
  addresses = (ms: number): number => Math.round(620_000 * (1 + 0.1 * this.economy.noise('addresses', Math.floor(ms / DAY))));

  mempool(ms: number): { count: number; vsize: number; totalFee: number } {
    const hour = (ms % DAY) / HOUR;
    const load = 1 + 0.4 * Math.cos(((hour - 15) / 24) * 2 * Math.PI) + 0.4 * this.economy.noise('mempool', Math.floor(ms / (10 * MINUTE)));
    const count = Math.round(32_000 * load);
    return { count, vsize: Math.round(count * 410), totalFee: Math.round(count * 2_100 * load) };
  }

  /** sat/vB for the next block, half an hour, an hour; never below 1. */
  fees(ms: number): readonly [number, number, number] {
    const load = this.mempool(ms).count / 32_000;
    const at = (share: number): number => Math.max(1, Math.round(6 * load * load * share));
    return [at(1.6), at(1.2), at(1)];
  }
}
