/**
 * Binance spot. Budget in request weight (klines cost 2), told back in
 * `x-mbx-used-weight-1m`. 429 asks to wait, 418 is a ban, 451 refuses a country,
 * and every error is `{"code":-1121,"msg":"Invalid symbol."}`.
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

const TOO_MANY_REQUESTS = new Set([-1003, -1015]);
/** Unknown error, disconnected, timeout, overloaded: time heals these. */
const PASSING = new Set([-1000, -1001, -1007, -1008, -1016]);

export const binance: HostMaker = (c, { baseUrl }) => ({
  baseUrl,
  headers: {},
  secrets: [],
  budget: { minute: c.BINANCE_WEIGHT_PER_MINUTE },
  usedThisMinute: usedWeight,
  judge: judgeBinance,
});

/** The host's own count of the weight used in the running minute. */
export function usedWeight(answer: Answer): number | undefined {
  const used = Number(answer.header('x-mbx-used-weight-1m') ?? Number.NaN);
  return Number.isFinite(used) && used >= 0 ? used : undefined;
}

/** "… IP banned until 1659146400000": the instant in ms, where the message has one. */
function bannedForMs(words: string, nowMs: number): number | undefined {
  const until = /banned until (\d{13})/.exec(words)?.[1];
  return until ? Number(until) - nowMs : undefined;
}

/** The dialect of spot and futures alike. */
export function judgeBinance(answer: Answer, nowMs: number): Complaint | null {
  const code = property(answer.body, 'code');
  const msg = property(answer.body, 'msg');
  const words = typeof msg === 'string' ? msg : '';
  if (answer.status === 429 || answer.status === 418 || TOO_MANY_REQUESTS.has(code as number)) {
    const wait = answer.header('retry-after') === undefined ? bannedForMs(words, nowMs) : undefined;
    return throttled(answer, nowMs, `HTTP ${answer.status} ${words.slice(0, 200)}`.trim(), wait);
  }
  if (PASSING.has(code as number)) return { fault: 'unavailable', message: `${code as number}: ${words.slice(0, 200)}` };
  const said = words ? `${String(code)} ${words}` : undefined;
  const byStatus = inItsWords(judgeStatus(answer, nowMs), said);
  if (byStatus || typeof code !== 'number') return byStatus;
  return { fault: 'refused', message: `error in a 200 answer: ${said ?? String(code)}` };
}
