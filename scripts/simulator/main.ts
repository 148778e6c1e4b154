/**
 * `node dist/scripts/simulator/main.js`: plays the upstreams until SIGTERM.
 * Prints one line of JSON, `{"url","pid"}`, when it listens.
 */
import { parseArgs } from 'node:util';
import { parseClock } from '#queues/runtime/clock.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { parseFaults } from './faults.js';
import { startSimulator, type SimulatorOptions } from './server.js';

const HELP = `Plays every upstream host over HTTP on the loopback, each under its name (/coingecko, /binance, /fred …).

  --port N             listen here (default 0: any free port)
  --host ADDRESS       on this address (default 127.0.0.1; 0.0.0.0 inside a container)
  --seed N             another seed is another market (default 1)
  --symbols N          how many coins (default: the registry's seeds, at least 134; all recorded ones)
  --replay DIR         play recorded candles: BASE[_QUOTE]-TIMEFRAME.csv[.gz] or .json[.gz]
  --faults SPEC        HOST:KIND:RATIO[:LIMIT],… such as binance:rate-limit:0.05
  --binance-weight N   weight allowed per farm minute (default 6000)
  --coingecko-calls N  calls allowed per farm minute (default 500)
  --help               this text

FARM_CLOCK=SPEED@REAL_MS@FARM_MS sets the clock, as for every process of the farm.
`;

const text = { type: 'string' } as const;
const flags = { port: text, host: text, seed: text, symbols: text, replay: text, faults: text, 'binance-weight': text, 'coingecko-calls': text, help: { type: 'boolean' } } as const;

/** @throws RangeError naming the flag. */
function whole(name: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === '' || !Number.isInteger(number) || number < least) throw new RangeError(`--${name} must be a whole number from ${least} on, got "${value}"`);
  return number;
}

function optionsOf(values: { [K in keyof typeof flags]?: string | boolean }): SimulatorOptions {
  const v = values as Record<Exclude<keyof typeof flags, 'help'>, string | undefined>;
  return {
    port: whole('port', v.port, 0),
    host: v.host,
    seed: whole('seed', v.seed, 0),
    symbols: whole('symbols', v.symbols, 1),
    replay: v.replay,
    faults: v.faults === undefined ? [] : parseFaults(v.faults),
    binanceWeightPerMinute: whole('binance-weight', v['binance-weight'], 1),
    coingeckoCallsPerMinute: whole('coingecko-calls', v['coingecko-calls'], 1),
    clock: parseClock(processEnvironment()['FARM_CLOCK']),
    notice: (line) => console.error(line),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags, strict: true });
  if (values.help) return console.log(HELP);
  const simulator = await startSimulator(optionsOf(values));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
  console.log(JSON.stringify({ url: simulator.url, pid: process.pid }));
}

main().catch((error: unknown) => {
  console.error(`simulator: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
