import { describe, expect, it } from 'vitest';
import { coherenceOf } from './coherence.js';
import { narrativesOf, type Article } from './narrative.js';
import { themeOf } from './themes.js';
import { similarPast } from './similar.js';
import { cosine, meanSimilarity, vectorOf, weightsOf, wordsOf } from './vectors.js';

const article = (id: string, title: string, more: Partial<Article> = {}): Article => ({ id, title, theme: themeOf({ title }).main, symbols: [], sentiment: null, story: null, ...more });
const vectors = (texts: string[]) => {
  const words = texts.map(wordsOf);
  return words.map((w) => vectorOf(w, weightsOf(words)));
};
const one = ['SEC sues Gemwallet over unregistered lending', 'Gemwallet sued by SEC for lending to retail', 'SEC lawsuit hits Gemwallet lending product'];
const many = ['SEC sues Gemwallet over lending', 'Brazil taxes offshore accounts', 'Judge frees developer'];

describe('vectors', () => {
  it('are of words that carry meaning, plurals folded', () => {
    expect(wordsOf('The Fed’s 2 rate cuts, and the ETFs: 100% loss, consensus rallies')).toEqual(['fed', 'rate', 'cut', 'etf', 'loss', 'consensus', 'rally']);
  });
  it('are alike by the words they share, rare ones more', () => {
    const [a, b, c] = vectors(one.slice(0, 2).concat('Cats on a roof'));
    expect(cosine(a as never, a as never)).toBeCloseTo(1, 12);
    expect(cosine(a as never, b as never)).toBeGreaterThan(0.2);
    expect(cosine(a as never, c as never)).toBe(0);
  });
  it('have a mean similarity that is the mean over all pairs', () => {
    const v = vectors([...one, ...many]);
    const pairs = v.flatMap((a, i) => v.slice(i + 1).map((b) => cosine(a, b)));
    expect(meanSimilarity(v)).toBeCloseTo(pairs.reduce((x, y) => x + y) / pairs.length, 12);
    expect(meanSimilarity(v.slice(0, 1))).toBeNull();
    expect(meanSimilarity([new Map(), new Map()])).toBeNull();
  });
});

describe('coherence', () => {
  it('is strong where articles use the same words in the same mood', () => {
    expect(coherenceOf(vectors(one), [-0.6, -0.5, -0.7])).toBe('strong');
  });
  it('is moderate where they agree in mood alone, weak where in nothing', () => {
    expect(coherenceOf(vectors(many), [-0.6, -0.5, -0.7])).toBe('moderate');
    expect(coherenceOf(vectors(many), [-0.1, 0.9, 0.1])).toBe('weak');
  });
  it('is conflicting where two camps of three in ten each stand against each other', () => {
    expect(coherenceOf(vectors([...one, ...one]), [-0.6, -0.5, 0.7, 0.6, 0, 0])).toBe('conflicting');
    expect(coherenceOf(vectors([...one, ...one]), [-0.6, 0.1, 0.7, 0.6, 0.5, 0.4])).not.toBe('conflicting');
  });
  it('is judged by words alone while nothing is scored, and not at all with two articles', () => {
    expect(coherenceOf(vectors(one), [])).toBe('strong');
    expect(coherenceOf(vectors(many), [])).toBe('weak');
    expect(coherenceOf(vectors(one.slice(0, 2)), [0.1, 0.1])).toBeNull();
  });
});

describe('narratives', () => {
  const told = narrativesOf([
    article('a', one[0] as string, { symbols: ['ETH', 'BTC'], sentiment: -0.5 }),
    article('b', one[1] as string, { symbols: ['ETH'], sentiment: -0.7, story: { theme: 'regulation', summary: 'A wallet maker is sued.' } }),
    article('c', one[2] as string, { symbols: ['ETH', 'SOL'] }),
    article('d', 'Exchange hacked for $20 million', { symbols: ['SOL'] }),
  ]);
  it('are one per theme told, with assets, mood, share and words', () => {
    expect(told.map((n) => [n.theme, n.articles, n.share])).toEqual([['regulation', 3, 0.75], ['security', 1, 0.25]]);
    const [regulation, security] = told;
    expect(regulation).toMatchObject({ sentiment: expect.closeTo(-0.6, 12) as number, affected: { ETH: 3, BTC: 1, SOL: 1 }, articleIds: ['a', 'b', 'c'], summary: 'A wallet maker is sued.' });
    expect(Object.keys(regulation?.affected ?? {})).toEqual(['ETH', 'BTC', 'SOL']);
    expect(regulation?.terms).toContain('gemwallet');
    expect(security).toMatchObject({ coherence: null, sentiment: null, summary: null });
  });
  it('are none of no articles', () => {
    expect(narrativesOf([])).toEqual([]);
  });
});

describe('similar past narratives', () => {
  const past = [
    { key: 'lending suit', terms: ['sec', 'lawsuit', 'lending', 'celsius'] },
    { key: 'rate cut', terms: ['fed', 'rate', 'cut'] },
    { key: 'suit', terms: ['sec', 'lawsuit', 'token'] },
  ];
  it('come best first, the unlike left out', () => {
    const found = similarPast(['sec', 'lending', 'lawsuit', 'gemwallet'], past);
    expect(found.map((s) => s.key)).toEqual(['lending suit', 'suit']);
    expect(found[0]?.score).toBeGreaterThan(found[1]?.score as number);
    expect(similarPast(['sec', 'lending', 'lawsuit', 'gemwallet'], past, { most: 1 })).toHaveLength(1);
  });
  it('are the same one where nothing differs, and none where nothing is known', () => {
    expect(similarPast(['fed', 'rate', 'cut'], past)[0]).toEqual({ key: 'rate cut', score: expect.closeTo(1, 12) as number });
    expect(similarPast([], past)).toEqual([]);
    expect(similarPast(['fed'], [])).toEqual([]);
  });
});
