/** Answers spoiled in every way the simulator knows, a few of each: what a storm has in the background all the time. */
import { faultKinds, type FaultRule } from '../../simulator/faults.js';
import type { Fault } from '../fault.js';

/** The upstreams a farm of the arena's sources asks. */
export const ASKED = ['coingecko', 'binance'] as const;
/** Share of the calls of every host that meets each kind of fault. */
const SHARE = 0.05;

export const background = (): FaultRule[] => ASKED.flatMap((host) => faultKinds.map((kind) => ({ host, kind, ratio: SHARE })));

export const spoiledAnswers: Fault = {
  name: 'spoiled-answers',
  what: `${SHARE * 100} % of the calls meet each of the simulator's ${faultKinds.length} faults`,
  do: ({ simulator: { faults } }) => {
    const spoiling = faults.add(background());
    return Promise.resolve({ undo: () => Promise.resolve(spoiling.end()), bites: () => spoiling.fired() > 0 });
  },
};
