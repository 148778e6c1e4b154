/** The only way out: limit → breaker → request → retry → judge. Implementation follows this contract. */
import type { z } from 'zod';
import type { HostName } from './hosts.js';

export interface UpstreamRequest<T> {
  host: HostName;
  path: string;
  query?: Record<string, string | number | undefined>;
  /** Budget this call costs, in the host's own unit (Binance weight, CoinGecko credit). */
  cost?: number;
  response: z.ZodType<T>;
  signal: AbortSignal;
}

export interface Upstream {
  /** @throws UpstreamError with fault throttled, unavailable, refused or malformed. */
  get<T>(request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date }>;
}
