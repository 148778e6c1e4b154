/**
 * `./scripts/test`: types, style and import rules, then every test file (or the
 * ones named). The last line is `N passed, N failed, N skipped`, read from the
 * runner's own report. Exits non-zero on any failure, and when nothing ran.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCommand } from './farm/commands.js';
import { runCommand } from './farm/exit.js';
import { projectRoot } from './farm/place.js';
import { readTally, summary } from './farm/tally.js';

/** Runs to its end with our terminal. @returns the exit code; 1 when a signal ended it. */
function runs(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function main(): Promise<number> {
  const command = testCommand().parse();
  process.chdir(projectRoot);
  const { check } = command.opts<{ check: boolean }>();
  const checks = check ? await runs('npm', ['run', '--silent', 'check']) : 0;
  const dir = mkdtempSync(join(tmpdir(), 'farm-report-'));
  try {
    const report = join(dir, 'report.json');
    const tests = await runs(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...command.args]);
    if (checks !== 0) process.stdout.write('\nThe checks of types, style or import rules failed: see the top, or npm run check.\n');
    const tally = readTally(report);
    process.stdout.write(`${summary({ ...tally, failed: tally.failed + (checks === 0 ? 0 : 1) })}\n`);
    return checks === 0 && tests === 0 && tally.failed === 0 ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

runCommand('test', main);
