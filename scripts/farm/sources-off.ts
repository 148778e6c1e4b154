/** Which sources this farm does not collect, and why: what `up` says before anybody wonders where the news is. */
import type { Environment } from '#queues/runtime/env.js';
import { readCollectorsConfig } from '#workers/collectors/config.js';
import { sourcesOff } from '#workers/collectors/off.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { hostsOf } from '#workers/upstream/hosts.js';
import { inherited, simulatorVariables } from './environment.js';
import type { UpOptions } from './options.js';

/** Any address will do: only the keys are looked at. */
const SOMEWHERE = 'http://127.0.0.1:1';

/** One line per reason, its sources joined: `FRED_API_KEY is not set: macro-fred`. Empty when all are on. */
export function offLines(mode: UpOptions['mode'], caller: Environment, dotenv: Environment): string[] {
  const env = { ...inherited(caller, dotenv, mode), ...simulatorVariables(mode === 'live' ? null : SOMEWHERE, mode), FARM_MODE: mode };
  const hosts = hostsOf(readUpstreamConfig(env));
  const byReason = new Map<string, string[]>();
  for (const { source, reason } of sourcesOff(readCollectorsConfig(env), (host) => hosts[host].missingKey)) byReason.set(reason, [...(byReason.get(reason) ?? []), source]);
  return [...byReason].map(([reason, names]) => `${names.join(', ')}: ${reason}`);
}
