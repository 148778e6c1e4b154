/**
 * The address a request came from. Behind an ingress every socket is the
 * ingress's: only what it is trusted to say tells callers apart, so that one who
 * guesses keys does not slow down all. From anybody else the header is hearsay.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

export type AddressOf = (req: IncomingMessage) => string | undefined;

/** True for an address, a range (10.0.0.0/8) or one of the names loopback, linklocal, uniquelocal. */
export function isProxyRange(text: string): boolean {
  try {
    proxyAddr.compile(text);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * The nearest address that is not a trusted proxy: `X-Forwarded-For` is read from
 * its end, as each proxy adds the peer it saw, and no further than trust goes.
 */
export function addressThrough(trusted: readonly string[]): AddressOf {
  const trust = proxyAddr.compile([...trusted]);
  return (req) => {
    const address = proxyAddr(req, trust) as string | undefined;
    // A proxy that hands on what is no address has told nobody apart.
    return address === undefined || isIP(address) > 0 ? address : req.socket.remoteAddress;
  };
}
