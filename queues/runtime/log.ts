/** Structured logs (pino). Secrets are redacted by key name, wherever they sit. */
import { pino, stdTimeFunctions, type Logger } from 'pino';
import type { RuntimeConfig } from './config.js';

export type Log = Logger;

const SECRET_KEYS = ['password', 'authorization', 'api_key', 'apikey', 'token', 'secret', 'cookie', 'Authorization', 'x-cg-demo-api-key', 'x-cg-pro-api-key', 'X-Api-Key'];
const redact = { paths: SECRET_KEYS.flatMap((k) => [`["${k}"]`, `*["${k}"]`, `*.*["${k}"]`]), censor: '[redacted]' };

/** @param role the process's role, stamped on every line (`scheduler`, `worker`, `api`). */
export function createLog(config: Pick<RuntimeConfig, 'LOG_LEVEL' | 'LOG_FORMAT'>, role: string): Log {
  const pretty = config.LOG_FORMAT ? config.LOG_FORMAT === 'pretty' : process.stdout.isTTY === true;
  return pino({
    level: config.LOG_LEVEL,
    base: { role, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    redact,
    ...(pretty ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,role', messageFormat: '[{role}] {msg}' } } } : {}),
  });
}

/** A log that says nothing, for tests that assert on something else. */
export const silentLog = (): Log => pino({ level: 'silent' });
