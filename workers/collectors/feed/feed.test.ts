import { describe, expect, it } from 'vitest';
import { feedText, MOST_ITEMS, readFeed, type Feed } from './document.js';
import { instantOf } from './when.js';

describe('an instant in a feed', () => {
  it.each([
    ['Wed, 30 Sep 2026 17:17:54 +0000', '2026-09-30T17:17:54.000Z'],
    ['Fri, 13 May 2016 15:14:05 GMT', '2016-05-13T15:14:05.000Z'],
    ['Mon, 05 Jan 2026 06:45:00 EST', '2026-01-05T11:45:00.000Z'],
    ['Mon, 5 Jan 2026 06:45 PDT', '2026-01-05T13:45:00.000Z'],
    ['03 Apr 02 1500 GMT', '2002-04-03T15:00:00.000Z'],
    ['Mon, 05 Jan 2026 06:45:00', '2026-01-05T06:45:00.000Z'],
    ['2017-06-21T10:33:10-07:00', '2017-06-21T17:33:10.000Z'],
    ['2026-01-05T11:58:00.250Z', '2026-01-05T11:58:00.250Z'],
    ['2026-01-05 11:58:00', '2026-01-05T11:58:00.000Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => expect(instantOf(text)?.toISOString()).toBe(iso));

  it.each(['', 'yesterday', 'Seg, 24 Set 2018 19:29:18 -0300', 'Mon, 05 Jan 2026 06:45:00 XYZ', '2026-13-45'])('"%s" is none', (text) => expect(instantOf(text)).toBeNull());
});

const rss = (inside: string): string => `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://a.example/</link>${inside}</channel></rss>`;
const item = (inside: string) => (readFeed(rss(`<item>${inside}</item>`)) as Feed).items[0];

describe('a text that is no feed', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "${'&lol;'.repeat(10)}">]><rss><channel><item><title>&lol2;</title></item></channel></rss>`;
  it.each([
    ['an HTML page', '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><p>Wait<br></body></html>', 'an HTML page instead of a feed'],
    ['JSON', '[{"id":1}]', 'neither a feed nor any other XML'],
    ['nothing', '', 'neither a feed nor any other XML'],
    ['other XML', '<svg><g/></svg>', 'no feed: its root is <svg>'],
    ['entities of its own', bomb, 'it declares entities of its own'],
    ['a feed without its end', rss('<item><title>a</title></item>').slice(0, -6), 'the feed is cut short'],
    ['a feed cut inside a text', rss('<item><title>a</title></item>').slice(0, 95), 'no XML'],
    ['no channel', '<rss version="2.0"/>', 'a feed without a channel'],
    ['too much', ' '.repeat(8_000_001), 'larger than'],
  ])('such as %s is told as such', (_what, text, reason) => {
    expect(feedText.safeParse(text).error?.issues[0]?.message).toContain(reason);
  });

  it('is judged in no time, however many comments follow it', () => {
    expect(readFeed(`${rss('')}${'<!-- x -->'.repeat(5_000)}`)).toMatchObject({ items: [] });
    expect(readFeed(`${rss('').slice(0, -6)}${'<!-- x -->'.repeat(5_000)}`)).toBe('the feed is cut short');
  });

  it.each(['<feed xmlns="http://www.w3.org/2005/Atom"/>', rss('')])('is not a feed without items: %s', (text) => expect(readFeed(text)).toMatchObject({ items: [], beyond: 0 }));
});

describe('an item', () => {
  it('is known by its guid unless that is no permalink', () => {
    expect(item('<guid>https://a.example/1</guid><link>https://a.example/1?utm_source=rss</link>')?.address).toBe('https://a.example/1');
    expect(item('<guid isPermaLink="false">https://a.example/?p=1</guid><link>https://a.example/one</link>')?.address).toBe('https://a.example/one');
    expect(item('<guid>77</guid><link>/one</link>')?.address).toBe('https://a.example/one');
    expect(item('<link>https://a.example/?a=1&amp;b=2</link>')?.address).toBe('https://a.example/?a=1&b=2');
  });

  it('keeps markup that was not escaped, and unwraps CDATA with a closing tag inside', () => {
    expect(item('<description><table><tr><td>x</td></tr></table><br></description>')?.summary).toBe('<table><tr><td>x</td></tr></table><br>');
    expect(item('<title><![CDATA[a </title> b]]></title>')?.title).toBe('a </title> b');
  });

  it('was published when it says so, whatever was updated before', () => {
    expect(item('<atom:updated>2026-01-05T10:00:00Z</atom:updated><pubDate>Mon, 05 Jan 2026 11:00:00 GMT</pubDate>')?.date).toBe('Mon, 05 Jan 2026 11:00:00 GMT');
    expect(item('<updated>2026-01-05T10:00:00Z</updated>')?.date).toBe('2026-01-05T10:00:00Z');
  });

  it('behind the first 500 is counted, not read', () => {
    expect(readFeed(rss('<item><title>a</title></item>'.repeat(MOST_ITEMS + 3)))).toMatchObject({ items: { length: MOST_ITEMS }, beyond: 3 });
  });
});
