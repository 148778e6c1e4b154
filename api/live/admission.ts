/** What both socket transports ask before they serve: whose token is it, does it carry the scope, is the request within its limit. */
import type { Foundations } from '../context.js';
import { ApiError } from '../errors.js';
import { audit, forbidden, invalidKey } from '../auth/guard.js';
import type { Principal, Scope } from '../auth/scopes.js';
import { invalidSymbol } from '../views/registry.js';
import { ALL, streamSpecs, type Stream } from './streams.js';

export const MOST_SYMBOLS = 500;
/** Sockets and event streams one key may hold open at a replica. */
export const MOST_CONNECTIONS = 2_000;

/** Counts what each key holds open. */
export class Connections {
  private readonly open = new Map<string, number>();

  /** @returns a function that gives the place back, once. @throws ApiError RATE_LIMIT_EXCEEDED where there is none. */
  take(ctx: Foundations, owner: Principal, surface: string): () => void {
    const held = this.open.get(owner.id) ?? 0;
    if (held >= MOST_CONNECTIONS) throw audit(ctx, new ApiError('RATE_LIMIT_EXCEEDED', `this key holds ${MOST_CONNECTIONS} connections open already`), { surface, owner: owner.id });
    this.open.set(owner.id, held + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (this.open.get(owner.id) ?? 1) - 1;
      if (left > 0) this.open.set(owner.id, left);
      else this.open.delete(owner.id);
    };
  }
}

/** @throws ApiError FORBIDDEN_SCOPE or RATE_LIMIT_EXCEEDED; costs one request. */
export async function admitTo(ctx: Foundations, owner: Principal, scope: Scope, surface: string): Promise<void> {
  if (!owner.scopes.has(scope)) throw audit(ctx, forbidden(scope), { surface, owner: owner.id });
  const allowance = await ctx.limits.spend(owner);
  if (!allowance.allowed) throw audit(ctx, new ApiError('RATE_LIMIT_EXCEEDED', `more than ${allowance.limit} requests in this window`), { surface, owner: owner.id });
}

/** @throws ApiError INVALID_API_KEY, with an audit line. */
export function identify(ctx: Foundations, token: unknown, surface: string, address: string | undefined): Principal {
  const owner = typeof token === 'string' ? ctx.keys.identify(token) : undefined;
  if (owner) return owner;
  // The socket is closed at once; what it costs its address is told to the address's next wrong key over HTTP.
  if (typeof token === 'string') void ctx.guesses.wrong(address);
  throw audit(ctx, invalidKey(typeof token === 'string'), { surface, address });
}

/** The refusal of a socket whose token has ended or whose key was taken away since it was opened; undefined while it stands. */
export function ended(ctx: Foundations, owner: Principal | undefined, surface: string): ApiError | undefined {
  if (!owner || ctx.keys.stands(owner)) return undefined;
  return audit(ctx, invalidKey(true), { surface, owner: owner.id });
}

/**
 * The tickers a client means by `names`, once its key may have them; costs one request.
 * @throws ApiError FORBIDDEN_SCOPE, RATE_LIMIT_EXCEEDED, VALIDATION_ERROR or INVALID_SYMBOL
 */
export async function admit(ctx: Foundations, owner: Principal, stream: Stream, names: readonly string[]): Promise<string[]> {
  const { scope, bySymbol } = streamSpecs[stream];
  await admitTo(ctx, owner, scope, stream);
  if (!bySymbol && names.length === 0) return [ALL];
  if (names.length === 0 || names.length > MOST_SYMBOLS) throw new ApiError('VALIDATION_ERROR', `symbols must be 1 to ${MOST_SYMBOLS} names`);
  const { found, unknown } = await ctx.assets.findAll(names);
  if (unknown.length > 0) throw invalidSymbol(unknown);
  return found.map((a) => a.symbol);
}
