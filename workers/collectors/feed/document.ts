/**
 * A feed as text, taken apart: RSS 0.9x and 2.0, Atom, and RSS 1.0 in RDF. What
 * stands in an item stays as it was written, markup and entities included;
 * `plainText` reads it later. Refuses what is no feed, a feed cut short, one that
 * declares entities of its own (a few lines of them swell to gigabytes), and one
 * that is larger than any feed has reason to be.
 */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { nodes, object, words, type Node } from './node.js';
import { itemOf, type FeedItem } from './item.js';

const MOST_CHARACTERS = 8_000_000;
/** No feed has more; what follows is named, not read. */
export const MOST_ITEMS = 500;

export interface Feed {
  items: FeedItem[];
  /** Items behind the first `MOST_ITEMS`. */
  beyond: number;
  /** BCP 47, as the feed says. */
  language: string;
}

/** Raw markup inside these is text, not structure: some feeds do not escape it. */
const TEXTS = ['title', 'description', 'summary', 'content', 'content:encoded', 'body', 'xhtml:body'];
const LISTS = new Set(['item', 'entry', 'link', 'category', 'author', 'dc:creator', 'dc:subject', 'atom:link']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  stopNodes: TEXTS.map((name) => `..${name}`),
  isArray: (name) => LISTS.has(name),
});

/** Where a document type may stand, and that it brings definitions along. */
const PROLOG = 4_000;
const DEFINING = /<!DOCTYPE[^>[]*\[/i;
/** The root's end; a self-closed root is a feed without items, not one that was cut short. */
const END = /<\/(?:rss|feed|rdf:RDF)\s*>$|<(?:rss|feed|rdf:RDF)\b[^<>]*\/>$/i;
const LONGEST_END = 2_000;

/** Whether the root is closed: a connection that ends early leaves a text that many parsers forgive. */
function isWhole(text: string): boolean {
  let rest = text.trimEnd();
  while (rest.endsWith('-->') && rest.includes('<!--')) rest = rest.slice(0, rest.lastIndexOf('<!--')).trimEnd();
  return END.test(rest.slice(-LONGEST_END));
}

/** The feed, or the reason why the text is none. Pure; throws nothing. */
export function readFeed(text: string): Feed | string {
  if (text.length > MOST_CHARACTERS) return `larger than ${MOST_CHARACTERS} characters`;
  if (DEFINING.test(text.slice(0, PROLOG))) return 'it declares entities of its own';
  const parsed = parsedXml(text);
  if (typeof parsed === 'string') return parsed;
  const root = Object.keys(parsed).find((name) => !name.startsWith('?')) ?? '';
  const place = channelOf(root, parsed[root]);
  if (typeof place === 'string') return place;
  if (!isWhole(text)) return 'the feed is cut short';
  const base = baseOf(place.channel);
  return {
    items: place.items.slice(0, MOST_ITEMS).map((node) => itemOf(object(node), base)),
    beyond: Math.max(0, place.items.length - MOST_ITEMS),
    language: words(place.channel['language']) || words(place.channel['dc:language']) || words(place.channel['@xml:lang']),
  };
}

function parsedXml(text: string): Node | string {
  try {
    return object(parser.parse(text));
  } catch (error) {
    return `no XML: ${(error as Error).message.slice(0, 120)}`;
  }
}

interface Place {
  channel: Node;
  items: unknown[];
}

function channelOf(root: string, content: unknown): Place | string {
  const feed = object(content);
  if (root === 'rss') {
    if (!('channel' in feed)) return 'a feed without a channel';
    const channel = object(nodes(feed['channel'])[0]);
    // RSS 0.90 and 1.0 have items beside the channel, and so have some that call themselves 2.0.
    return { channel, items: [...nodes(channel['item']), ...nodes(feed['item'])] };
  }
  if (root === 'feed') return { channel: feed, items: nodes(feed['entry']) };
  if (root.toLowerCase() === 'rdf:rdf') return { channel: object(feed['channel']), items: nodes(feed['item']) };
  if (root === '') return 'neither a feed nor any other XML';
  return /^html|^head|^body/i.test(root) ? 'an HTML page instead of a feed' : `no feed: its root is <${root.slice(0, 40)}>`;
}

/** What links without a host are relative to. */
function baseOf(channel: Node): string {
  const links = nodes(channel['link']);
  const hrefs = [...links, ...nodes(channel['atom:link'])].map((l) => words(object(l)['@href']));
  const candidates = [words(channel['@xml:base']), ...links.map(words), ...hrefs];
  return candidates.find((c) => /^https?:\/\//i.test(c)) ?? '';
}

/** A whole answer that is a feed. */
export const feedText = z.string().transform((text, context): Feed => {
  const feed = readFeed(text);
  if (typeof feed !== 'string') return feed;
  context.addIssue({ code: 'custom', message: feed });
  return z.NEVER;
});
