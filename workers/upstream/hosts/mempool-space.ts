/**
 * mempool.space. It publishes no limits: a 429 is a warning, and who goes on is
 * banned by address, so its wait is long where it names none.
 */
import type { HostMaker } from '../host.js';
import { inItsWords, judgeStatus, throttled } from '../judge.js';

const WAIT_MS = 600_000;

export const mempoolSpace: HostMaker = (_config, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  secrets: [],
  judge: (answer, nowMs) => {
    if (answer.status === 429) return throttled(answer, nowMs, 'HTTP 429', answer.header('retry-after') === undefined ? WAIT_MS : undefined);
    return inItsWords(judgeStatus(answer, nowMs), answer.body === undefined && !/^\s*</.test(answer.text ?? '<') ? answer.text : undefined);
  },
});
