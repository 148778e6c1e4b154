/**
 * `npm run schedule`: brings the timetable in Redis to this version, once per
 * deploy. What is listed is upserted, what is not is removed. With `--budget` it
 * touches nothing and says what the timetable costs upstream.
 */
import { Command } from 'commander';
import { ConfigError } from '#queues/errors.js';
import { createProducer, type Producer } from '#queues/producer.js';
import { syncTimetable } from '#queues/schedule.js';
import { parseClock } from '#queues/runtime/clock.js';
import { readRuntimeConfig, type RuntimeConfig } from '#queues/runtime/config.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { hostsOf } from '#workers/upstream/hosts.js';
import { redisRefusal } from './farm/given.js';
import { budgetOf, type HostUse } from './schedule/budget.js';
import { difference, type Line } from './schedule/difference.js';

interface Options {
  dryRun?: boolean;
  budget?: boolean;
  json?: boolean;
}

/** The universe as seeded, and the largest the farm is made for. */
const SYMBOL_COUNTS = [124, 320] as const;

/** @throws ConfigError when Redis does not answer: a queue would wait for it for ever. */
async function mustAnswer(config: RuntimeConfig): Promise<void> {
  const refusal = await redisRefusal(config);
  if (refusal !== null) throw new ConfigError([`Redis at ${config.REDIS_HOST}:${config.REDIS_PORT} must answer (REDIS_HOST, REDIS_PORT, REDIS_PASSWORD): ${refusal}`]);
}

async function sync(dryRun: boolean): Promise<Line[]> {
  const config = readRuntimeConfig(processEnvironment());
  await mustAnswer(config);
  const producer = createProducer({ redis: config, prefix: config.REDIS_PREFIX, clock: parseClock(config.FARM_CLOCK), log: silentLog() });
  try {
    return await compare(producer, dryRun);
  } finally {
    await producer.close();
  }
}

async function compare(producer: Producer, dryRun: boolean): Promise<Line[]> {
  const upkeep = producer.queue('upkeep');
  const before = difference(await upkeep.getJobSchedulers());
  if (dryRun) return before;
  await syncTimetable(upkeep);
  const after = new Map(difference(await upkeep.getJobSchedulers()).map((line) => [line.name, line]));
  return before.map((line) => ({ ...line, next: after.get(line.name)?.next ?? null }));
}

const WORDS = { add: 'added', change: 'changed', keep: 'unchanged', remove: 'removed' } as const;
const PLANS = { add: 'would be added', change: 'would be changed', keep: 'stays', remove: 'would be removed' } as const;

function printLines(lines: readonly Line[], dryRun: boolean): void {
  for (const { name, pattern, change, next } of lines) {
    console.log(`${name.padEnd(12)} ${(pattern ?? '-').padEnd(14)} ${(dryRun ? PLANS : WORDS)[change].padEnd(17)} ${next ? `next ${next}` : ''}`.trimEnd());
  }
}

interface BudgetLine extends HostUse {
  /** What this configuration's plan allows; null where it sets no such limit. */
  monthlyLimit: number | null;
  minuteLimit: number | null;
}

function budget(): BudgetLine[] {
  const hosts = hostsOf(readUpstreamConfig({ ...processEnvironment(), FARM_MODE: 'live' }));
  return SYMBOL_COUNTS.flatMap(budgetOf).map((use) => ({ ...use, monthlyLimit: hosts[use.host].budget.month ?? null, minuteLimit: hosts[use.host].budget.minute ?? null }));
}

function printBudget(lines: readonly BudgetLine[]): void {
  const count = (n: number): string => n.toLocaleString('en-US');
  console.log('Upstream calls of a farm that is up to date, from the declarations; cost is in units of the host (CoinGecko credits, Binance weight).\n');
  console.log('symbols  host                  calls a slot   calls a month   cost a month   of the monthly limit   busiest slot, of a minute');
  for (const l of lines) {
    const share = l.monthlyLimit === null ? 'none set' : `${((100 * l.costPerMonth) / l.monthlyLimit).toFixed(1)} % of ${count(l.monthlyLimit)}`;
    const burst = l.minuteLimit === null ? 'none set' : `${((100 * l.mostCostPerSlot) / l.minuteLimit).toFixed(1)} % of ${count(l.minuteLimit)}`;
    console.log(`${String(l.symbols).padStart(7)}  ${l.host.padEnd(21)} ${count(l.mostCallsPerSlot).padStart(13)} ${count(l.callsPerMonth).padStart(15)} ${count(l.costPerMonth).padStart(14)} ${share.padStart(22)} ${burst.padStart(27)}`);
  }
}

async function main(): Promise<void> {
  const options = new Command('schedule')
    .description('Brings the timetable in Redis to this version; reads REDIS_* from the environment.')
    .option('--dry-run', 'change nothing; say what would be changed')
    .option('--budget', 'change nothing; say what the timetable costs per upstream host and month')
    .option('--json', 'report as one line of JSON')
    .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : 2))
    .parse()
    .opts<Options>();
  if (options.budget) {
    const lines = budget();
    return options.json ? console.log(JSON.stringify({ budget: lines })) : printBudget(lines);
  }
  const lines = await sync(options.dryRun === true);
  if (options.json) console.log(JSON.stringify({ dry_run: options.dryRun === true, entries: lines }));
  else printLines(lines, options.dryRun === true);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof ConfigError ? 2 : 1;
});
