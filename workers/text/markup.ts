/**
 * The words of a piece of HTML. Feeds escape their markup once, twice or not at
 * all, so what comes out is read again while it still holds tags or entities.
 * Refuses to keep scripts, styles and comments. The text is not safe to put into
 * a page unescaped.
 */
import { Parser } from 'htmlparser2';

const DROPPED = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head']);
/** Tags that may stand inside a word; every other one ends it. */
const INLINE = new Set(['a', 'abbr', 'b', 'bdi', 'cite', 'code', 'em', 'font', 'i', 'mark', 's', 'small', 'span', 'strong', 'sub', 'sup', 'u', 'wbr']);
const STILL_MARKUP = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|<!--|&(?:[a-z][a-z0-9]+|#\d+|#x[\da-f]+);/i;
const READINGS = 4;

/** htmlparser2 forgives everything: tags left open, and tags never opened. */
function readOnce(html: string): string {
  const parts: string[] = [];
  let dropped = 0;
  const edge = (tag: string, by: 1 | -1): void => {
    if (DROPPED.has(tag)) dropped = Math.max(0, dropped + by);
    if (!INLINE.has(tag)) parts.push(' ');
  };
  const parser = new Parser({
    onopentag: (tag) => edge(tag, 1),
    onclosetag: (tag) => edge(tag, -1),
    ontext: (text) => {
      if (dropped === 0) parts.push(text);
    },
  });
  parser.end(html);
  return parts.join('');
}

/** Plain text on one line, entities decoded, white space collapsed. Text without markup comes back as it is, trimmed. */
export function plainText(html: string): string {
  let text = html;
  for (let i = 0; i < READINGS && STILL_MARKUP.test(text); i++) text = readOnce(text);
  return text.replace(/[\s\u00a0\u200b\ufeff]+/g, ' ').trim();
}
