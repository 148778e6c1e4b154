/** What a plan was made from, as it is kept: a plan is a pure function of it. */
import type { Known } from '../store/tables/archive.js';
import type { CallWindow } from '../collectors/collector.js';
import type { HostName } from '../upstream/hosts.js';

export const knownOf = (symbols: readonly string[], window: CallWindow, hosts: readonly HostName[]): Known => ({
  symbols: [...symbols],
  historyBars: window.historyBars,
  newest: Object.fromEntries(window.newest),
  cursors: Object.fromEntries(window.cursors),
  hosts: hosts.filter((host) => window.canAsk(host)),
});

export const hostsAsked = (c: { host: HostName; others?: readonly HostName[] }): HostName[] => [c.host, ...(c.others ?? [])];
