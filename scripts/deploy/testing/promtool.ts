/** Prometheus' own checker: from PATH, or where `scripts/prepare.bash` puts the one of the distribution's package. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cached = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'crypto-data-farm', 'bin', 'promtool');

function found(): string | null {
  if (spawnSync('promtool', ['--version']).status === 0) return 'promtool';
  return existsSync(cached) ? cached : null;
}
/** The program, or null. */
export const promtool = found();
if (promtool === null) console.warn("skipped: what Prometheus' own promtool would say of rules and scrape configuration, since it is not here (apt-get install prometheus, or brew install prometheus)");

/** @returns what it printed and its exit code; its files are the project's. */
export function runPromtool(args: readonly string[], cwd = '.'): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(promtool ?? 'promtool', args, { encoding: 'utf8', cwd });
  return { code: status, output: stdout + stderr };
}
