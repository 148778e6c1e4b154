/**
 * HS256 JSON Web Tokens, verified and nothing more (RFC 7519, RFC 7515).
 * Refuses every other algorithm, `none` included, a token without an expiry, and
 * scopes that do not exist. The signature is checked before the claims are read.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { isScope, type Principal } from './scopes.js';

const PER = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;
const rate = z
  .string()
  .regex(/^[1-9]\d{0,8}\/(second|minute|hour|day)$/)
  .transform((text) => {
    const [requests, per] = text.split('/') as [string, keyof typeof PER];
    return { requests: Number(requests), windowSeconds: PER[per] };
  });
const header = z.object({ alg: z.literal('HS256'), typ: z.literal('JWT').optional(), crit: z.undefined().optional() });
const claims = z.object({
  sub: z.string().max(200).default(''),
  scopes: z.union([z.array(z.string()), z.string().transform((s) => s.split(' '))]),
  rate_limit: rate.optional(),
  exp: z.number(),
  nbf: z.number().optional(),
});

export interface JwtVerifier {
  secret: string;
  /** Holds where the token names no `rate_limit` of its own. */
  limit: Principal['limit'];
}

const sign = (input: string, secret: string): Buffer => createHmac('sha256', secret).update(input).digest();

function decode<T extends z.ZodType>(part: string, schema: T): z.infer<T> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString()));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // not JSON: not a token
  }
}

/** The owner of a valid token at `nowSeconds` (Unix time), or undefined. */
export function verifyJwt(token: string, { secret, limit }: JwtVerifier, nowSeconds: number): Principal | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  if (!head || !body || !signature || rest.length > 0) return undefined;
  const expected = sign(`${head}.${body}`, secret);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  if (!decode(head, header)) return undefined;
  const c = decode(body, claims);
  if (!c || c.exp <= nowSeconds || (c.nbf ?? 0) > nowSeconds) return undefined;
  const owner = createHash('sha256').update(c.sub || signature).digest('hex').slice(0, 16);
  return { id: `jwt:${owner}`, scopes: new Set(c.scopes.filter(isScope)), limit: c.rate_limit ?? limit, untilMs: c.exp * 1_000 };
}
