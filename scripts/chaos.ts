/**
 * `npm run chaos`: a farm of its own under every fault, beside one that is left
 * alone, and their rows compared. `npm run chaos -- burst`: what becomes of 20,000
 * jobs while worker processes are told to go. Exits 1 when something was lost,
 * there twice, or wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { realNowMs } from '#queues/runtime/clock.js';
import { withServices } from './bench/services.js';
import { burst, type BurstReport } from './chaos/burst.js';
import type { Fault } from './chaos/fault.js';
import { faults } from './chaos/faults.js';
import { isWell, stormText } from './chaos/report.js';
import { storm } from './chaos/storm.js';
import { createClosers } from './farm/closers.js';
import { runCommand } from './farm/exit.js';

interface Options {
  minutes: number;
  seed: number;
  only?: readonly Fault[];
  speed: number;
  symbols: number;
  jobs: number;
  workers: number;
  kills: number;
  json?: boolean;
}

function positive(text: string): number {
  const n = Number(text);
  if (!(n > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return n;
}

function whole(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return n;
}

function named(text: string): Fault[] {
  return text.split(',').map((name) => {
    const fault = faults.find((f) => f.name === name.trim());
    if (!fault) throw new InvalidArgumentError(`There is no fault "${name.trim()}"; there are ${faults.map((f) => f.name).join(', ')}.`);
    return fault;
  });
}

const progress = (line: string): void => void process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);

const burstText = (r: BurstReport): string =>
  `expected ${r.expected}, done ${r.done}, lost ${r.lost}, doubled ${r.doubled}\n${r.kills} workers were told to go in ${r.seconds} s; ${r.badEnds.length === 0 ? 'all ended with 0' : `not all ended with 0: ${r.badEnds.join(', ')}`}`;

async function runBurst(options: Options): Promise<number> {
  const report = await withServices(({ redis, prefix, store, env }) => burst({ ...options, redis, prefix, store, env: { ...env, LOG_LEVEL: 'warn', DRAIN_TIMEOUT_MS: '20000' }, progress }));
  process.stdout.write(`${options.json ? JSON.stringify(report) : burstText(report)}\n`);
  return report.lost === 0 && report.doubled === 0 && report.badEnds.length === 0 ? 0 : 1;
}

async function runStorm(options: Options): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'farm-chaos-'));
  const closers = createClosers((name, error) => progress(`${name} did not stop cleanly: ${String(error)}`));
  const end = async (): Promise<void> => {
    await closers.close();
    rmSync(home, { recursive: true, force: true });
  };
  const interrupted = (): void => void end().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  process.setMaxListeners(50); // each of the two farms' processes ends with this one
  try {
    progress(`seed ${options.seed}, ${options.minutes} min, in ${home}`);
    const report = await storm({ ...options, home, faults: options.only ?? faults, closers, tell: progress });
    if (process.stderr.isTTY) process.stderr.write('\n');
    process.stdout.write(`${options.json ? JSON.stringify(report) : stormText(report)}\n`);
    return isWell(report) ? 0 : 1;
  } finally {
    process.removeListener('SIGINT', interrupted).removeListener('SIGTERM', interrupted);
    await end();
  }
}

async function main(): Promise<number> {
  const command = new Command('npm run chaos --')
    .description('Torments a farm of its own and compares its rows with those of a farm that was left alone; or tells workers to go in the middle of a burst of jobs.')
    .addArgument(new Argument('[what]', 'what to do to the farm').choices(['storm', 'burst']).default('storm'))
    .option('--minutes <n>', 'storm: how long, real minutes', positive, 30)
    .option('--seed <n>', 'storm: the order of the faults and the market', whole, (realNowMs() % 1_000_000) + 1)
    .option('--only <names>', `storm: of ${faults.map((f) => f.name).join(',')}`, named)
    .option('--speed <n>', "storm: how much faster the farm's clock runs", positive, 20)
    .option('--symbols <n>', 'storm: symbols of the market', whole, 8)
    .option('--jobs <n>', 'burst: jobs', whole, 20_000)
    .option('--workers <n>', 'burst: worker processes at a time', whole, 3)
    .option('--kills <n>', 'burst: workers told to go at most, one every second', whole, 60)
    .option('--json', 'report as one line of JSON')
    .exitOverride()
    .parse();
  const options = command.opts<Options>();
  return command.processedArgs[0] === 'burst' ? runBurst(options) : runStorm(options);
}

runCommand('chaos', main);
