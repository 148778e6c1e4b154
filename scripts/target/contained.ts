/**
 * Farms in containers: Compose on this machine, or a release in a cluster behind
 * a port-forward. The processes' metrics are asked for from inside, where they listen.
 */
import { join } from 'node:path';
import { StartError } from '#queues/errors.js';
import { poolNames } from '#queues/topology.js';
import type { Environment } from '#queues/runtime/env.js';
import { readDotenv } from '../farm/dotenv.js';
import { projectRoot } from '../farm/place.js';
import { keysOf } from './local.js';
import { missingPrograms, output, until } from './program.js';
import { pageAt, type MetricsPage, type Target } from './target.js';

/** Runs inside, so it may use nothing but Node; the port is the process's own. */
const READ_METRICS = "fetch('http://127.0.0.1:'+(process.env.METRICS_PORT||9102)+'/metrics').then(r=>r.text()).then(t=>process.stdout.write(t),e=>{console.error(e.message);process.exit(1)})";
const roles = ['scheduler', ...poolNames.map((p) => `worker-${p}`)];

function mustHave(programs: readonly string[]): void {
  const missing = missingPrograms(programs);
  if (missing.length > 0) throw new StartError(missing.join('\n'));
}

/** @param env the caller's; `.env` stands below it, as for Compose itself. */
export function composeTarget(env: Environment): Target {
  mustHave(['docker']);
  const all = { ...readDotenv(join(projectRoot, '.env')), ...Object.fromEntries(Object.entries(env).filter(([, v]) => v)) };
  const api = `http://127.0.0.1:${all['PORT'] ?? '8000'}`;
  const file = join(projectRoot, 'docker-compose.yml');
  const inside = (service: string): MetricsPage => ({ role: service, read: () => output('docker', ['compose', '-f', file, 'exec', '-T', service, 'node', '-e', READ_METRICS]) });
  return { name: `Compose at ${api}`, api, keys: keysOf(all), metrics: [pageAt('api', `${api}/metrics`), ...roles.map(inside)], close: () => Promise.resolve() };
}

export interface Cluster {
  namespace: string;
  release: string;
  /** kubectl's own when null. */
  context: string | null;
  /** The Secret with the three keys; the release's own when null. */
  secret: string | null;
}

const SECRET_KEYS = { master: 'api-key-master', trading: 'api-key-trading', readonly: 'api-key-readonly' } as const;

/** `farm` → `farm-crypto-data-farm`, as the chart names things. */
export const fullName = (release: string): string => (release.includes('crypto-data-farm') ? release : `${release}-crypto-data-farm`);

/** Opens a port-forward to the api; `close()` ends it. @throws StartError with kubectl's own words. */
export async function clusterTarget({ namespace, release, context, secret }: Cluster): Promise<Target> {
  mustHave(['kubectl']);
  const at = [...(context === null ? [] : ['--context', context]), '-n', namespace];
  const name = fullName(release);
  const { data } = JSON.parse(await output('kubectl', [...at, 'get', 'secret', secret ?? `${name}-api`, '-o', 'json'])) as { data: Record<string, string> };
  const key = (field: string): string | undefined => (data[field] === undefined ? undefined : Buffer.from(data[field], 'base64').toString());
  const { match, child } = await until('kubectl', [...at, 'port-forward', '--address', '127.0.0.1', `service/${name}`, ':http'], /Forwarding from 127\.0\.0\.1:(\d+)/);
  const api = `http://127.0.0.1:${match[1]}`;
  const inside = (role: string): MetricsPage => ({ role, read: () => output('kubectl', [...at, 'exec', `deployment/${name}-${role}`, '--', 'node', '-e', READ_METRICS]) });
  return {
    name: `release ${release} in namespace ${namespace}`,
    api,
    keys: { master: key(SECRET_KEYS.master), trading: key(SECRET_KEYS.trading), readonly: key(SECRET_KEYS.readonly) },
    metrics: [pageAt('api', `${api}/metrics`), ...roles.map(inside)],
    close: () => Promise.resolve(void child.kill('SIGTERM')),
  };
}
