/**
 * One address for one article, however it was shared: who sent the reader, the
 * fragment, the port everybody knows and the slash at the end are left out.
 * Refuses what is no web page. `www.` stays: a site may differ without it.
 */
import { createHash } from 'node:crypto';

const TRACKING = /^(?:utm_.*|mtm_.*|pk_.*|mc_(?:cid|eid)|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|igsh|_ga|_gl|_hsenc|_hsmi|ref|ref_src|ref_url|referrer|cmpid|cmp|ncid|ocid|smid|sr_share|guccounter|guce_referrer|guce_referrer_sig|spm|trk|mkt_tok|oly_enc_id|vero_id|s_cid|taid|partner|rss|feed)$/i;

function parsed(text: string): URL | null {
  const trimmed = text.trim();
  return URL.canParse(trimmed) ? new URL(trimmed) : null;
}

/** Parameters in one order; the order in an address says nothing. */
function keptQuery(url: URL): string {
  const kept = new URLSearchParams([...url.searchParams].filter(([name]) => !TRACKING.test(name)));
  kept.sort();
  const query = kept.toString();
  return query === '' ? '' : `?${query}`;
}

/** @returns the address without tracking, or null where the text is no http(s) address. */
export function canonicalUrl(url: string): string | null {
  const address = parsed(url);
  if (!address || !/^https?:$/.test(address.protocol) || address.hostname === '') return null;
  // URL itself lowers the host, drops the default port and resolves dots.
  const host = address.host.replace(/\.(?=:|$)/, '');
  const path = address.pathname.replace(/\/{2,}/g, '/').replace(/\/+$/, '');
  return `${address.protocol}//${host}${path === '' ? '/' : path}${keptQuery(address)}`;
}

/** The article's identity: SHA-256 of its canonical address, 64 hex digits. */
export const articleId = (canonical: string): string => createHash('sha256').update(canonical).digest('hex');
