/**
 * Bearer keys. Only SHA-256 digests stay in memory; a presented key is compared
 * with every one of them in constant time, so timing tells neither how much of
 * it is right nor which key it nearly was.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { KEY_SCOPES, type KeyName, type Principal } from './scopes.js';
import { verifyJwt, type JwtVerifier } from './jwt.js';
import type { ApiConfig } from '../config.js';
import type { Clock } from '#queues/runtime/clock.js';

export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export interface Keys {
  /** The owner of a bearer token (a key or an HS256 JWT), or undefined. */
  identify(token: string): Principal | undefined;
}

const MOST_TOKEN_CHARACTERS = 4_096;

export function createKeys(config: ApiConfig, clock: Clock): Keys {
  const limit = { requests: config.RATE_LIMIT_REQUESTS, windowSeconds: config.RATE_LIMIT_WINDOW };
  const named: [KeyName, string | undefined][] = [
    ['master', config.API_KEY_MASTER],
    ['trading', config.API_KEY_TRADING],
    ['readonly', config.API_KEY_READONLY],
  ];
  const known = named.flatMap(([name, key]) => (key ? [{ digest: digestOf(key), owner: { id: name, scopes: new Set(KEY_SCOPES[name]), limit } as Principal }] : []));
  const jwt: JwtVerifier | undefined = config.JWT_SECRET_KEY ? { secret: config.JWT_SECRET_KEY, limit } : undefined;
  return {
    identify: (token) => {
      if (token.length === 0 || token.length > MOST_TOKEN_CHARACTERS) return undefined;
      const digest = digestOf(token);
      let owner: Principal | undefined;
      for (const k of known) if (timingSafeEqual(k.digest, digest)) owner = k.owner;
      // A token's life is measured in real time: its issuer knows nothing of a faster clock.
      return owner ?? (jwt && verifyJwt(token, jwt, clock.toReal(clock.nowMs()) / 1_000));
    },
  };
}

/** The token of `Authorization: Bearer TOKEN`, or undefined. */
export const bearerOf = (header: string | undefined): string | undefined => {
  const match = header === undefined ? null : /^Bearer ([\x21-\x7e]+)$/i.exec(header);
  return match?.[1];
};
