/**
 * `./scripts/up`: the whole farm as processes of this machine, until Ctrl-C (or
 * one slot, or in the background). Decides nothing itself: reads the options,
 * brings the farm up, shows it, and stops exactly what it started.
 * Exits 0 when stopped, 1 when a part failed, 2 for wrong options or settings.
 */
import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { slotName } from '#queues/slot.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { createClosers } from './farm/closers.js';
import { detach } from './farm/detach.js';
import { readDotenv } from './farm/dotenv.js';
import { bringUp, type Farm } from './farm/farm.js';
import { forgetState, readState, writeState, type FarmState } from './farm/files.js';
import { takeLock } from './farm/lock.js';
import { runOnce } from './farm/once.js';
import { parseUp, DEFAULT_HOME, type UpOptions } from './farm/options.js';
import { farmTable, rowsTable } from './farm/report.js';
import { homePath, projectRoot } from './farm/place.js';
import { runCommand } from './farm/exit.js';
import { offLines } from './farm/sources-off.js';
import { whileSpace } from './farm/space.js';
import { createScreen, watchFarm, type Screen } from './farm/watch.js';

const ONCE_TIMEOUT_MS = 300_000;
const script = fileURLToPath(import.meta.url);

function marketName(o: UpOptions): string {
  if (o.mode === 'replay') return `replayed from ${basename(resolve(o.replayDir ?? ''))}, ${o.speed} x`;
  return o.mode === 'live' ? 'live upstreams' : `simulated, ${o.speed} x`;
}

function present(state: FarmState, options: UpOptions, screen: Screen): void {
  const off = offLines(options.mode, processEnvironment(), readDotenv(join(projectRoot, '.env')));
  screen.say(`\nThe farm is up.\n${farmTable(state, marketName(options), off)}\n`);
}

/** A process that was started again has another id. */
function keepState(home: string, state: FarmState): void {
  if (!isDeepStrictEqual(readState(home), state)) writeState(home, state);
}

/** @returns the exit code. */
async function once(farm: Farm, screen: Screen): Promise<number> {
  const result = await runOnce(farm.store, farm.clock, farm.startedFarmMs, ONCE_TIMEOUT_MS);
  screen.say(`slot ${slotName(result.slot)} ${result.state}\n${rowsTable(result.rows)}`);
  for (const problem of result.problems) process.stderr.write(`${problem}\n`);
  return result.problems.length > 0 ? 1 : 0;
}

async function run(options: UpOptions): Promise<number> {
  const screen = createScreen(process.stdout);
  const tell = (line: string) => screen.say(`==> ${line}`);
  mkdirSync(options.home, { recursive: true, mode: 0o700 });
  const closers = createClosers((name, error) => process.stderr.write(`${name} did not stop cleanly: ${error instanceof Error ? error.message : String(error)}\n`));
  closers.add('lock', takeLock(options.home));
  forgetState(options.home);
  closers.add('state', () => forgetState(options.home));
  const stopping = stopOnSignal(closers.close, tell);
  try {
    const farm = await whileSpace(options.home, bringUp({ options, env: processEnvironment(), dotenv: readDotenv(join(projectRoot, '.env')), closers, tell }));
    writeState(options.home, farm.state());
    if (options.once) return await whileSpace(options.home, once(farm, screen));
    present(farm.state(), options, screen);
    await watchFarm(farm, { screen, signal: stopping, look: () => keepState(options.home, farm.state()) });
    return 0;
  } catch (error) {
    if (stopping.aborted) return 0; // what fails while everything is being stopped is not news
    throw error;
  } finally {
    await closers.close();
  }
}

/** First signal: stop in order. Second: end now; what is ours is killed on exit. */
function stopOnSignal(close: () => Promise<void>, tell: (line: string) => void): AbortSignal {
  const stopping = new AbortController();
  const onSignal = (): void => {
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
    tell('stopping');
    void close();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return stopping.signal;
}

async function main(args: readonly string[]): Promise<number> {
  const asked = parseUp(args, processEnvironment());
  const calledFrom = process.cwd();
  const options = { ...asked, home: homePath(asked.home), replayDir: asked.replayDir === null ? null : resolve(asked.replayDir) };
  process.chdir(projectRoot);
  if (!options.detach) return await run(options);
  const state = await whileSpace(options.home, detach(options, { script, args, cwd: calledFrom }));
  present(state, options, createScreen(process.stdout));
  process.stdout.write(`It runs in the background: ./scripts/down${asked.home === DEFAULT_HOME ? '' : ` --home ${asked.home}`} stops it.\n`);
  return 0;
}

runCommand('up', () => main(process.argv.slice(2)));
