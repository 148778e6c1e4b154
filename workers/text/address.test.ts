import { describe, expect, it } from 'vitest';
import { articleId, canonicalUrl } from './address.js';

describe('the address of an article', () => {
  it.each([
    ['https://News.Example.COM/2026/btc/?utm_source=rss&utm_medium=x#comments', 'https://news.example.com/2026/btc'],
    ['https://example.com:443/a?fbclid=1&gclid=2&ref=home&id=7', 'https://example.com/a?id=7'],
    ['http://example.com:80/', 'http://example.com/'],
    ['http://example.com:8080/a/', 'http://example.com:8080/a'],
    ['https://example.com', 'https://example.com/'],
    ['https://example.com?utm_campaign=x', 'https://example.com/'],
    ['https://example.com/a?b=2&a=1', 'https://example.com/a?a=1&b=2'],
    ['https://user:secret@example.com/a', 'https://example.com/a'],
    ['  https://example.com/a//b/  ', 'https://example.com/a/b'],
    ['https://example.com./a', 'https://example.com/a'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
  ])('%s is %s', (given, canonical) => {
    expect(canonicalUrl(given)).toBe(canonical);
    expect(canonicalUrl(canonical), 'and stays so').toBe(canonical);
  });

  it.each(['', 'not an address', '/relative/path', 'ftp://example.com/a', 'javascript:alert(1)', 'mailto:a@example.com', 'https://', 'http://[bad'])('%j is none', (given) => {
    expect(canonicalUrl(given)).toBeNull();
  });

  it('makes one id of every way to share it, and another of another article', () => {
    const id = (url: string) => articleId(canonicalUrl(url) ?? '');
    expect(id('https://example.com/a/?utm_source=x')).toBe(id('https://EXAMPLE.com/a#top'));
    expect(id('https://example.com/a')).not.toBe(id('https://example.com/b'));
    expect(id('https://example.com/a')).toMatch(/^[0-9a-f]{64}$/);
    expect(articleId('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
