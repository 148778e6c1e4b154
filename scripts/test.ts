/**
 * `./scripts/test`: types, style and import rules, then every test file (or the
 * ones named). The last line is `N passed, N failed, N skipped`, read from the
 * runner's own report. Exits non-zero on any failure, and when nothing ran.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCommand } from './farm/commands.js';
import { runCommand } from './farm/exit.js';
import { projectRoot } from './farm/place.js';
import { readTally, summary } from './farm/tally.js';
import { lessonsIn, unguarded } from './guards.js';

const LESSONS = 'scripts/testing/README.md';

/** Runs to its end with our terminal. @returns the exit code; 1 when a signal ended it. */
function runs(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function partial(): number {
  process.stdout.write('\nOnly a part of the tests was run: the guards of the lessons were not counted.\n');
  return 0;
}

/** Says which tests of the table of lessons did not run and pass. @returns how many. */
function lostGuards(report: string): number {
  if (!existsSync(report)) return 0;
  const guards = lessonsIn(readFileSync(LESSONS, 'utf8')).flatMap((l) => l.guards);
  const lost = unguarded(guards, JSON.parse(readFileSync(report, 'utf8')));
  for (const g of lost) process.stdout.write(`\nLesson ${g.lesson} is not guarded: ${g.file} "${g.test}" did not run and pass.\n`);
  return lost.length;
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
    const lost = command.args.length > 0 ? partial() : lostGuards(report);
    const tally = readTally(report);
    process.stdout.write(`${summary({ ...tally, failed: tally.failed + lost + (checks === 0 ? 0 : 1) })}\n`);
    return checks === 0 && tests === 0 && lost === 0 && tally.failed === 0 ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

runCommand('test', main);
