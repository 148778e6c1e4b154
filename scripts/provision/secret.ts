/** Random secrets kept in files only their owner can read. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** 32 url-safe characters, 192 bits. */
export const randomSecret = (): string => randomBytes(24).toString('base64url');

/** The secret in `file`; made on first use, so that a second start keeps it. */
export function keptSecret(file: string): string {
  try {
    writeFileSync(file, randomSecret(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
