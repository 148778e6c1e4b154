/**
 * `npm run validate`: does a farm keep its promises? The same checks for a farm on
 * this machine, behind Compose, in a cluster or at an address. Changes nothing.
 * Exits 0 when nothing failed, 1 when something did, 2 for wrong options.
 */
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { ConfigError } from '#queues/errors.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { runCommand } from './farm/exit.js';
import { openTarget, withTarget, type TargetOptions } from './target/options.js';
import type { Target } from './target/target.js';
import { cureOf, type Check } from './validate/check.js';
import { checks } from './validate/checks.js';
import { contextOf, runChecks, type Result } from './validate/run.js';

interface Options extends TargetOptions {
  json?: boolean;
  only?: string;
  updates: boolean;
  patience: number;
}

const color = pc.createColors(process.stdout.isTTY === true);
const MARKS = { passed: color.green('ok     '), failed: color.red('FAILED '), skipped: color.yellow('skipped') } as const;

function line({ check, state, text, cure }: Result): string {
  const first = `${MARKS[state]} ${check.padEnd(26)} ${text}`;
  return cure === null ? first : `${first}\n${' '.repeat(35)}cure: ${cure}`;
}

function patience(text: string): number {
  const n = Number(text);
  if (text === '' || !Number.isFinite(n) || n < 0) throw new InvalidArgumentError('It must be a number of seconds, 0 or more.');
  return n;
}

function parse(): Options {
  return withTarget(new Command('npm run validate --').description('Checks that a farm keeps its promises; changes nothing.'))
    .option('--only <text>', 'only the checks whose name contains this')
    .option('--patience <seconds>', 'try a check again for at most this long', patience, 60)
    .option('--no-updates', 'do not wait for the next slot on the sockets')
    .option('--json', 'report as one line of JSON')
    .allowExcessArguments(false)
    .exitOverride()
    .parse()
    .opts<Options>();
}

/** @throws ConfigError when no check is called so. */
function chosen({ only = '', patience: seconds }: Options): Check[] {
  const found = checks.filter((c) => c.name.includes(only)).map((c) => (c.patienceMs === undefined ? c : { ...c, patienceMs: Math.min(c.patienceMs, seconds * 1_000) }));
  if (found.length === 0) throw new ConfigError([`no check is called "${only}"; there are ${checks.map((c) => c.name).join(', ')}`]);
  return found;
}

/** A farm that answers nothing has failed once, not thirty times. */
const nobodyThere = (error: unknown): Result => ({ check: 'farm', promise: 'the farm lets us in', state: 'failed', text: error instanceof Error ? error.message : String(error), cure: cureOf(error) ?? 'give the farm\'s keys', seconds: 0 });

async function validate(target: Target, options: Options, told: (result: Result) => void): Promise<Result[]> {
  const all = chosen(options);
  try {
    return await runChecks(all, await contextOf(target, options.updates), told);
  } catch (error) {
    const result = nobodyThere(error);
    told(result);
    return [result];
  }
}

async function main(): Promise<number> {
  const options = parse();
  const say = (text: string): void => void (options.json || process.stdout.write(`${text}\n`));
  const target = await openTarget(options, processEnvironment());
  try {
    say(`Validating ${target.name}`);
    const results = await validate(target, options, (result) => say(line(result)));
    const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map((state) => results.filter((r) => r.state === state).length) as [number, number, number];
    if (options.json) process.stdout.write(`${JSON.stringify({ farm: target.name, ok: failed === 0, passed, failed, skipped, checks: results })}\n`);
    say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed > 0 ? 1 : 0;
  } finally {
    await target.close();
  }
}

runCommand('validate', main);
