/**
 * One item of a feed, whichever dialect it is written in. Everything is text as
 * it was written; empty where it is absent.
 *
 * An item's address is its guid where that is a permalink (RSS 2.0: unless it
 * says otherwise), else its link: links are decorated per reader, guids are not.
 */
import { plainText } from '../../text/markup.js';
import { nodes, object, words, type Node } from './node.js';

export interface FeedItem {
  /** Absolute where it can be. */
  address: string;
  /** The publisher's own name for the item. */
  id: string;
  title: string;
  /** When it was published; when it was updated, only where nothing else is said. */
  date: string;
  author: string;
  summary: string;
  content: string;
  categories: string[];
  language: string;
}

const isWeb = (text: string): boolean => /^https?:\/\//i.test(text);

export function itemOf(item: Node, base: string): FeedItem {
  const id = words(item['guid']) || words(item['id']) || words(item['@rdf:about']);
  return {
    address: addressOf(item, id, base),
    id,
    title: first(item, 'title', 'media:title', 'dc:title'),
    date: first(item, 'pubDate', 'published', 'dc:date', 'issued', 'date', 'updated', 'atom:updated', 'modified'),
    author: authorOf(item),
    summary: first(item, 'description', 'summary', 'dc:description', 'media:description'),
    content: first(item, 'content:encoded', 'content', 'body', 'xhtml:body'),
    categories: categoriesOf(item),
    language: words(item['@xml:lang']) || words(item['dc:language']),
  };
}

function first(item: Node, ...names: string[]): string {
  for (const name of names) {
    const text = words(item[name]);
    if (text !== '') return text;
  }
  return '';
}

function addressOf(item: Node, id: string, base: string): string {
  const guid = nodes(item['guid'])[0];
  const isPermalink = guid !== undefined && words(object(guid)['@isPermaLink']).toLowerCase() !== 'false' && isWeb(id);
  if (isPermalink) return plainText(id);
  const link = words(item['feedburner:origLink']) || words(item['link']) || hrefOf(item);
  if (link === '') return isWeb(id) ? plainText(id) : '';
  return absolute(plainText(link), words(item['@xml:base']) || base);
}

/** Atom: the alternate, which is also what a link without a relation is. */
function hrefOf(item: Node): string {
  const links = [...nodes(item['link']), ...nodes(item['atom:link'])].map(object);
  const alternate = links.find((l) => ['', 'alternate'].includes(words(l['@rel'])));
  return words(alternate?.['@href']);
}

const absolute = (link: string, base: string): string => (URL.canParse(link, base || undefined) ? new URL(link, base || undefined).href : link);

function authorOf(item: Node): string {
  const named = nodes(item['author']).map((a) => words(object(a)['name']) || words(a));
  return first(item, 'dc:creator') || (named.find((n) => n !== '') ?? '');
}

function categoriesOf(item: Node): string[] {
  const terms = nodes(item['category']).map((c) => words(c) || words(object(c)['@label']) || words(object(c)['@term']));
  return [...terms, ...nodes(item['dc:subject']).map(words)].filter((c) => c !== '');
}
