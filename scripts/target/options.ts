/** The options that name a farm, the same for every word that looks at one. */
import { Option, type Command } from 'commander';
import { ConfigError } from '#queues/errors.js';
import type { Environment } from '#queues/runtime/env.js';
import { DEFAULT_HOME } from '../farm/options.js';
import { homePath } from '../farm/place.js';
import { clusterTarget, composeTarget } from './contained.js';
import { homeTarget, urlTarget } from './local.js';
import type { Target } from './target.js';

export interface TargetOptions {
  home: string;
  url?: string;
  compose?: boolean;
  cluster?: boolean;
  namespace: string;
  release: string;
  context?: string;
  secret?: string;
}

export const withTarget = (command: Command): Command =>
  command
    .option('--home <dir>', 'the farm that ./scripts/up runs in this home', DEFAULT_HOME)
    .option('--url <url>', 'the farm whose api is at this address; keys from API_KEY_MASTER, API_KEY_TRADING, API_KEY_READONLY')
    .option('--compose', 'the farm that docker compose runs here; keys from .env')
    .option('--cluster', 'the farm of a Helm release, through kubectl port-forward')
    .addOption(new Option('--namespace <name>', 'with --cluster').default('crypto-collectors'))
    .addOption(new Option('--release <name>', 'with --cluster').default('farm'))
    .option('--context <name>', 'with --cluster: of kubectl')
    .option('--secret <name>', 'with --cluster: the Secret with the keys; default the release\'s own');

/** @throws ConfigError when more than one is named, or the one is not there. */
export async function openTarget(o: TargetOptions, env: Environment): Promise<Target> {
  const named = [o.url !== undefined && '--url', o.compose && '--compose', o.cluster && '--cluster'].filter(Boolean);
  if (named.length > 1) throw new ConfigError([`name one farm, not ${named.join(' and ')}`]);
  if (o.url !== undefined) return urlTarget(o.url, env);
  if (o.compose) return composeTarget(env);
  if (o.cluster) return clusterTarget({ namespace: o.namespace, release: o.release, context: o.context ?? null, secret: o.secret ?? null });
  return homeTarget(homePath(o.home));
}
