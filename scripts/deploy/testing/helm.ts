/** Helm at hand: from PATH, or where `scripts/prepare.bash` puts a pinned one. Rendering is pure, so each set of arguments is rendered once. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export const CHART = 'helm/crypto-data-farm';
export const OVERLAYS = ['development', 'staging', 'production'] as const;
/** The newest the chart is rendered for; a Helm built from source thinks of 1.20 otherwise. */
const KUBE_VERSION = '1.31.0';
const cached = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'crypto-data-farm', 'bin', 'helm');

function found(): string | null {
  if (spawnSync('helm', ['version', '--short']).status === 0) return 'helm';
  return existsSync(cached) ? cached : null;
}
/** The program, or null. */
export const helm = found();
if (helm === null) console.warn('skipped: everything that renders the chart, since there is neither helm on PATH nor go to build it with (https://helm.sh/docs/intro/install)');

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}
/** @param args after the program's name. @throws Error without a Helm; ask `helm` first. */
export function runHelm(args: readonly string[]): Ended {
  if (helm === null) throw new Error('no helm here');
  const { status, stdout, stderr } = spawnSync(helm, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  return { code: status, stdout, stderr };
}

const rendered = new Map<string, Manifest[]>();
/** Renders; `chart` is the project's own unless a copy is named. */
export const template = (args: readonly string[], chart = CHART): Ended => runHelm(['template', 'farm', chart, '--namespace', 'crypto-collectors', '--kube-version', KUBE_VERSION, ...args]);

/** The objects of one rendering. @throws Error with Helm's own words. */
export function render(...args: string[]): Manifest[] {
  const key = args.join('\n');
  const known = rendered.get(key);
  if (known) return known;
  const { code, stdout, stderr } = template(args);
  if (code !== 0) throw new Error(stderr);
  const manifests = parseAllDocuments(stdout).map((d) => d.toJS() as Manifest | null).filter((m) => m !== null);
  rendered.set(key, manifests);
  return manifests;
}

/** Helm's words where it refuses to render; fails the caller where it does not. */
export function refusal(...args: string[]): string {
  const { code, stderr } = template(args);
  if (code === 0) throw new Error(`rendered, though it should have been refused: ${args.join(' ')}`);
  return stderr;
}

/** The overlay's file, then single values. */
export const overlay = (name: (typeof OVERLAYS)[number], ...sets: string[]): string[] => ['-f', `${CHART}/values-${name}.yaml`, ...sets.flatMap((s) => ['--set', s])];

/** @throws Error where there is none. */
export function one(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((m) => m.kind === kind && m.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name} among ${manifests.map((m) => `${m.kind} ${m.metadata.name}`).join(', ')}`);
  return found;
}
