/** DefiLlama, and its stablecoins under another name: no key, no published limits; an error may be `{"message":"…"}` or text. */
import type { HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property } from '../judge.js';

export const defillama: HostMaker = (_config, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  secrets: [],
  judge: (answer, nowMs) => {
    const message = property(answer.body, 'message');
    const error = property(answer.body, 'error');
    const said = [message, error].find((w) => typeof w === 'string') as string | undefined;
    const byStatus = inItsWords(judgeStatus(answer, nowMs), said);
    if (byStatus || said === undefined) return byStatus;
    return { fault: 'unavailable', message: `error in a 200 answer: ${said.slice(0, 200)}` };
  },
});
