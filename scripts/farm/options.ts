/**
 * What `up` can be told, as data, and the rules that span options. Every problem
 * is reported at once; `scripts/up.help` is this command's help text (a test
 * compares them) because the shell must answer before Node's packages are there.
 */
import { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { ConfigError } from '#queues/errors.js';
import type { Environment } from '#queues/runtime/env.js';
import { parseFaults } from '#scripts/simulator/faults.js';

export type Mode = 'sim' | 'replay' | 'live';

export interface UpOptions {
  mode: Mode;
  /** Folder of recorded candles; null unless mode is replay. */
  replayDir: string | null;
  speed: number;
  /** All, the first N by rank, or these (upper case). */
  symbols: 'all' | number | string[];
  /** Processes of the collect and of the process pool, each. */
  workers: number;
  once: boolean;
  detach: boolean;
  apiPort: number;
  home: string;
  faults: string | null;
}

export const DEFAULT_HOME = '.farm';
/** Fixed, so that the committed help texts do not depend on somebody's terminal. */
export const HELP_WIDTH = 110;
const MOST_WORKERS = 64;
const FASTEST = 1_000;

interface Raw {
  live?: boolean;
  replay?: string;
  speed: string;
  symbols?: string;
  workers: string;
  once?: boolean;
  detach?: boolean;
  apiPort: string;
  home: string;
  faults?: string;
}

/** The command, ready to parse; it throws CommanderError instead of exiting. */
export function upCommand(): Command {
  return new Command('./scripts/up')
    .usage('[options]')
    .description('Starts the farm: private Redis and MySQL, scheduler, workers and api, on a simulated market.')
    .option('--live', 'collect from the real upstreams; keys come from .env')
    .option('--replay <dir>', 'serve recorded candles from a folder instead of the simulated market')
    .option('--speed <n>', 'run the farm\'s clock n times faster (simulated and replayed only)', '1')
    .option('--symbols <n|list>', 'the first n by rank, or a list such as BTC,ETH')
    .option('--workers <n>', 'worker processes of each pool', '1')
    .option('--once', 'run one slot, print the rows written, stop')
    .option('--detach', 'leave the farm running in the background; ./scripts/down stops it')
    .option('--api-port <port>', 'port of the api and its pages', '8000')
    .option('--home <dir>', 'where data, logs and keys are kept', DEFAULT_HOME)
    .option('--faults <spec>', 'faults the simulator plays, such as binance:rate-limit:0.05')
    .helpOption('-h, --help', 'show this text')
    .allowExcessArguments(false)
    .configureHelp({ helpWidth: HELP_WIDTH })
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}

function whole(text: string, least: number, most: number): number | null {
  const n = Number(text);
  return /^\d+$/.test(text) && n >= least && n <= most ? n : null;
}

function readSymbols(text: string | undefined): UpOptions['symbols'] | null {
  if (text === undefined || text === 'all') return 'all';
  if (/^\d+$/.test(text)) return Number(text) > 0 ? Number(text) : null;
  const names = text.split(',').map((s) => s.trim().toUpperCase()).filter(Boolean);
  return names.length > 0 && names.every((n) => /^[\w-]{1,100}$/.test(n)) ? names : null;
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

function faultProblems(spec: string): string[] {
  try {
    parseFaults(spec);
    return [];
  } catch (error) {
    return [`--faults: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Rules that span options or look at the machine. */
function conflicts(raw: Raw, env: Environment): string[] {
  const problems: string[] = [];
  if (raw.live && raw.replay !== undefined) problems.push('--live and --replay exclude each other');
  if (raw.live && Number(raw.speed) !== 1) problems.push('--speed needs the simulated or replayed market: live rows are stamped with the real time');
  if (raw.live && raw.faults !== undefined) problems.push('--faults needs the simulated or replayed market');
  if (raw.faults !== undefined) problems.push(...faultProblems(raw.faults));
  if (raw.once && raw.detach) problems.push('--once and --detach exclude each other: --once ends by itself');
  if (raw.replay !== undefined && !isFolder(raw.replay)) problems.push(`--replay must name a folder of recorded candles, and ${raw.replay} is ${existsSync(raw.replay) ? 'a file' : 'not there'}`);
  if (existsSync(raw.home) && !isFolder(raw.home)) problems.push(`--home must name a folder, and ${raw.home} is a file`);
  if (!raw.live && env['NODE_ENV'] === 'production') problems.push('NODE_ENV=production refuses simulated and replayed data, which would be traded on: add --live or unset NODE_ENV');
  return problems;
}

/** @throws ConfigError with every problem; CommanderError for an unknown option or for --help. */
export function parseUp(args: readonly string[], env: Environment): UpOptions {
  const raw = upCommand().parse([...args], { from: 'user' }).opts<Raw>();
  const speed = Number(raw.speed);
  const symbols = readSymbols(raw.symbols);
  const workers = whole(raw.workers, 1, MOST_WORKERS);
  const apiPort = whole(raw.apiPort, 0, 65_535);
  const problems = conflicts(raw, env);
  if (!(speed >= 0.01 && speed <= FASTEST)) problems.push(`--speed must be a number from 0.01 to ${FASTEST}, got "${raw.speed}"`);
  if (symbols === null) problems.push(`--symbols must be a number or a list such as BTC,ETH, got "${raw.symbols}"`);
  if (workers === null) problems.push(`--workers must be a whole number from 1 to ${MOST_WORKERS}, got "${raw.workers}"`);
  if (apiPort === null) problems.push(`--api-port must be a port, 0 to 65535 (0 takes a free one), got "${raw.apiPort}"`);
  if (problems.length > 0 || symbols === null || workers === null || apiPort === null) throw new ConfigError(problems);
  const played = raw.replay === undefined ? 'sim' : 'replay';
  return { mode: raw.live ? 'live' : played, replayDir: raw.replay ?? null, speed, symbols, workers, once: raw.once ?? false, detach: raw.detach ?? false, apiPort, home: raw.home, faults: raw.faults ?? null };
}

