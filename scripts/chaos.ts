/**
 * `npm run chaos -- burst`: what becomes of 20,000 jobs while worker processes are
 * told to go, one every second, on servers of its own. Exits 1 when a job was lost
 * or done twice, or a worker did not end well.
 */
import { Argument, Command, InvalidArgumentError } from 'commander';
import { withServices } from './bench/services.js';
import { burst, type BurstReport } from './chaos/burst.js';
import { runCommand } from './farm/exit.js';

interface Options {
  jobs: number;
  workers: number;
  kills: number;
  json?: boolean;
}

function whole(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return n;
}

const text = (r: BurstReport): string =>
  `expected ${r.expected}, done ${r.done}, lost ${r.lost}, doubled ${r.doubled}\n${r.kills} workers were told to go in ${r.seconds} s; ${r.badEnds.length === 0 ? 'all ended with 0' : `not all ended with 0: ${r.badEnds.join(', ')}`}`;

async function main(): Promise<number> {
  const options = new Command('npm run chaos --')
    .description('Tells worker processes to go in the middle of a burst and counts every effect, on a Redis and a MySQL of its own.')
    .addArgument(new Argument('<what>', 'what to do to the farm').choices(['burst']))
    .option('--jobs <n>', 'jobs of the burst', whole, 20_000)
    .option('--workers <n>', 'worker processes at a time', whole, 3)
    .option('--kills <n>', 'workers told to go at most, one every second', whole, 60)
    .option('--json', 'report as one line of JSON')
    .exitOverride()
    .parse()
    .opts<Options>();
  const report = await withServices(({ redis, prefix, store, env }) =>
    burst({ ...options, redis, prefix, store, env: { ...env, LOG_LEVEL: 'warn', DRAIN_TIMEOUT_MS: '20000' }, progress: (line) => void process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`) }),
  );
  if (process.stderr.isTTY) process.stderr.write('\n');
  process.stdout.write(`${options.json ? JSON.stringify(report) : text(report)}\n`);
  return report.lost === 0 && report.doubled === 0 && report.badEnds.length === 0 ? 0 : 1;
}

runCommand('chaos', main);
