import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyJwt } from './jwt.js';

const NOW = 1_767_000_000;
const verifier = { secret: 'signing-secret', limit: { requests: 10, windowSeconds: 60 } };
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(claims: object, header: object = { alg: 'HS256', typ: 'JWT' }, secret = verifier.secret): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
const good = { sub: 'desk', scopes: ['read:prices', 'made:up'], exp: NOW + 60 };

describe('a JWT', () => {
  it('carries its known scopes and its own limit', () => {
    const owner = verifyJwt(token({ ...good, rate_limit: '1000/hour' }), verifier, NOW);
    expect([...(owner?.scopes ?? [])]).toEqual(['read:prices']);
    expect(owner?.limit).toEqual({ requests: 1000, windowSeconds: 3600 });
  });

  it('falls back to the limit of keys', () => expect(verifyJwt(token(good), verifier, NOW)?.limit).toEqual(verifier.limit));

  it.each([
    ['expired', token({ ...good, exp: NOW })],
    ['without an expiry', token({ sub: 'desk', scopes: [] })],
    ['not valid yet', token({ ...good, nbf: NOW + 5 })],
    ['signed by another', token(good, undefined, 'other')],
    ['unsigned', `${part({ alg: 'none' })}.${part(good)}.`],
    ['of another algorithm', token(good, { alg: 'HS512' })],
    ['with a critical extension', token(good, { alg: 'HS256', crit: ['b64'] })],
    ['with a limit that is none', token({ ...good, rate_limit: 'lots' })],
    ['with a part too many', `${token(good)}.x`],
    ['that is no JSON', 'a.b.c'],
  ])('%s is refused', (_name, text) => expect(verifyJwt(text, verifier, NOW)).toBeUndefined());

  it('is refused when one character of its claims is changed', () => {
    const [head, , signature] = token(good).split('.');
    expect(verifyJwt(`${head}.${part({ ...good, scopes: ['admin:queues'] })}.${signature}`, verifier, NOW)).toBeUndefined();
  });
});
