/**
 * `npm run replay`: does a stretch of the past again from the archived answers, in
 * databases beside the farm's, and compares what comes of it with what is stored.
 * Exits 0 when it is the same to the last bit, 1 when something differs or cannot be done.
 */
import { Command } from 'commander';
import { ConfigError, StartError } from '#queues/errors.js';
import { processEnvironment, type Environment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { createSentiment } from '#workers/processors/sentiment/run.js';
import { readSentimentConfig } from '#workers/processors/sentiment/scoring/config.js';
import { openScorers } from '#workers/processors/sentiment/scoring/open.js';
import type { Window } from '#workers/replay/ground.js';
import { replay, type Listener } from '#workers/replay/replay.js';
import { REMEMBERED_MS } from '#workers/replay/work.js';
import { readStoreConfig, type StoreConfig } from '#workers/store/config.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { hostsOf } from '#workers/upstream/hosts.js';
import { runCommand } from './farm/exit.js';
import { DEFAULT_HOME } from './farm/options.js';
import { homePath } from './farm/place.js';
import { planText, reportText, runsText } from './replay/text.js';
import { homeTarget } from './target/local.js';

interface Options {
  from?: string;
  to?: string;
  home?: string;
  lead: string;
  keep?: boolean;
  json?: boolean;
}

const MINUTE = 60_000;
const EXAMPLE = 'npm run replay -- --from 2026-01-01T12:00Z --to 2026-01-01T13:00Z';

const command = (): Command =>
  new Command('npm run replay --')
    .description('Does a stretch of the past again from the archived answers of upstreams, in databases beside the farm\'s, and compares every row that comes of it with the stored one. Writes nothing of the farm\'s.')
    .option('--from <time>', 'the first instant whose jobs are done again; ISO 8601, UTC')
    .option('--to <time>', 'its end, exclusive')
    .option('--home <dir>', 'the farm that ./scripts/up runs in this home; without it MYSQL_* of the environment, or else the usual home')
    .option('--lead <minutes>', 'how long before --from it begins, so that processes remember what they did then', String(REMEMBERED_MS / MINUTE))
    .option('--keep', 'leave the databases of the replay for a look')
    .option('--json', 'report as one line of JSON')
    .allowExcessArguments(false)
    .exitOverride();

/** A time without a zone is UTC. */
const instantOf = (text: string): number => Date.parse(/[zZ]$|[+-]\d\d:?\d\d$/.test(text) || !text.includes('T') ? text : `${text}Z`);

/** @throws ConfigError naming every option that is missing or wrong. */
function windowOf({ from, to, lead }: Options): Window {
  const problems = Object.entries({ from, to }).flatMap(([name, text]) => {
    if (!text) return [`--${name} is needed: ${EXAMPLE}`];
    return Number.isNaN(instantOf(text)) ? [`--${name} must be a time in ISO 8601, such as 2026-01-01T12:00Z; got "${text}"`] : [];
  });
  if (!(Number(lead) >= 0)) problems.push(`--lead must be a number of minutes, 0 or more; got "${lead}"`);
  if (problems.length > 0) throw new ConfigError(problems);
  const window = { from: instantOf(from as string), to: instantOf(to as string) };
  if (window.from >= window.to) throw new ConfigError([`--from must lie before --to; got ${from} and ${to}`]);
  return window;
}

function storeOf({ home }: Options, env: Environment): StoreConfig {
  if (home === undefined && env['MYSQL_USER']) return readStoreConfig(env);
  const { mysql } = homeTarget(homePath(home ?? DEFAULT_HOME));
  if (!mysql) throw new ConfigError(['the MySQL of this farm cannot be reached from here: set MYSQL_HOST, MYSQL_USER and what else it needs']);
  return mysql;
}

/** Progress goes beside the report; a line that is overwritten on a terminal, a line a step elsewhere, none for machines. */
function listener(json: boolean | undefined): Listener {
  const isTTY = process.stderr.isTTY === true;
  const write = (text: string): void => void (json ? undefined : process.stderr.write(text));
  const step = (text: string): void => write(isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  return {
    plan: (plan) => write(`${planText(plan)}\n`),
    step,
    runs: (done, all) => (isTTY || done === all || done % Math.ceil(all / 10) === 0 ? step(runsText(done, all)) : undefined),
  };
}

async function main(): Promise<number> {
  const options = command().parse().opts<Options>();
  const env = processEnvironment();
  const window = windowOf(options);
  const live = storeOf(options, env);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new StartError('stopped; the databases of the replay are dropped, nothing of the farm was written')));
  const scorers = await openScorers(readSentimentConfig(env), silentLog());
  try {
    const found = await replay({ live, window, leadMs: Number(options.lead) * MINUTE, hosts: hostsOf(readUpstreamConfig(env)), sentiment: createSentiment(scorers), models: [scorers.crypto.model, scorers.stock.model], keep: options.keep === true, signal: stop.signal, tell: listener(options.json) });
    if (process.stderr.isTTY && !options.json) process.stderr.write('\r\x1b[2K');
    process.stdout.write(`${options.json ? JSON.stringify(found) : reportText(found)}\n`);
    return found.identical ? 0 : 1;
  } finally {
    await Promise.all([scorers.crypto.close(), scorers.stock.close()]);
  }
}

runCommand('replay', main);
