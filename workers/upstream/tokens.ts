/**
 * Short-lived bearer tokens by client credentials (RFC 6749 §4.4): asked for
 * when first needed, kept until a minute before they expire, asked for once
 * however many calls wait for one. A token lives in this process only.
 */
import { z } from 'zod';
import type { Clock } from '#queues/runtime/clock.js';
import type { TokenSource } from './host.js';

export const grantedToken = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
export type GrantedToken = z.infer<typeof grantedToken>;

export interface Tokens {
  /** The Authorization header. @throws UpstreamError of the host that hands the token out. */
  bearer(from: TokenSource, signal: AbortSignal): Promise<Record<string, string>>;
  /** The token was refused: the next call asks for a new one. */
  forget(from: TokenSource): void;
}

const EARLY_MS = 60_000;

export function createTokens(grant: (from: TokenSource, signal: AbortSignal) => Promise<{ body: GrantedToken }>, clock: Clock): Tokens {
  const kept = new Map<string, { token: Promise<string>; until: number }>();
  const ask = (from: TokenSource, signal: AbortSignal): Promise<string> => {
    const entry = { until: Infinity, token: Promise.resolve('') };
    entry.token = grant(from, signal).then(({ body }) => {
      entry.until = clock.nowMs() + body.expires_in * 1_000 - EARLY_MS;
      return body.access_token;
    });
    kept.set(from.host, entry);
    entry.token.catch(() => kept.delete(from.host));
    return entry.token;
  };
  return {
    bearer: async (from, signal) => {
      const known = kept.get(from.host);
      const token = known && known.until > clock.nowMs() ? known.token : ask(from, signal);
      return { Authorization: `Bearer ${await token}` };
    },
    forget: (from) => void kept.delete(from.host),
  };
}
