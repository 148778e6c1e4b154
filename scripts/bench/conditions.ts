/** Under which conditions the figures were taken: they mean nothing without. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { mysqlProgram } from '../provision/mysql-folder.js';
import { findProgram } from '../provision/packages.js';

export interface Conditions {
  node: string;
  cpus: string;
  memoryGiB: number;
  /** One-minute load before the first bench: a busy machine makes slow figures. */
  load: number;
  redis: string;
  mysql: string;
  packages: Record<string, string>;
}

const PACKAGES = ['bullmq', 'ioredis', 'mysql2', 'express', 'technicalindicators', 'autocannon'];

function versionOf(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length);
  return (JSON.parse(readFileSync(join(root.endsWith(name) ? root : dirname(entry), 'package.json'), 'utf8')) as { version: string }).version;
}

const says = (program: string, ...args: string[]): string => /\d+\.\d+\.\d+\S*/.exec(execFileSync(program, args, { encoding: 'utf8' }))?.[0]?.replace(/,$/, '') ?? 'unknown';

export function conditions(): Conditions {
  const redis = findProgram('redis-server');
  const mysql = mysqlProgram();
  return {
    node: process.version,
    cpus: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 1_024 ** 3),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    redis: redis ? says(redis, '--version') : 'none',
    mysql: `${mysql.kind} ${says(mysql.path, '--no-defaults', '--version')}`,
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
  };
}

export const conditionsLine = (c: Conditions): string =>
  `node ${c.node} · ${c.cpus} · ${c.memoryGiB} GiB · load ${c.load} · redis ${c.redis} · ${c.mysql} · ${Object.entries(c.packages).map(([name, version]) => `${name} ${version}`).join(' · ')}`;
