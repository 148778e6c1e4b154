/** What both socket transports ask before they serve: whose token is it, does it carry the scope, is the request within its limit. */
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { audit, forbidden, invalidKey } from '../auth/guard.js';
import type { Principal, Scope } from '../auth/scopes.js';
import { invalidSymbol } from '../views/registry.js';
import type { Stream } from './hub.js';

export const MOST_SYMBOLS = 500;
const SCOPE: Record<Stream, Scope> = { prices: 'read:prices', features: 'read:ml-features' };

/** @throws ApiError INVALID_API_KEY, with an audit line. */
export function identify(ctx: ApiContext, token: unknown, surface: string, address: string | undefined): Principal {
  const owner = typeof token === 'string' ? ctx.keys.identify(token) : undefined;
  if (owner) return owner;
  // The socket is closed at once; what it costs its address is told to the address's next wrong key over HTTP.
  if (typeof token === 'string') void ctx.guesses.wrong(address);
  throw audit(ctx, invalidKey(typeof token === 'string'), { surface, address });
}

/** The refusal of a socket whose token has ended or whose key was taken away since it was opened; undefined while it stands. */
export function ended(ctx: ApiContext, owner: Principal | undefined, surface: string): ApiError | undefined {
  if (!owner || ctx.keys.stands(owner)) return undefined;
  return audit(ctx, invalidKey(true), { surface, owner: owner.id });
}

/**
 * The tickers a client means by `names`, once its key may have them; costs one request.
 * @throws ApiError FORBIDDEN_SCOPE, RATE_LIMIT_EXCEEDED, VALIDATION_ERROR or INVALID_SYMBOL
 */
export async function admit(ctx: ApiContext, owner: Principal, stream: Stream, names: readonly string[]): Promise<string[]> {
  if (!owner.scopes.has(SCOPE[stream])) throw audit(ctx, forbidden(SCOPE[stream]), { surface: stream, owner: owner.id });
  const allowance = await ctx.limits.spend(owner);
  if (!allowance.allowed) throw audit(ctx, new ApiError('RATE_LIMIT_EXCEEDED', `more than ${allowance.limit} requests in this window`), { surface: stream, owner: owner.id });
  if (names.length === 0 || names.length > MOST_SYMBOLS) throw new ApiError('VALIDATION_ERROR', `symbols must be 1 to ${MOST_SYMBOLS} names`);
  const { found, unknown } = await ctx.assets.findAll(names);
  if (unknown.length > 0) throw invalidSymbol(unknown);
  return found.map((a) => a.symbol);
}
