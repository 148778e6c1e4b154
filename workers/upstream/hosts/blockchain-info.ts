/**
 * blockchain.info. Refusals are `{"status":"not-found","message":"…"}`, whatever the
 * HTTP status, or plain text; a chart that is good says `"status":"ok"`.
 */
import type { HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property } from '../judge.js';

export const blockchainInfo: HostMaker = (_config, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  secrets: [],
  judge: (answer, nowMs) => {
    const status = property(answer.body, 'status');
    const said = typeof status === 'string' && status !== 'ok' ? `${status} ${String(property(answer.body, 'message') ?? property(answer.body, 'error') ?? '')}`.trim() : undefined;
    const byStatus = inItsWords(judgeStatus(answer, nowMs), said);
    if (byStatus || said === undefined) return byStatus;
    return { fault: 'refused', message: `error in a 200 answer: ${said.slice(0, 200)}` };
  },
});
