/**
 * Which program plays which part, where it is found on this machine, and what a
 * person has to type when it is missing. Looks only; installing is the part of
 * `scripts/up`, which runs before Node can be relied on.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { processEnvironment } from '#queues/runtime/env.js';
import { ProvisionError } from './failure.js';

/** Where package managers put server programs that are not on everybody's PATH. */
const OUT_OF_PATH = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec', '/opt/homebrew/bin', '/opt/homebrew/opt/mariadb/bin', '/opt/homebrew/opt/mysql/bin', '/usr/local/opt/mariadb/bin', '/usr/local/opt/mysql/bin'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not ours to run: either way not the program we look for
  }
}

/** Full path of the first of `names` that is installed, or null. Names are tried in order of preference. */
export function findProgram(...names: string[]): string | null {
  const folders = [...(processEnvironment().PATH ?? '').split(delimiter).filter(Boolean), ...OUT_OF_PATH];
  for (const name of names) {
    for (const folder of folders) if (isExecutable(join(folder, name))) return join(folder, name);
  }
  return null;
}

const INSTALL = {
  redis: { debian: 'apt-get install redis-server', brew: 'brew install redis' },
  mysql: { debian: 'apt-get install mariadb-server-core mariadb-client-core', brew: 'brew install mariadb' },
} as const;

/** @throws ProvisionError naming the command that installs the program. */
export function requireProgram(part: keyof typeof INSTALL, ...names: string[]): string {
  const path = findProgram(...names);
  if (path) return path;
  throw new ProvisionError(`${names.join(' or ')} is not installed`, `${INSTALL[part].debian} (Debian, Ubuntu) or ${INSTALL[part].brew} (macOS)`);
}
