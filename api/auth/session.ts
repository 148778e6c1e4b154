/**
 * The browser's session: a signed, HttpOnly, SameSite=Strict cookie that names a
 * key and an expiry. Nothing is stored on the server, so any replica reads it.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { KEY_SCOPES, type KeyName, type Principal } from './scopes.js';
import type { ApiConfig } from '../config.js';

export const SESSION_COOKIE = 'farm_session';
const LIFE_SECONDS = 8 * 3_600;

export interface Sessions {
  /** The value of a `Set-Cookie` header. `nowMs` is real time. */
  issue(owner: KeyName, nowMs: number, secure: boolean): string;
  /** Clears the cookie. */
  clear(): string;
  /** The owner named by a `Cookie` header, or undefined when absent, forged or expired. */
  read(cookieHeader: string | undefined, nowMs: number): Principal | undefined;
}

const isKeyName = (text: string): text is KeyName => Object.hasOwn(KEY_SCOPES, text);

export function createSessions(config: ApiConfig): Sessions {
  // Without a configured secret a session ends with the process; production requires one.
  const secret = config.JWT_SECRET_KEY ? `session:${config.JWT_SECRET_KEY}` : randomBytes(32).toString('hex');
  const mac = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const attributes = 'Path=/; HttpOnly; SameSite=Strict';
  const limit = { requests: config.RATE_LIMIT_REQUESTS, windowSeconds: config.RATE_LIMIT_WINDOW };
  return {
    issue: (owner, nowMs, secure) => {
      const text = `${owner}.${Math.floor(nowMs / 1_000) + LIFE_SECONDS}`;
      return `${SESSION_COOKIE}=${text}.${mac(text).toString('base64url')}; ${attributes}; Max-Age=${LIFE_SECONDS}${secure ? '; Secure' : ''}`;
    },
    clear: () => `${SESSION_COOKIE}=; ${attributes}; Max-Age=0`,
    read: (cookieHeader, nowMs) => {
      const value = cookieHeader?.split(';').map((c) => c.trim()).find((c) => c.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1);
      const [owner, expires, signature] = value?.split('.') ?? [];
      if (!owner || !expires || !signature || !isKeyName(owner)) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const expected = mac(`${owner}.${expires}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return Number(expires) * 1_000 > nowMs ? { id: owner, scopes: new Set(KEY_SCOPES[owner]), limit } : undefined;
    },
  };
}
