/**
 * What `up` keeps in its home: the keys, the lock, where farm time stood, and
 * `state.json` for everybody who wants to find the farm. All for the owner only.
 *
 * Each market has a folder of its own inside the home (`sim`, `live`,
 * `replay-NAME-HASH`), so that computed, recorded and real rows never share a database.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { randomSecret } from '#scripts/provision/secret.js';
import type { Mode } from './options.js';

const process_ = z.object({ role: z.string(), pool: z.string().nullable(), pid: z.number().int(), metrics_url: z.string().nullable() });
const keys = z.object({ master: z.string(), trading: z.string(), readonly: z.string() });

export const stateSchema = z.object({
  mode: z.enum(['sim', 'replay', 'live']),
  api_url: z.string(),
  keys,
  mysql: z.object({ host: z.string(), port: z.number(), user: z.string(), password: z.string(), databases: z.object({ prices: z.string(), trading: z.string(), stock: z.string() }) }),
  redis: z.object({ host: z.string(), port: z.number(), password: z.string() }),
  simulator: z.object({ url: z.string() }).nullable(),
  processes: z.array(process_),
});
export type FarmState = z.infer<typeof stateSchema>;
export type FarmProcess = z.infer<typeof process_>;
export interface FarmKeys extends z.infer<typeof keys> {
  jwt: string;
}

/** Whole or not at all: a reader never sees half a file. */
function writePrivate(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

const readJson = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

export const statePath = (home: string): string => join(resolve(home), 'state.json');
export const writeState = (home: string, state: FarmState): void => writePrivate(statePath(home), state);
export const forgetState = (home: string): void => rmSync(statePath(home), { force: true });
/** Null when no farm is up in this home. @throws ZodError or SyntaxError when the file is not ours. */
export function readState(home: string): FarmState | null {
  const found = readJson(statePath(home));
  return found === null ? null : stateSchema.parse(found);
}

/** The same keys at every start of the home. */
export function farmKeys(home: string): FarmKeys {
  const file = join(resolve(home), 'keys.json');
  const found = keys.extend({ jwt: z.string() }).safeParse(readJson(file));
  if (found.success) return found.data;
  const made: FarmKeys = { master: randomSecret(), trading: randomSecret(), readonly: randomSecret(), jwt: randomSecret() };
  writePrivate(file, made);
  return made;
}

/** The folder of the market's own servers; made when missing. */
export function marketHome(home: string, mode: Mode, replayDir: string | null): string {
  const name = mode === 'replay' && replayDir !== null ? `replay-${basename(resolve(replayDir)).replace(/[^\w-]/g, '').slice(0, 24)}-${createHash('sha256').update(resolve(replayDir)).digest('hex').slice(0, 6)}` : mode;
  const dir = join(resolve(home), name);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

const farmTime = z.object({ farm_ms: z.number() });
/** Farm instant at which the market last ran, or null. */
export const lastFarmMs = (market: string): number | null => farmTime.safeParse(readJson(join(market, 'clock.json'))).data?.farm_ms ?? null;
export const keepFarmMs = (market: string, farmMs: number): void => writePrivate(join(market, 'clock.json'), { farm_ms: farmMs });
