/** The way to one upstream is cut: its answers hang, or its connections are reset. */
import { pick, type Fault } from '../fault.js';

/** Those a farm of the arena's sources asks. */
const ASKED = ['coingecko', 'binance'] as const;

export const cutHost: Fault = {
  name: 'cut-host',
  what: 'one upstream hangs or resets every connection',
  do: ({ simulator, tell }, random) => {
    const [host, kind] = [pick(random, ASKED), pick(random, ['timeout', 'reset'] as const)];
    const before = simulator.faults.rules.map(({ fired: _, ...rule }) => rule);
    tell(`${host}: every call meets a ${kind}`);
    simulator.faults.set([{ host, kind, ratio: 1 }, ...before]);
    return Promise.resolve({ undo: () => Promise.resolve(simulator.faults.set(before)), bites: () => (simulator.faults.rules[0]?.fired ?? 0) > 0 });
  },
};
