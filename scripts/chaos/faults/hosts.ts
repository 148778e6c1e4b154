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
    const isOurs = (rule: { host: string; ratio: number }): boolean => rule.host === host && rule.ratio === 1;
    tell(`${host}: every call meets a ${kind}`);
    faults.set([{ host, kind, ratio: 1 }, ...faults.plain]);
    return Promise.resolve({ undo: () => Promise.resolve(faults.set(faults.plain.filter((rule) => !isOurs(rule)))), bites: () => faults.rules.some((rule) => isOurs(rule) && rule.fired > 0) });
  },
}));
