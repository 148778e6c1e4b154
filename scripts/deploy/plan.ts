/** What a deployment runs, as data: the dry run prints it, the real one runs it, a test reads it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '#queues/errors.js';
import { poolNames } from '#queues/topology.js';
import { projectRoot } from '../farm/place.js';
import { fullName } from '../target/contained.js';

export interface DeployOptions {
  /** Name of a kind cluster; null for any other cluster. */
  kind: string | null;
  /** Make the kind cluster first. */
  create: boolean;
  /** Of kubectl; null with kind, whose context follows from its name. */
  context: string | null;
  /** `repository:tag`. */
  image: string;
  build: boolean;
  /** Names of overlays of the chart, or files. */
  values: readonly string[];
  namespace: string;
  release: string;
  /** As Helm and kubectl read it: 10m. */
  timeout: string;
}

export interface Step {
  title: string;
  program: string;
  args: readonly string[];
}

const CHART = join(projectRoot, 'helm', 'crypto-data-farm');

/** An overlay's name, or a file where the user stands. @throws ConfigError when there is neither. */
export function valuesFile(name: string): string {
  const overlay = join(CHART, `values-${name}.yaml`);
  if (existsSync(overlay)) return overlay;
  if (existsSync(resolve(name))) return resolve(name);
  throw new ConfigError([`--values must name an overlay (development, staging, production) or a file, got "${name}"`]);
}

/** @throws ConfigError when the image has no tag: a cluster could not tell the new one from the old. */
function imageParts(image: string): { repository: string; tag: string } {
  const [, repository, tag] = /^([^\s@]+):([\w][\w.-]{0,127})$/.exec(image) ?? [];
  if (repository === undefined || tag === undefined) throw new ConfigError([`--image must read repository:tag, got "${image}"`]);
  return { repository, tag };
}

const contextOf = ({ kind, context }: DeployOptions): string | null => (kind === null ? context : `kind-${kind}`);

function imageSteps({ kind, create, image, build }: DeployOptions): Step[] {
  const made: Step[] = build ? [{ title: 'build the image', program: 'docker', args: ['build', '-t', image, projectRoot] }] : [];
  if (kind === null) return build ? [...made, { title: 'push the image', program: 'docker', args: ['push', image] }] : made;
  const cluster: Step[] = create ? [{ title: 'make the cluster', program: 'kind', args: ['create', 'cluster', '--name', kind] }] : [];
  return [...cluster, ...made, { title: 'load the image into kind', program: 'kind', args: ['load', 'docker-image', image, '--name', kind] }];
}

/** In the order in which they run. Pure but for a look at the overlay. @throws ConfigError */
export function planOf(o: DeployOptions): Step[] {
  const { repository, tag } = imageParts(o.image);
  const context = contextOf(o);
  const values = o.values.flatMap((name) => ['-f', valuesFile(name)]);
  const image = ['--set-string', `image.repository=${repository}`, '--set-string', `image.tag=${tag}`];
  const at = context === null ? [] : ['--context', context];
  const install: Step = { title: 'install or upgrade the release', program: 'helm', args: ['upgrade', '--install', o.release, CHART, '--namespace', o.namespace, '--create-namespace', ...(context === null ? [] : ['--kube-context', context]), ...values, ...image, '--timeout', o.timeout] };
  const name = fullName(o.release);
  const rollouts = ['api', 'scheduler', ...poolNames.map((p) => `worker-${p}`)].map((part): Step => ({ title: `wait for ${part}`, program: 'kubectl', args: [...at, '-n', o.namespace, 'rollout', 'status', `deployment/${name}-${part}`, `--timeout=${o.timeout}`] }));
  return [...imageSteps(o), install, ...rollouts];
}

const SAFE = /^[\w@%+=:,./-]+$/;
/** As a shell reads it. */
export const commandLine = ({ program, args }: Step): string => [program, ...args].map((a) => (SAFE.test(a) ? a : `'${a.replaceAll("'", `'\\''`)}'`)).join(' ');

/** How to reach what has been installed, and its keys. */
export function afterwards(o: DeployOptions): string {
  const context = contextOf(o);
  const at = `${context === null ? '' : `--context ${context} `}-n ${o.namespace}`;
  const name = fullName(o.release);
  const named = `--cluster --namespace ${o.namespace} --release ${o.release}${context === null ? '' : ` --context ${context}`}`;
  return [
    `  api     kubectl ${at} port-forward service/${name} 8000:http`,
    '          then http://127.0.0.1:8000/ (live page), /docs, /graphql, /admin/queues',
    `  keys    kubectl ${at} get secret ${name}-api -o jsonpath='{.data.api-key-master}' | base64 -d`,
    '          likewise api-key-trading and api-key-readonly; with apiKeys.existingSecret they are in the Secret of that name',
    `  check   npm run validate -- ${named}`,
  ].join('\n');
}
