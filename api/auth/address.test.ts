import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressThrough, isProxyRange } from './address.js';

const request = (remoteAddress: string | undefined, forwarded?: string) => ({ socket: { remoteAddress }, connection: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('the address a request came from', () => {
  it('is the socket\'s, whatever a caller says, while nobody is trusted', () => {
    const of = addressThrough([]);
    expect(of(request('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9');
    expect(of(request('127.0.0.1', '198.51.100.1'))).toBe('127.0.0.1');
    expect(of(request(undefined))).toBeUndefined();
  });

  it('is what a trusted proxy saw; what the caller told the proxy counts for nothing', () => {
    const of = addressThrough(['10.0.0.0/8', 'loopback']);
    expect(of(request('10.1.2.3', '198.51.100.1'))).toBe('198.51.100.1');
    expect(of(request('10.1.2.3', '1.1.1.1, 198.51.100.1'))).toBe('198.51.100.1');
    expect(of(request('10.1.2.3', '1.1.1.1, 198.51.100.1, 10.9.9.9'))).toBe('198.51.100.1');
    expect(of(request('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9');
    expect(of(request('::ffff:10.1.2.3', '198.51.100.1'))).toBe('198.51.100.1');
    expect(of(request('10.1.2.3', 'unknown'))).toBe('10.1.2.3');
  });

  it.each([['10.0.0.0/8', true], ['loopback', true], ['fd00::/8', true], ['192.168.1.7', true], ['ingress', false], ['10.0.0.0/64', false], ['*', false]])('%s as a proxy: %s', (text, ok) => expect(isProxyRange(text)).toBe(ok));
});
