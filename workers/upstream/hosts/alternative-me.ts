/** alternative.me. An error may stand in `metadata.error` of a 200 answer; null means there is none. */
import type { HostMaker } from '../host.js';
import { judgeStatus, property } from '../judge.js';

export const alternativeMe: HostMaker = (_config, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  secrets: [],
  judge: (answer, nowMs) => {
    const byStatus = judgeStatus(answer, nowMs);
    const error = property(property(answer.body, 'metadata'), 'error');
    if (byStatus || error === undefined || error === null || error === '') return byStatus;
    return { fault: 'unavailable', message: `error in a 200 answer: ${String(error).slice(0, 200)}` };
  },
});
