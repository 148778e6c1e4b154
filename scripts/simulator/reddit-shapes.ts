/** An entry of Reddit's Atom feed: HTML with a byline behind it, escaped. */
import type { RedditPost } from './reddit.js';

export const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

export function redditEntry(p: RedditPost): string {
  const url = `https://www.reddit.com/r/${p.sub}/comments/${p.name.slice(3)}/post/`;
  const at = `${new Date(p.atMs).toISOString().slice(0, 19)}+00:00`;
  const text = p.text === '' ? '' : `<!-- SC_OFF --><div class="md"><p>${escapeXml(p.text)}</p></div><!-- SC_ON --> `;
  const html = `${text}&#32; submitted by &#32; <a href="https://www.reddit.com/user/${p.author}"> /u/${p.author} </a> <br/> <span><a href="${url}">[link]</a></span> &#32; <span><a href="${url}">[comments]</a></span>`;
  return `<entry><author><name>/u/${p.author}</name><uri>https://www.reddit.com/user/${p.author}</uri></author><category term="${p.sub}" label="r/${p.sub}"/><content type="html">${escapeXml(html)}</content><id>${p.name}</id><link href="${url}" /><updated>${at}</updated><published>${at}</published><title>${escapeXml(p.title)}</title></entry>`;
}
