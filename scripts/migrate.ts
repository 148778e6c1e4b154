/**
 * `npm run migrate`: creates the databases and brings them to this version.
 * Safe to run at any time and from several places at once.
 */
import { Command } from 'commander';
import { ConfigError, StoreError } from '#queues/errors.js';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { readStoreConfig, type StoreConfig } from '#workers/store/config.js';
import { migrate, pendingMigrations, verifySchema } from '#workers/store/migrate.js';

interface Options {
  check?: boolean;
  json?: boolean;
  wait?: string;
}

interface Report {
  ok: boolean;
  applied: string[];
  pending: string[];
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

async function check(config: StoreConfig): Promise<Report> {
  const pending = await pendingMigrations(config, silentLog());
  if (pending.length > 0) return { ok: false, applied: [], pending, problem: `${pending.length} migration${pending.length === 1 ? ' is' : 's are'} not applied` };
  await verifySchema(config);
  return { ok: true, applied: [], pending, problem: null };
}

async function apply(config: StoreConfig): Promise<Report> {
  const { applied } = await migrate(config, silentLog());
  await verifySchema(config);
  return { ok: true, applied, pending: [], problem: null };
}

/** A failure that a person can act on becomes a report; anything else is a fault of ours. */
function failed(error: unknown): Report {
  const nothing = { ok: false, applied: [], pending: [] };
  if (error instanceof ConfigError) return { ...nothing, problem: error.message, badConfig: true };
  if (error instanceof StoreError) return { ...nothing, problem: error.message };
  throw error;
}

function print(report: Report, json: boolean): void {
  if (json) return console.log(JSON.stringify(report));
  for (const name of report.applied) console.log(`applied ${name}`);
  for (const name of report.pending) console.log(`pending ${name}`);
  if (report.problem) console.error(report.problem);
  else if (report.applied.length === 0) console.log('The databases are up to date.');
}

const options = new Command('migrate')
  .description('Creates the databases and applies the migrations that are missing; reads MYSQL_* from the environment.')
  .option('--check', 'change nothing; exit 1 when a migration is missing or the schema differs from the declarations')
  .option('--wait <seconds>', 'keep trying for so long while MySQL does not answer; with --check, while a migration is missing', '0')
  .option('--json', 'report as one line of JSON')
  .parse()
  .opts<Options>();
const seconds = Number(options.wait);
if (!Number.isFinite(seconds) || seconds < 0) {
  console.error(`--wait must be a number of seconds, 0 or more; got "${options.wait}"`);
  process.exit(2);
}
const run = options.check ? check : apply;
const report = await Promise.resolve()
  .then(() => readStoreConfig(processEnvironment()))
  .then((config) => patiently(seconds, () => run(config)))
  .catch(failed);
print(report, options.json === true);
if (!report.ok) process.exitCode = report.badConfig ? 2 : 1;
