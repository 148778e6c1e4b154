/**
 * A feed as XML in one of the dialects the web still speaks, with the habits of
 * the sites: decorated links, guids that are none, empty bodies, entities escaped
 * twice, zones by name, a date that is missing now and then.
 */
import type { Story } from './stories.js';

export interface Habits {
  title: string;
  /** The site's own address, without a slash at the end. */
  site: string;
  dialect: 'rss' | 'atom' | 'rdf';
  charset: 'utf-8' | 'iso-8859-1';
  guid: 'permalink' | 'uuid' | 'none';
  link: 'plain' | 'utm' | 'relative';
  zone: '+0000' | 'GMT' | 'EST';
  description: 'cdata' | 'html' | 'twice';
  body: 'none' | 'empty' | 'full';
  /** Every so many items one has no date; 0: never. */
  undated: number;
}

export interface Entry extends Story {
  index: number;
  atMs: number;
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const cdata = (text: string): string => `<![CDATA[${text}]]>`;
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const HOUR = 3_600_000;
function dated(ms: number, zone: Habits['zone']): string {
  const shifted = new Date(zone === 'EST' ? ms - 5 * HOUR : ms).toUTCString();
  return shifted.replace('GMT', zone);
}

const permalink = (h: Habits, e: Entry): string => `${h.site}/news/${e.slug}`;
function linkOf(h: Habits, e: Entry): string {
  if (h.link === 'relative') return `/news/${e.slug}`;
  return h.link === 'utm' ? cdata(`${permalink(h, e)}?utm_source=rss_feed&utm_medium=rss&utm_campaign=rss_partner_inbound`) : permalink(h, e);
}

function descriptionOf(h: Habits, { lead, uuid, title }: Entry): string {
  if (h.description === 'cdata') return cdata(lead);
  const html = `<p style="float:right"><img src="https://images.example/${uuid}.png" alt="${escaped(title)}"></p><p>${escaped(lead)}</p>`;
  return h.description === 'html' ? cdata(html) : escaped(escaped(lead));
}

function guidOf(h: Habits, e: Entry): string {
  if (h.guid === 'none') return '';
  return h.guid === 'permalink' ? `<guid isPermaLink="true">${permalink(h, e)}</guid>` : `<guid isPermaLink="false">${e.uuid}</guid>`;
}

const BODIES: Readonly<Record<Habits['body'], (e: Entry) => string>> = { none: () => '', empty: () => '<content:encoded/>', full: (e) => `<content:encoded>${cdata(`<p>${escaped(e.lead)}</p><p>${escaped(e.body)}</p><script>track()</script>`)}</content:encoded>` };

function rssItem(h: Habits, e: Entry): string {
  const date = h.undated > 0 && e.index % h.undated === 0 ? '' : `<pubDate>${dated(e.atMs, h.zone)}</pubDate><atom:updated>${dated(e.atMs - 60_000, h.zone)}</atom:updated>`;
  return `<item><title>${h.description === 'twice' ? escaped(escaped(e.title)) : cdata(e.title)}</title><link>${linkOf(h, e)}</link>${guidOf(h, e)}${date}
<description>${descriptionOf(h, e)}</description><dc:creator>${escaped(e.author)}</dc:creator>${BODIES[h.body](e)}
<category domain="${h.site}/${e.category.toLowerCase()}">${cdata(e.category)}</category>${e.tickers.map((t) => `<category domain="tag">${t}</category>`).join('')}</item>`;
}

const SPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"';
const declared = ({ charset }: Habits): string => `<?xml version="1.0" encoding="${charset.toUpperCase()}"?>\n`;

function rss(h: Habits, entries: readonly Entry[]): string {
  return `${declared(h)}<rss version="2.0" ${SPACES}><channel><title>${escaped(h.title)}</title><link>${h.site}</link><atom:link href="${h.site}/feed" rel="self" type="application/rss+xml"/><description>News</description><language>en-US</language><ttl>5</ttl>
${entries.map((e) => rssItem(h, e)).join('\n')}
</channel></rss>\n`;
}

function atom(h: Habits, entries: readonly Entry[]): string {
  const items = entries.map((e) => `<entry><id>tag:${new URL(h.site).host},2026:${e.uuid}</id><title type="html">${escaped(e.title)}</title><link rel="alternate" type="text/html" href="${linkOf(h, e)}"/><updated>${iso(e.atMs + 120_000)}</updated><published>${iso(e.atMs)}</published><author><name>${escaped(e.author)}</name></author><category term="${escaped(e.category)}"/><summary type="html">${escaped(`<p>${escaped(e.lead)}</p>`)}</summary></entry>`);
  return `${declared(h)}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>${h.site}/</id><title>${escaped(h.title)}</title><link rel="alternate" href="${h.site}/"/><updated>${iso(entries[0]?.atMs ?? 0)}</updated>
${items.join('\n')}
</feed>\n`;
}

function rdf(h: Habits, entries: readonly Entry[]): string {
  const items = entries.map((e) => `<item rdf:about="${permalink(h, e)}"><title>${escaped(e.title)}</title><link>${permalink(h, e)}</link><description>${escaped(e.lead)}</description><dc:date>${iso(e.atMs).replace('Z', '+00:00')}</dc:date><dc:creator>${escaped(e.author)}</dc:creator><dc:subject>${escaped(e.category)}</dc:subject></item>`);
  return `${declared(h)}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="${h.site}"><title>${escaped(h.title)}</title><link>${h.site}</link><description>News</description></channel>
${items.join('\n')}
</rdf:RDF>\n`;
}

const DIALECTS = { rss, atom, rdf } as const;
export const feedXml = (habits: Habits, entries: readonly Entry[]): string => DIALECTS[habits.dialect](habits, entries);
