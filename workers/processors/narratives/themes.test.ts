import { describe, expect, it } from 'vitest';
import { themes as themesOfModel } from '../sentiment/enrichment/answer.js';
import { headlines } from './headlines.testing.js';
import { lexicon, themes, type Theme } from './lexicon.js';
import { themeOf } from './themes.js';

describe('the theme of an article', () => {
  it('is the one a reader names for at least four labelled headlines in five', () => {
    const all = Object.entries(headlines).flatMap(([theme, titles]) => titles.map((title) => ({ theme, title, said: themeOf({ title }).main })));
    const wrong = all.filter(({ theme, said }) => theme !== said);
    const accuracy = 1 - wrong.length / all.length;
    console.info(`themes: ${(100 * accuracy).toFixed(1)} % of ${all.length} labelled headlines`, wrong.map(({ theme, said, title }) => `${theme} read as ${said}: ${title}`));
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(accuracy).toBeGreaterThanOrEqual(0.8);
    for (const theme of themes) {
      const own = all.filter((h) => h.theme === theme);
      expect(own.filter((h) => h.said === theme).length / own.length, theme).toBeGreaterThanOrEqual(0.6);
    }
  });

  it('is other where no term speaks', () => {
    expect(themeOf({ title: 'A quiet walk' })).toEqual({ main: 'other', others: [], scores: {} });
    expect(themeOf({ title: '' }).main).toBe('other');
  });

  it('may be followed by others of at least half its weight', () => {
    const told = themeOf({ title: 'SEC sues exchange after hack', summary: null });
    expect(told.main).toBe('regulation');
    expect(told.others).toEqual(['security']);
    expect(told.scores.security).toBe(8);
  });

  it('weighs the title twice as much as the summary, and counts a term once', () => {
    expect(themeOf({ title: 'News', summary: 'Inflation, inflation, inflation.' }).scores).toEqual({ macro_economic: 3 });
    expect(themeOf({ title: 'Inflation', summary: 'Inflation' }).scores).toEqual({ macro_economic: 6 });
  });

  it('reads whole words, plurals and declared endings only', () => {
    expect(themeOf({ title: 'Second sector secures' }).scores.regulation).toBeUndefined();
    expect(themeOf({ title: 'Warsaw wardrobe' }).scores.geopolitical).toBeUndefined();
    expect(themeOf({ title: 'Tariffs' }).main).toBe('geopolitical');
    expect(themeOf({ title: 'Regulators’ plan' }).main).toBe('regulation');
    expect(themeOf({ title: 'The Fed’s zero-knowledge e-commerce 401(k)' }).scores).toMatchObject({ macro_economic: 6, technology: 6, adoption: 4, institutional: 4 });
  });
});

describe('the lexicon', () => {
  it('has the themes that language models are asked for', () => {
    expect([...themes].sort()).toEqual([...themesOfModel].sort());
  });
  it('is in lower case, with weights from 1 to 4', () => {
    for (const theme of themes.filter((t): t is Exclude<Theme, 'other'> => t !== 'other')) {
      for (const [term, weight] of Object.entries(lexicon[theme])) {
        expect(term, theme).toMatch(/^[a-z0-9]+\*?( [a-z0-9]+\*?)*$/);
        expect([1, 2, 3, 4], term).toContain(weight);
      }
    }
  });
});
