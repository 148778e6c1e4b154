/**
 * `npm run deploy`: the farm into kind or any other cluster: builds the image, takes
 * it there, installs the chart and waits until everything runs. `--dry-run` prints
 * the commands and runs none. Exits 1 when a step failed, 2 for wrong options.
 */
import { spawn } from 'node:child_process';
import { Command } from 'commander';
import { ConfigError, StartError } from '#queues/errors.js';
import { afterwards, commandLine, planOf, type DeployOptions, type Step } from './deploy/plan.js';
import { runCommand } from './farm/exit.js';
import { missingPrograms } from './target/program.js';

interface Flags extends Omit<DeployOptions, 'kind' | 'context' | 'values'> {
  kind?: string | true;
  context?: string;
  values?: string[];
  dryRun?: boolean;
}

const KIND = 'kind';

function parse(): Flags {
  return new Command('npm run deploy --')
    .description('Builds the image, takes it to a cluster, installs the chart, waits, and says how to reach the farm.')
    .option('--kind [name]', `into the kind cluster of this name (${KIND} when none is given)`)
    .option('--create', 'with --kind: make the cluster first', false)
    .option('--context <name>', 'into the cluster of this kubectl context; the image is pushed to its registry')
    .option('--image <repository:tag>', 'what to build and run', 'crypto-data-farm:local')
    .option('--no-build', 'the image is there already')
    .option('--values <name>', 'overlay of the chart (development, staging, production) or a file; repeatable', (v: string, all: string[] = []) => [...all, v])
    .option('--namespace <name>', 'made when it is missing', 'crypto-collectors')
    .option('--release <name>', 'of Helm', 'farm')
    .option('--timeout <span>', 'for each wait', '10m')
    .option('--dry-run', 'print every command and run none')
    .allowExcessArguments(false)
    .exitOverride()
    .parse()
    .opts<Flags>();
}

/** @throws ConfigError: nothing may be installed into whatever cluster happens to be current. */
function optionsOf(f: Flags): DeployOptions {
  if ((f.kind === undefined) === (f.context === undefined)) throw new ConfigError(['say where to: either --kind [name], or --context NAME (and --image REGISTRY/NAME:TAG)']);
  return { ...f, kind: f.kind === true ? KIND : (f.kind ?? null), context: f.context ?? null, values: f.values ?? ['development'] };
}

/** @throws StartError when it ends with anything but 0; it has said why itself. */
function run(step: Step): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(step.program, [...step.args], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => reject(new StartError(`${step.program} could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => (code === 0 ? resolve() : reject(new StartError(`could not ${step.title}: ${commandLine(step)} ended with ${code ?? signal}. Mend what it says above and deploy again; every step may be repeated.`))));
  });
}

async function main(): Promise<number> {
  const flags = parse();
  const options = optionsOf(flags);
  const steps = planOf(options);
  if (flags.dryRun) {
    for (const step of steps) process.stdout.write(`${commandLine(step)}\n`);
    return 0;
  }
  const missing = missingPrograms([...new Set(steps.map((s) => s.program))]);
  if (missing.length > 0) throw new ConfigError(missing);
  for (const [i, step] of steps.entries()) {
    process.stdout.write(`==> ${i + 1} of ${steps.length}: ${step.title}\n`);
    await run(step);
  }
  process.stdout.write(`\nThe farm runs in namespace ${options.namespace}.\n${afterwards(options)}\n`);
  return 0;
}

runCommand('deploy', main);
