/**
 * The browser's session: a signed, HttpOnly, SameSite=Strict cookie that names a
 * key of the ring and an expiry. Nothing is stored on the server, so any replica
 * reads it; a key that is taken off the ring takes its sessions with it.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Keys } from './keys.js';
import type { Principal } from './scopes.js';

export const SESSION_COOKIE = 'farm_session';
const LIFE_SECONDS = 8 * 3_600;

export interface Sessions {
  /** The value of a `Set-Cookie` header for the owner of a key. `nowMs` is real time. */
  issue(owner: Principal & { kid: string }, nowMs: number, secure: boolean): string;
  /** Clears the cookie. */
  clear(): string;
  /** The owner named by a `Cookie` header, or undefined when absent, forged, expired, or without a key any more. */
  read(cookieHeader: string | undefined, nowMs: number): Principal | undefined;
}

const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

export function createSessions(keys: Pick<Keys, 'signing' | 'named'>): Sessions {
  // Without a configured secret a session ends with the process; production requires one.
  const ownSecret = randomBytes(32).toString('hex');
  const secrets = (): string[] => {
    const configured = keys.signing();
    return configured.length > 0 ? configured.map((text) => `session:${text}`) : [ownSecret];
  };
  const mac = (text: string, secret: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const isSigned = (text: string, signature: string): boolean => {
    const given = Buffer.from(signature, 'base64url');
    return secrets().map((secret) => mac(text, secret)).some((expected) => given.length === expected.length && timingSafeEqual(given, expected));
  };
  return {
    issue: (owner, nowMs, secure) => {
      const text = `${owner.id}.${owner.kid}.${Math.floor(nowMs / 1_000) + LIFE_SECONDS}`;
      return `${SESSION_COOKIE}=${text}.${mac(text, secrets()[0] as string).toString('base64url')}; ${ATTRIBUTES}; Max-Age=${LIFE_SECONDS}${secure ? '; Secure' : ''}`;
    },
    clear: () => `${SESSION_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`,
    read: (cookieHeader, nowMs) => {
      const value = cookieHeader?.split(';').map((c) => c.trim()).find((c) => c.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1);
      const [id, kid, expires, signature] = value?.split('.') ?? [];
      if (!id || !kid || !expires || !signature || !isSigned(`${id}.${kid}.${expires}`, signature)) return undefined;
      const endsMs = Number(expires) * 1_000;
      const owner = endsMs > nowMs ? keys.named(kid) : undefined;
      return owner?.id === id ? { ...owner, untilMs: Math.min(owner.untilMs ?? endsMs, endsMs) } : undefined;
    },
  };
}
