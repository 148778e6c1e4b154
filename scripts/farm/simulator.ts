/**
 * The simulated or replayed market as a process of the farm, and what it says it
 * plays. A replay is started twice: the farm's clock depends on what the recorded
 * candles cover, and the simulator needs the clock.
 */
import { z } from 'zod';
import { ask } from './ask.js';
import { startChild, type Child, type ChildSpec } from './child.js';
import type { UpOptions } from './options.js';

const universeSchema = z.object({
  mode: z.enum(['sim', 'replay']),
  assets: z.array(
    z.object({
      symbol: z.string(),
      coingecko_id: z.string(),
      name: z.string(),
      quote_currency: z.string(),
      venues: z.record(z.string(), z.string()),
      rank: z.number().nullable(),
    }),
  ),
  span: z.object({ from_ms: z.number(), to_ms: z.number() }).nullable(),
});
export type SimulatedUniverse = z.infer<typeof universeSchema>;

const READY_MS = 60_000;

export interface SimulatorPlace {
  port: number;
  logFile: string;
  env: Record<string, string>;
  tell(line: string): void;
}

function specOf(options: UpOptions, { port, logFile, env, tell }: SimulatorPlace): ChildSpec {
  const flags = ['--port', String(port)];
  if (options.replayDir !== null) flags.push('--replay', options.replayDir);
  if (options.faults !== null) flags.push('--faults', options.faults);
  if (typeof options.symbols === 'number' && options.mode === 'sim') flags.push('--symbols', String(options.symbols));
  return { name: 'simulator', args: ['dist/scripts/simulator/main.js', ...flags], env, logFile, readyUrl: `http://127.0.0.1:${port}/__sim/universe`, drainMs: 5_000, tell };
}

/** @throws StartError with the end of its log. */
export async function startSimulator(options: UpOptions, place: SimulatorPlace): Promise<Child> {
  const child = startChild(specOf(options, place));
  try {
    await child.ready(READY_MS);
    return child;
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** @throws Error when the simulator does not answer as agreed. */
export async function readUniverse(url: string): Promise<SimulatedUniverse> {
  const { body } = await ask(`${url}/__sim/universe`);
  return universeSchema.parse(JSON.parse(body));
}

/** What the recorded candles cover; null on the computed market, which covers any instant. */
export async function readSpan(options: UpOptions, place: SimulatorPlace): Promise<SimulatedUniverse['span']> {
  if (options.mode !== 'replay') return null;
  const child = await startSimulator(options, { ...place, env: { ...place.env, FARM_CLOCK: '' } });
  try {
    return (await readUniverse(`http://127.0.0.1:${place.port}`)).span;
  } finally {
    await child.stop();
  }
}
