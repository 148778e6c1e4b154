/**
 * `npm run migrate`: creates the databases and brings them to this version.
 * Safe to run at any time and from several places at once.
 */
import { Command } from 'commander';
import { ConfigError, StoreError } from '#queues/errors.js';
import { realSleep, stopwatchMs, systemClock } from '#queues/runtime/clock.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { readMigrations } from '#workers/store/migration-files.js';
import { readStoreConfig, type StoreConfig } from '#workers/store/config.js';
import { migrate, MOST_MOVED, pendingMigrations, verifySchema } from '#workers/store/migrate.js';
import { readRetentionConfig } from '#workers/store/retention/config.js';
import { outlook, type Outlook } from '#workers/store/retention/outlook.js';
import { daysOf } from '#workers/store/retention/policy.js';

interface Options {
  check?: boolean;
  dryRun?: boolean;
  rearrange?: boolean;
  json?: boolean;
  wait?: string;
}

interface Report {
  ok: boolean;
  applied: string[];
  pending: string[];
  /** What was done to partitions, or would be; and how they stand. */
  partitions: string[];
  problem: string | null;
  /** The environment is wrong: trying again is pointless until it is changed. */
  badConfig?: true;
}

/** Repeats while MySQL does not answer, or a check finds that somebody has yet to migrate; at most for the given time. */
async function patiently(seconds: number, work: () => Promise<Report>): Promise<Report> {
  const from = stopwatchMs();
  for (;;) {
    const isLate = (): boolean => stopwatchMs() - from > seconds * 1_000;
    try {
      const report = await work();
      if (report.pending.length === 0 || isLate()) return report;
    } catch (error) {
      const healable = error instanceof StoreError && error.kind === 'transient';
      if (!healable || isLate()) throw error;
    }
    await realSleep(500);
  }
}

const ahead = (config: StoreConfig, isThere: boolean, { rearrange = false }: Options): Promise<Outlook> =>
  outlook(config, silentLog(), { nowMs: systemClock.nowMs(), days: daysOf(readRetentionConfig(processEnvironment()).KEEP_DAYS), mostRows: rearrange ? Infinity : MOST_MOVED, history: rearrange }, isThere);

async function check(config: StoreConfig, options: Options): Promise<Report> {
  const files = await pendingMigrations(config, silentLog());
  const found = await ahead(config, files.length === 0, options);
  const pending = [...files, ...found.uncut.map((name) => `partitions of ${name}`)];
  if (pending.length > 0) return { ok: false, applied: [], pending, partitions: [], problem: `${pending.length} migration${pending.length === 1 ? ' is' : 's are'} not applied` };
  await verifySchema(config);
  return { ok: true, applied: [], pending, partitions: [...found.state, ...found.migrate.map((what) => `to do: ${what}`), ...found.farm.map((what) => `the farm will ${what}`), ...found.problems], problem: null };
}

async function dryRun(config: StoreConfig, options: Options): Promise<Report> {
  const files = await pendingMigrations(config, silentLog());
  const found = await ahead(config, files.length === 0, options);
  return { ok: true, applied: [], pending: [], partitions: [...files.map((name) => `would apply ${name}`), ...found.migrate.map((what) => `would ${what}`), ...found.farm.map((what) => `the farm will ${what}`), ...found.problems, ...found.state], problem: null };
}

async function apply(config: StoreConfig, { rearrange }: Options): Promise<Report> {
  const { applied, partitions, problems } = await migrate(config, silentLog(), readMigrations(), { rearrange, progress: (line) => void process.stderr.write(`${line}\n`) });
  await verifySchema(config);
  return { ok: true, applied, pending: [], partitions: [...partitions, ...problems], problem: null };
}

/** A failure that a person can act on becomes a report; anything else is a fault of ours. */
function failed(error: unknown): Report {
  const nothing = { ok: false, applied: [], pending: [], partitions: [] };
  if (error instanceof ConfigError) return { ...nothing, problem: error.message, badConfig: true };
  if (error instanceof StoreError) return { ...nothing, problem: error.message };
  throw error;
}

function print(report: Report, { json, dryRun: dry }: Options): void {
  if (json) return console.log(JSON.stringify(report));
  for (const name of report.applied) console.log(`applied ${name}`);
  for (const name of report.pending) console.log(`pending ${name}`);
  for (const line of report.partitions) console.log(line);
  if (report.problem) console.error(report.problem);
  else if (report.applied.length === 0 && !dry) console.log('The databases are up to date.');
}

const options = new Command('migrate')
  .description('Creates the databases and applies the migrations that are missing; reads MYSQL_* from the environment.')
  .option('--check', 'change nothing; exit 1 when a migration is missing or the schema differs from the declarations')
  .option('--dry-run', 'change nothing; say what would be applied, cut and rolled off')
  .option('--rearrange', 'also split partitions that hold many rows; nobody can write the table meanwhile')
  .option('--wait <seconds>', 'keep trying for so long while MySQL does not answer; with --check, while a migration is missing', '0')
  .option('--json', 'report as one line of JSON')
  .parse()
  .opts<Options>();
const seconds = Number(options.wait);
if (!Number.isFinite(seconds) || seconds < 0) {
  console.error(`--wait must be a number of seconds, 0 or more; got "${options.wait}"`);
  process.exit(2);
}
const asked = options.dryRun ? dryRun : apply;
const run = options.check ? check : asked;
const report = await Promise.resolve()
  .then(() => readStoreConfig(processEnvironment()))
  .then((config) => patiently(seconds, () => run(config, options)))
  .catch(failed);
print(report, options);
if (!report.ok) process.exitCode = report.badConfig ? 2 : 1;
