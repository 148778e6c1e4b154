/** mempool.space as far as the farm asks it: bare numbers, hash rates beyond 2^53, the height as text, retarget times in milliseconds. */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { BitcoinNetwork } from './bitcoin-network.js';
import { DAY, floorTo } from './intervals.js';
import { EPOCH_MS } from './latent.js';

const DAYS: Readonly<Record<string, number>> = { '3d': 3, '1w': 7, '1m': 30, '3m': 90, '6m': 180, '1y': 365, '2y': 730, '3y': 1_095 };

export class MempoolSpace {
  constructor(private readonly network: BitcoinNetwork) {}

  answer({ path, nowMs }: Call): Answer | null {
    const { network } = this;
    if (path === '/api/v1/fees/recommended') {
      const [fastestFee, halfHourFee, hourFee] = network.fees(nowMs);
      return json(200, { fastestFee, halfHourFee, hourFee, economyFee: Math.max(1, Math.round(hourFee / 2)), minimumFee: 1 });
    }
    if (path === '/api/mempool') {
      const { count, vsize, totalFee } = network.mempool(nowMs);
      return json(200, { count, vsize, total_fee: totalFee, fee_histogram: network.fees(nowMs).map((fee, i) => [fee, Math.round(vsize / (i + 3))]) });
    }
    if (path === '/api/blocks/tip/height') return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: String(network.height(nowMs)) };
    if (path === '/api/v1/difficulty-adjustment') return json(200, this.adjustment(nowMs));
    const period = /^\/api\/v1\/mining\/hashrate\/(\w+)$/.exec(path)?.[1];
    return period === undefined ? null : json(200, this.hashrate(DAYS[period] ?? 365, nowMs));
  }

  private adjustment(ms: number): object {
    const progress = this.network.progress(ms);
    const change = (this.network.hashRate(ms) / (this.network.difficulty(ms) * (2 ** 32 / 600)) - 1) * 100;
    const remainingBlocks = Math.round(2_016 * (1 - progress));
    return { progressPercent: progress * 100, difficultyChange: change, estimatedRetargetDate: ms + remainingBlocks * 600_000, remainingBlocks, remainingTime: remainingBlocks * 600_000, previousRetarget: 1.4, previousTime: Math.round(ms / 1_000), nextRetargetHeight: this.network.height(ms) + remainingBlocks, timeAvg: 600_000, adjustedTimeAvg: 600_000, timeOffset: 0, expectedBlocks: 2_016 * progress };
  }

  private hashrate(days: number, ms: number): object {
    const today = floorTo(ms, DAY);
    const from = Math.max(EPOCH_MS, today - days * DAY);
    const hashrates = Array.from({ length: (today - from) / DAY + 1 }, (_, i) => from + i * DAY).map((day) => ({ timestamp: day / 1_000, avgHashrate: this.network.hashRate(day + DAY / 2) }));
    return { hashrates, difficulty: [{ time: from / 1_000, height: this.network.height(from), difficulty: this.network.difficulty(from), adjustment: 1.02 }], currentHashrate: this.network.hashRate(ms) * 1.03, currentDifficulty: this.network.difficulty(ms) };
  }
}
