/** Where the numbered .sql files and the snapshot lie, and how they are read. They are not compiled: source and dist read the same files. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from './ddl.js';

/** The folder that holds package.json, from here upwards. @throws Error when there is none. */
export function packageRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('package.json was not found above the running code; ship it beside dist/');
  return packageRoot(parent);
}

export interface MigrationFile {
  /** `0001-initial.sql` */
  name: string;
  text: string;
  /** SHA-256 of the text, hex. */
  checksum: string;
}

export const migrationsFolder = (): string => join(packageRoot(), 'workers', 'store', 'migrations');
export const snapshotPath = (): string => join(migrationsFolder(), 'schema.json');

/** In order of their numbers. @throws Error when two files share a number. */
export function readMigrations(folder: string = migrationsFolder()): MigrationFile[] {
  const names = readdirSync(folder).filter((n) => /^\d{4}-[\w-]+\.sql$/.test(n)).sort();
  const twice = names.find((n, i) => names[i + 1]?.slice(0, 4) === n.slice(0, 4));
  if (twice) throw new Error(`two migrations carry the number ${twice.slice(0, 4)}; renumber the later one`);
  return names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

export const readSnapshot = (path: string = snapshotPath()): Snapshot => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Snapshot) : { tables: {}, views: {} });
