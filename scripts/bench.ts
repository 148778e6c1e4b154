/**
 * `npm run bench`: measures the farm beside its bare parts, on servers of its
 * own. It reports and judges nothing: it exits non-zero only when a measurement
 * could not be made.
 */
import { Argument, Command } from 'commander';
import { ConfigError } from '#queues/errors.js';
import { api } from './bench/api.js';
import { backfill } from './bench/backfill.js';
import { conditions, conditionsLine } from './bench/conditions.js';
import { printed, summarise, type Bench, type Report } from './bench/figures.js';
import { gaps } from './bench/gaps.js';
import { indicators } from './bench/indicators.js';
import { latest } from './bench/latest.js';
import { polite } from './bench/polite.js';
import { push } from './bench/push.js';
import { sentiment } from './bench/sentiment.js';
import { slot } from './bench/slot.js';
import { store } from './bench/store.js';
import { wrapper } from './bench/wrapper.js';

/** Quick ones first. */
const benches = { indicators, sentiment, store, gaps, latest, wrapper, api, push, backfill, slot, polite } as const satisfies Record<string, Bench>;
const names = Object.keys(benches) as (keyof typeof benches)[];

interface Options {
  json?: boolean;
  runs: string;
  slots: string;
  rows?: string;
}

const command = (): Command =>
  new Command('bench')
    .description('Measures the farm beside its bare parts, in turns, on a Redis and a MySQL of its own. All of them take about ten minutes.')
    .addArgument(new Argument('[names...]', 'what to measure; everything when left out').choices(names))
    .option('--runs <n>', 'runs of each side, after one to warm up', '5')
    .option('--slots <n>', 'slots to measure, after some to warm up', '60')
    .option('--rows <n>', 'rows of the large table that latest reads (1000000), and of a round of backfill (19200)')
    .option('--json', 'report as one line of JSON')
    .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : 2));

/** @throws ConfigError naming the option. */
function whole(name: string, text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new ConfigError([`--${name} must be a whole number from 1 on, got "${text}"`]);
  return n;
}

/** On a terminal the line is overwritten; elsewhere each stands on its own. */
function progressOf(name: string): (line: string) => void {
  const { isTTY } = process.stderr;
  return (line) => void process.stderr.write(isTTY ? `\r\x1b[2K${name}: ${line}` : `${name}: ${line}\n`);
}

const asJson = ({ bench, figures, ratios, notes }: Report): object => ({
  bench,
  figures: figures.map(({ name, unit, samples }) => ({ name, unit, ...summarise(samples) })),
  ratios: ratios.map(({ name, goal, samples }) => ({ name, goal, ...summarise(samples) })),
  notes,
});

async function main(): Promise<void> {
  const program = command().parse();
  const { json, runs, slots, rows } = program.opts<Options>();
  const asked = program.args as typeof names;
  const options = { runs: whole('runs', runs), slots: whole('slots', slots), ...(rows === undefined ? {} : { rows: whole('rows', rows) }) };
  const taken = conditions();
  if (!json) console.log(`${conditionsLine(taken)}\n`);
  const reports: Report[] = [];
  for (const name of names.filter((n) => asked.length === 0 || asked.includes(n))) {
    const report = await benches[name]({ ...options, progress: progressOf(name) });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
    if (!json) console.log(printed(report));
    reports.push(report);
  }
  if (json) console.log(JSON.stringify({ conditions: taken, reports: reports.map(asJson) }));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`\nbench: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  },
);
