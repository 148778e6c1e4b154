/**
 * Etherscan V2 as far as the farm asks it: everything as text, errors under
 * status 200, gas with decimals, no answer without a chain and a key.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { Economy } from './economy.js';
import { HOUR, MINUTE, DAY } from './intervals.js';
import { EPOCH_MS } from './latent.js';

const notOk = (result: string): Answer => json(200, { status: '0', message: 'NOTOK', result });
export const MAX_RATE = notOk('Max rate limit reached, please use API Key for higher rate limit');
const SLOT_MS = 12_000;

export class Etherscan {
  constructor(private readonly economy: Economy) {}

  answer({ path, query, nowMs }: Call): Answer | null {
    if (path !== '/v2/api') return null;
    if (query.get('chainid') !== '1') return notOk('Missing or unsupported chainid parameter (required for v2 api), please see https://api.etherscan.io/v2/chainlist for the list of supported chainids');
    const key = query.get('apikey');
    if (key === null) return notOk('Missing/Invalid API Key');
    if (key.length < 8) return notOk('Invalid API Key (#err2)|-');
    const action = `${query.get('module')} ${query.get('action')}`;
    if (action === 'gastracker gasoracle') return json(200, { status: '1', message: 'OK', result: this.gas(nowMs) });
    if (action === 'stats ethsupply') return json(200, { status: '1', message: 'OK', result: `${Math.round(120_400_000 + (nowMs - EPOCH_MS) / HOUR / 4)}073624000000000000` });
    return notOk('Error! Missing Or invalid Action name');
  }

  private gas(ms: number): object {
    const hour = (ms % DAY) / HOUR;
    const base = 0.6 * Math.exp(0.5 * Math.cos(((hour - 15) / 24) * 2 * Math.PI) + 0.6 * this.economy.noise('gas', Math.floor(ms / (5 * MINUTE))));
    const ratios = Array.from({ length: 5 }, (_, i) => (0.5 + 0.45 * this.economy.noise('gas used', Math.floor(ms / SLOT_MS) - i)).toFixed(6));
    return { LastBlock: String(7_000_000 + Math.floor((ms - EPOCH_MS) / SLOT_MS)), SafeGasPrice: base.toFixed(9), ProposeGasPrice: (base * 1.05 + 0.01).toFixed(9), FastGasPrice: (base * 1.3 + 0.1).toFixed(9), suggestBaseFee: (base * 0.99).toFixed(9), gasUsedRatio: ratios.join(',') };
  }
}
