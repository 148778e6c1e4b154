/**
 * Bearer keys. A presented key is compared with every digest of the ring in
 * constant time, so timing tells neither how much of it is right nor which key it
 * nearly was. What was once let in can be asked about again: a key that has been
 * taken off the ring, or a token past its end, no longer stands.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '#queues/runtime/clock.js';
import type { ApiConfig } from '../config.js';
import { verifyJwt } from './jwt.js';
import { digestOf, ringBase, ringOf, type Ring, type RingBase } from './ring.js';
import type { Principal } from './scopes.js';

export interface Keys {
  /** The owner of a bearer token (a key or an HS256 JWT), or undefined. */
  identify(token: string): Principal | undefined;
  /** The owner of the key of this name, while it is on the ring. */
  named(kid: string): Principal | undefined;
  /** False once the key is off the ring or the token has ended. */
  stands(owner: Principal): boolean;
  /** What signs; the first one is for what is signed now, the others for what was. */
  signing(): readonly string[];
  /** Takes on another text of the keys file. @throws ConfigError; then the ring stays as it was. */
  replace(file: string): void;
}

const MOST_TOKEN_CHARACTERS = 4_096;

class RingKeys implements Keys {
  private ring: Ring;
  constructor(
    private readonly base: RingBase,
    private readonly clock: Clock,
    file: string | undefined,
  ) {
    this.ring = ringOf(base, file);
  }

  identify = (token: string): Principal | undefined => {
    if (token.length === 0 || token.length > MOST_TOKEN_CHARACTERS) return undefined;
    const digest = digestOf(token);
    let owner: Principal | undefined;
    for (const k of this.ring.keys) if (timingSafeEqual(k.digest, digest)) owner = k.owner;
    if (owner) return this.isOver(owner.untilMs) ? undefined : owner;
    for (const secret of this.signing()) owner ??= verifyJwt(token, { secret, limit: this.base.limit }, this.nowMs() / 1_000);
    return owner;
  };

  named = (kid: string): Principal | undefined => this.ring.keys.find(({ owner }) => owner.kid === kid && !this.isOver(owner.untilMs))?.owner;

  stands = (owner: Principal): boolean => !this.isOver(owner.untilMs) && (owner.kid === undefined || this.named(owner.kid) !== undefined);

  signing = (): readonly string[] => this.ring.signing.filter((s) => !this.isOver(s.untilMs)).map((s) => s.text);

  replace = (file: string): void => void (this.ring = ringOf(this.base, file));

  private isOver = (untilMs: number | undefined): boolean => untilMs !== undefined && untilMs <= this.nowMs();
  /** A key's life is measured in real time: its issuer knows nothing of a faster clock. */
  private nowMs = (): number => this.clock.toReal(this.clock.nowMs());
}

/** @param file text of the keys file, where there is one. @throws ConfigError. */
export const createKeys = (config: ApiConfig, clock: Clock, file?: string): Keys => new RingKeys(ringBase(config), clock, file);

/** The token of `Authorization: Bearer TOKEN`, or undefined. */
export const bearerOf = (header: string | undefined): string | undefined => {
  const match = header === undefined ? null : /^Bearer ([\x21-\x7e]+)$/i.exec(header);
  return match?.[1];
};
