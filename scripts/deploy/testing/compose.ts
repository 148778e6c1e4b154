/**
 * Reads docker-compose.yml as Compose does, as far as the file uses it: variables filled in
 * (https://docs.docker.com/reference/compose-file/interpolation/), anchors and merges resolved.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Service {
  image?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string | number | boolean>;
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test: string[] };
  stop_grace_period?: string;
  build?: { args?: Record<string, string> };
  deploy?: { replicas?: number; resources?: { limits?: { memory?: string } } };
  read_only?: boolean;
  cap_drop?: string[];
}
export interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const PIECE = /\$\$|\$\{([A-Z][A-Z0-9_]*)(?:(:?[-?+])((?:[^{}]|\$\{[^{}]*\})*))?\}/g;

/** @throws Error with the file's own words where a `:?` variable is missing. */
function fill(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(PIECE, (whole, name: string | undefined, mark: string | undefined, rest: string | undefined) => {
    if (name === undefined) return '$';
    const value = env[name];
    const isSet = mark?.startsWith(':') ? Boolean(value) : value !== undefined;
    if (mark?.endsWith('?') && !isSet) throw new Error(`${name}: ${rest}`);
    if (mark?.endsWith('-') && !isSet) return fill(rest ?? '', env);
    if (mark?.endsWith('+')) return isSet ? fill(rest ?? '', env) : '';
    if (mark === undefined && whole !== `\${${name}}`) throw new Error(`${whole} is not understood here`);
    return value ?? '';
  });
}

function filled(node: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof node === 'string') return fill(node, env);
  if (Array.isArray(node)) return node.map((item) => filled(item, env));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, filled(value, env)]));
}

export const composeText = (): string => readFileSync('docker-compose.yml', 'utf8');

/** Every variable the file asks for, and whether it must be set. */
export function composeVariables(text: string): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const [, name, mark] of text.matchAll(PIECE)) if (name !== undefined) found.set(name, (found.get(name) ?? false) || mark?.endsWith('?') === true);
  return found;
}

/** @throws Error where a required variable is missing or the YAML does not parse. */
export function readCompose(env: Readonly<Record<string, string>>, text = composeText()): Compose {
  return filled(parse(text, { merge: true }), env) as Compose;
}
