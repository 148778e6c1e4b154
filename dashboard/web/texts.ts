/** What is felt and written about a coin. */
import type { Answer } from './ask.js';
import { empty } from './blocks.js';
import { el } from './dom.js';
import { age, direction, score } from './format.js';
import { secondsSince } from './time.js';

const share = (value: number | null): number => Math.round(100 * Math.max(0, value ?? 0));

/** Shares of positive, neutral and negative texts as one bar. */
function sharesBar(s: Answer<'Sentiment'>): HTMLElement {
  const parts = ['positive', 'neutral', 'negative'] as const;
  const values = parts.map((p) => share(s[`${p}_share`]));
  const bar = el('div', { class: 'shares', role: 'img', 'aria-label': parts.map((p, i) => `${values[i]} % ${p}`).join(', ') });
  parts.forEach((p, i) => {
    const piece = el('i', { 'data-tone': p });
    piece.style.flexGrow = String(values[i]);
    bar.append(piece);
  });
  return bar;
}

const MOST_SOURCES = 8;
function sources(s: Answer<'Sentiment'>): HTMLElement {
  const rows = [...(s.breakdown ?? [])].sort((a, b) => b.texts - a.texts).slice(0, MOST_SOURCES);
  const line = (r: (typeof rows)[number]): HTMLElement => el('tr', {}, el('th', { scope: 'row' }, r.source), el('td', {}, `${r.texts}`), el('td', { 'data-tone': direction(r.sentiment_score) }, score(r.sentiment_score)));
  return el('table', { class: 'plain' }, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Source'), el('th', { scope: 'col' }, 'Texts'), el('th', { scope: 'col' }, 'Score'))), el('tbody', {}, ...rows.map(line)));
}

export function moodOf(s: Answer<'Sentiment'>): HTMLElement {
  if (s.texts === 0) return empty('Nothing was written', 'No text of the last 24 hours is about this coin.');
  const head = el('p', { class: 'mood-head' }, el('b', { class: 'big', 'data-tone': direction(s.sentiment_score) }, score(s.sentiment_score)), el('span', { class: 'muted' }, `${s.texts} texts, newest ${age(secondsSince(s.newest))} ago`));
  return el('div', {}, head, sharesBar(s), sources(s));
}

function article(a: Answer<'Article'>): HTMLElement {
  const tone = direction(a.sentiment?.score ?? null);
  const title = el('a', { href: safeLink(a.url), rel: 'noopener noreferrer', target: '_blank' }, a.title);
  const meta = el('span', { class: 'muted' }, `${a.source} · ${age(secondsSince(a.published_at))} ago`);
  return el('li', {}, title, el('span', { class: 'meta' }, meta, el('b', { 'data-tone': tone, title: a.sentiment?.label ?? 'not scored yet' }, score(a.sentiment?.score ?? null))));
}

/** A feed may hold any text where an address should be: only the web's own are followed. */
const safeLink = (url: string): string | null => (/^https?:\/\//i.test(url) ? url : null);

export function newsOf({ data }: Answer<'News'>): HTMLElement {
  return data.length === 0 ? empty('No news', 'No stored article is about this coin.') : el('ul', { class: 'news' }, ...data.map(article));
}
