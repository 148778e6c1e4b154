/** Who asks, and what a request carries while its fields are answered. */
import type { ApiContext } from '../context.js';
import { audit, forbidden } from '../auth/guard.js';
import type { Principal, Scope } from '../auth/scopes.js';
import type { Loaders } from './loaders.js';

export interface Asking {
  api: ApiContext;
  owner: Principal;
  address: string | undefined;
  /** One set per request: nothing is kept from one caller to the next. */
  loaders: Loaders;
}

/** @throws ApiError FORBIDDEN_SCOPE, with an audit line. */
export function need(scope: Scope, { api, owner, address }: Asking, field: string): void {
  if (!owner.scopes.has(scope)) throw audit(api, forbidden(scope), { surface: `/graphql ${field}`, owner: owner.id, address });
}
