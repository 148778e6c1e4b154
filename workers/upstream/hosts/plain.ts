/** A host without a key and without a dialect: what HTTP says is all there is to know. */
import type { HostMaker } from '../host.js';
import { judgeStatus } from '../judge.js';

export const plain: HostMaker = (_config, { baseUrl, budget }) => ({ baseUrl, budget, headers: {}, secrets: [], judge: judgeStatus });
