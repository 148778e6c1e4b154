/** Where a browser says that a request was made. A session never acts on another site's word. */
import type { IncomingMessage } from 'node:http';

/** What changes nothing (RFC 9110 §9.2.1). */
export const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** True where the browser names another site, or a page without one; a program that names nothing is nobody's browser. */
export const fromElsewhere = (req: IncomingMessage): boolean => {
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'] ?? 'same-origin';
  if (site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host !== req.headers.host : origin !== undefined;
};
