/**
 * The key ring: which keys open the api, and what signs tokens. Keys come from the
 * environment and, where `API_KEYS_FILE` names one, from a file that is read again
 * whenever it changes, so that keys can be replaced without a restart. Only
 * SHA-256 digests stay in memory.
 *
 *   # NAME     KEY or sha256:DIGEST      [until=INSTANT]
 *   master    sha256:6b86b273ff34fce1…
 *   trading   sha256:d4735e3a265e16ee…  until=2026-01-03T00:00:00Z
 *   trading   sha256:4e07408562bedb8b…
 *   jwt       the text that signs tokens
 *
 * A name may stand on several lines: old and new hold side by side until the old
 * line is taken out, or its `until` has come. Names the file has come from it alone.
 */
import { createHash } from 'node:crypto';
import { ConfigError } from '#queues/errors.js';
import { isWeak, type ApiConfig } from '../config.js';
import { KEY_SCOPES, type KeyName, type Principal } from './scopes.js';

export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export interface RingKey {
  digest: Buffer;
  owner: Principal;
}
export interface Ring {
  keys: readonly RingKey[];
  /** Texts that sign tokens: the first one signs, each of them verifies. */
  signing: readonly { text: string; untilMs: number | undefined }[];
}

const NAMES = ['master', 'trading', 'readonly', 'jwt'] as const;
type Name = (typeof NAMES)[number];
export interface Entry {
  name: Name;
  digest: Buffer;
  /** Of what signs. */
  text: string | undefined;
  untilMs: number | undefined;
}

const DIGEST = /^sha256:([0-9a-f]{64})$/i;
const isName = (text: string | undefined): text is Name => (NAMES as readonly (string | undefined)[]).includes(text);

/** What is wrong with a line, never its key; undefined where nothing is. */
function problemOf([name, value, until, ...rest]: readonly string[]): string | undefined {
  if (!isName(name)) return `must begin with ${NAMES.join(', ')}`;
  if (value === undefined || rest.length > 0) return 'must read NAME KEY [until=INSTANT]';
  if (until !== undefined && !/^until=\d{4}-\d\d-\d\dT/.test(until)) return 'must end its key with until=2026-01-03T00:00:00Z, or not at all';
  if (until !== undefined && Number.isNaN(Date.parse(until.slice(6)))) return 'names an instant that does not exist';
  if (!DIGEST.test(value)) return isWeak(value) ? 'holds a key that is short, repeating or well known' : undefined;
  return name === 'jwt' ? 'must hold the text itself: what signs cannot be a digest' : undefined;
}

function entryOf([name, value, until]: readonly string[]): Entry {
  const digest = DIGEST.exec(value as string)?.[1];
  return { name: name as Name, digest: digest ? Buffer.from(digest, 'hex') : digestOf(value as string), text: name === 'jwt' ? value : undefined, untilMs: until === undefined ? undefined : Date.parse(until.slice(6)) };
}

/** @throws ConfigError naming each bad line by its number, with its rule. */
function parseKeysFile(text: string): Entry[] {
  const lines = text.split('\n').map((line, i) => ({ no: i + 1, words: line.replace(/#.*$/, '').trim().split(/\s+/).filter(Boolean) }));
  const used = lines.filter(({ words }) => words.length > 0);
  const problems = used.flatMap(({ no, words }) => {
    const problem = problemOf(words);
    return problem ? [`API_KEYS_FILE, line ${no}: ${problem}`] : [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return used.map(({ words }) => entryOf(words));
}

const FROM_ENVIRONMENT: Readonly<Record<Name, 'API_KEY_MASTER' | 'API_KEY_TRADING' | 'API_KEY_READONLY' | 'JWT_SECRET_KEY'>> = { master: 'API_KEY_MASTER', trading: 'API_KEY_TRADING', readonly: 'API_KEY_READONLY', jwt: 'JWT_SECRET_KEY' };

/** Which key it is, without saying it: half of the digest of its digest. */
const kidOf = (digest: Buffer): string => createHash('sha256').update(digest).digest('base64url').slice(0, 16);

/** What a ring is made of beside the file. Holds no key in the clear, but for what signs. */
export interface RingBase {
  entries: readonly Entry[];
  limit: Principal['limit'];
  production: boolean;
}

export const ringBase = (config: ApiConfig): RingBase => ({
  entries: NAMES.flatMap((name) => {
    const text = config[FROM_ENVIRONMENT[name]];
    return text ? [{ name, digest: digestOf(text), text: name === 'jwt' ? text : undefined, untilMs: undefined }] : [];
  }),
  limit: { requests: config.RATE_LIMIT_REQUESTS, windowSeconds: config.RATE_LIMIT_WINDOW },
  production: config.production,
});

function problemsOf(entries: readonly Entry[], production: boolean): string[] {
  const twins = entries.filter((e, i) => entries.some((other, j) => j < i && other.name !== e.name && other.digest.equals(e.digest)));
  const missing = production ? NAMES.filter((name) => !entries.some((e) => e.name === name)) : [];
  return [...twins.map((e) => `the key of ${e.name} is another name's too: it would carry two sets of scopes`), ...missing.map((name) => `${FROM_ENVIRONMENT[name]} is not set, and API_KEYS_FILE has no line for ${name}`)];
}

/** @param file text of the keys file. @throws ConfigError for a bad line, a key under two names, and in production for a name without a key. */
export function ringOf({ entries: given, limit, production }: RingBase, file: string | undefined): Ring {
  const listed = file === undefined ? [] : parseKeysFile(file);
  const entries = [...listed, ...given.filter((e) => !listed.some((own) => own.name === e.name))];
  const problems = problemsOf(entries, production);
  if (problems.length > 0) throw new ConfigError(problems);
  const keyOf = (e: Entry & { name: KeyName }): RingKey => ({ digest: e.digest, owner: { id: e.name, scopes: new Set(KEY_SCOPES[e.name]), limit, kid: kidOf(e.digest), untilMs: e.untilMs } });
  return {
    keys: entries.filter((e): e is Entry & { name: KeyName } => e.name !== 'jwt').map(keyOf),
    signing: entries.filter((e) => e.name === 'jwt').map((e) => ({ text: e.text as string, untilMs: e.untilMs })),
  };
}
