/**
 * The keys file on disk: read at start, and again whenever it changes. A mounted
 * Kubernetes secret changes by swapping a symlink, which no watch on the file
 * itself reports; so the file is looked at once a second. A file that cannot be
 * read, or holds a bad line, changes nothing and is reported until it is mended.
 */
import { readFileSync, unwatchFile, watchFile, type Stats } from 'node:fs';
import { ConfigError } from '#queues/errors.js';
import type { Log } from '#queues/runtime/log.js';
import type { Keys } from './keys.js';

const LOOK_EVERY_MS = 1_000;

/** @throws ConfigError where it cannot be read. */
export function readKeysFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([`API_KEYS_FILE cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`]);
  }
}

/** @returns a function that stops looking. */
export function followKeysFile(path: string, keys: Pick<Keys, 'replace'>, log: Log): () => void {
  const changed = (now: Stats, before: Stats): void => {
    if (now.mtimeMs === before.mtimeMs && now.ino === before.ino && now.size === before.size) return;
    try {
      keys.replace(readKeysFile(path));
      log.info({ audit: 'keys' }, 'the keys file was read again');
    } catch (error) {
      log.error({ audit: 'keys', problems: error instanceof ConfigError ? error.problems : [String(error)] }, 'the keys file was not taken; the keys before it hold');
    }
  };
  watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, changed);
  return () => unwatchFile(path, changed);
}
