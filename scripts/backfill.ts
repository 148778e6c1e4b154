/**
 * `npm run backfill`: has a stretch of the past filled by a running farm, and
 * follows it. The farm does the work: Ctrl-C ends the looking, not the backfill.
 * Exits 0 when it is done; 1 when something that could have come did not, or it was ended.
 */
import { Argument, Command } from 'commander';
import { answer, createFarm, FarmError } from '#api/client/farm.js';
import type { paths } from '#api/client/schema.js';
import { datasetNamesAsked } from '#queues/backfills/stages.js';
import { ConfigError, StartError } from '#queues/errors.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { follow, type Farm, type Terminal } from './backfill/follow.js';
import { endText, listText, planText } from './backfill/text.js';
import { runCommand } from './farm/exit.js';
import { openTarget, withTarget, type TargetOptions } from './target/options.js';

const ACTIONS = ['list', 'follow', 'pause', 'resume', 'cancel'] as const;
type Action = (typeof ACTIONS)[number];

interface Options extends TargetOptions {
  dataset?: string;
  from?: string;
  to?: string;
  symbols: string;
  timeframe?: string;
  only?: boolean;
  dryRun?: boolean;
  detach?: boolean;
  json?: boolean;
}
/** As the farm takes it; what is no dataset or timeframe it refuses in its own words. */
type Question = NonNullable<paths['/api/v1/backfill']['post']['requestBody']>['content']['application/json'];

const command = (): Command =>
  withTarget(new Command('npm run backfill --').description('Has a stretch of the past filled by a running farm: candles from the venues, indicators and features computed again. Politely: slots come first.'))
    .addArgument(new Argument('[action]', 'what to do about one that was asked for before; nothing to ask for a new one').choices(ACTIONS))
    .argument('[id]', 'which one, for follow, pause, resume and cancel')
    .option('--dataset <name>', `what to fill: ${datasetNamesAsked.join(', ')}`)
    .option('--from <time>', 'first open time, close or slot; ISO 8601, UTC')
    .option('--to <time>', 'its end, exclusive')
    .option('--symbols <list>', 'names separated by commas, or all that the farm collects', 'all')
    .option('--timeframe <list>', 'of candles and indicators: 5m, 1h, 4h, 1d; all when left out')
    .option('--only', 'leave out what the dataset is made of')
    .option('--dry-run', 'show the plan (rows, calls, time, upstream budget) and begin nothing')
    .option('--detach', 'ask for it and do not wait')
    .option('--json', 'report as one line of JSON')
    .allowExcessArguments(false)
    .exitOverride();

const list = (text: string): string[] => text.split(',').map((s) => s.trim()).filter(Boolean);

/** @throws ConfigError naming every option that is missing. */
function questionOf({ dataset, from, to, symbols, timeframe, only }: Options): Question {
  const missing = Object.entries({ dataset, from, to }).filter(([, v]) => !v).map(([name]) => `--${name} is needed: npm run backfill -- --dataset ml_features --from 2026-01-01 --to 2026-01-08 --symbols BTC,ETH`);
  if (missing.length > 0) throw new ConfigError(missing);
  const timeframes = timeframe === undefined ? {} : { timeframes: list(timeframe) as Question['timeframes'] };
  return { dataset: dataset as Question['dataset'], from: from as string, to: to as string, symbols: symbols === 'all' ? 'all' : list(symbols), ...timeframes, only: only ?? false };
}

const say = (json: boolean | undefined, value: unknown, text: string): void => void process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);

/** Progress goes beside the report, and only where somebody may be reading it. */
const terminal = (json: boolean | undefined): Terminal => ({ isTTY: process.stderr.isTTY && !json, write: (text) => void (json ? undefined : process.stderr.write(text)) });

async function followToEnd(farm: Farm, id: string, { json }: Options): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new StartError(`${id} goes on. Look again with: npm run backfill -- follow ${id}; end it with: npm run backfill -- cancel ${id}`)));
  const ended = await follow(farm, id, terminal(json), stop.signal).catch((error: unknown) => {
    throw stop.signal.aborted ? stop.signal.reason : error;
  });
  say(json, ended, endText(ended));
  return ended.state === 'done' ? 0 : 1;
}

async function ask(farm: Farm, options: Options): Promise<number> {
  const body = questionOf(options);
  if (options.dryRun) {
    const plan = await answer(farm.POST('/api/v1/backfill/plan', { body }));
    say(options.json, plan, planText(plan));
    return 0;
  }
  const filed = await answer(farm.POST('/api/v1/backfill', { body }));
  const text = `${filed.job_id}: ${filed.rows.toLocaleString('en-US')} rows in ${filed.chunks} chunks${filed.created ? '' : ', asked for before and not over'}`;
  if (options.detach) {
    say(options.json, filed, `${text}. Follow it with: npm run backfill -- follow ${filed.job_id}`);
    return 0;
  }
  if (!options.json) process.stdout.write(`${text}\n`);
  return followToEnd(farm, filed.job_id, options);
}

async function act(farm: Farm, action: Exclude<Action, 'list'>, id: string | undefined, options: Options): Promise<number> {
  if (id === undefined) throw new ConfigError([`${action} needs the id of a backfill; npm run backfill -- list names them`]);
  if (action === 'follow') return followToEnd(farm, id, options);
  const turned = await answer(farm.POST('/api/v1/backfills/{id}/{turn}', { params: { path: { id, turn: action } } }));
  say(options.json, turned, endText(turned));
  return 0;
}

async function listAll(farm: Farm, { json }: Options): Promise<number> {
  const { data } = await answer(farm.GET('/api/v1/backfills', { params: { query: { limit: 50 } } }));
  say(json, data, listText(data));
  return 0;
}

async function main(): Promise<number> {
  const program = command().parse();
  const options = program.opts<Options>();
  const [action, id] = program.args as [Action | undefined, string | undefined];
  const target = await openTarget(options, processEnvironment());
  try {
    if (target.keys.master === undefined) throw new ConfigError(['backfills need the master key: API_KEY_MASTER, or a farm of this machine (--home)']);
    const farm = createFarm({ baseUrl: target.api, key: target.keys.master });
    if (action === undefined) return await ask(farm, options);
    return await (action === 'list' ? listAll(farm, options) : act(farm, action, id, options));
  } catch (error) {
    if (error instanceof FarmError) throw new StartError(error.message);
    if (error instanceof TypeError && error.message === 'fetch failed') throw new StartError(`${target.api} does not answer: is the farm up?`);
    throw error;
  } finally {
    await target.close();
  }
}

runCommand('backfill', main);
