/** The way to one upstream is cut: its answers hang, or its connections are reset. */
import { pick, type Fault } from '../fault.js';
import { ASKED } from './spoiled.js';

const CUT = ['timeout', 'reset'] as const;

/** One for each upstream that a farm of the arena's sources asks. */
export const cutHosts: readonly Fault[] = ASKED.map((host) => ({
  name: `cut-${host}`,
  what: `${host} hangs, or resets every connection`,
  do: ({ simulator: { faults }, tell }, random) => {
    const kind = pick(random, CUT);
    tell(`${host}: every call meets a ${kind}`);
    const cut = faults.add([{ host, kind, ratio: 1 }]);
    return Promise.resolve({ undo: () => Promise.resolve(cut.end()), bites: () => cut.fired() > 0 });
  },
}));
