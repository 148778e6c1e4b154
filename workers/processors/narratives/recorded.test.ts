/**
 * The lexicon against headlines it was not written for: 50 recorded ones, read in
 * place and filed by hand, in the order of the file, before the lexicon read them.
 */
import { expect, it } from 'vitest';
import { haveRealData, realText } from '../indicators/testing.js';
import type { Theme } from './lexicon.js';
import { themeOf } from './themes.js';

const letters: Record<string, Theme> = { M: 'market_structure', R: 'regulation', I: 'institutional', G: 'geopolitical', A: 'adoption', O: 'other' };
const filed = [...'MMGIRIIMRI MMMRAMOMMR MMMMRROMMR MMRRMRIMMM IOMMMMRRRM'.replaceAll(' ', '')].map((letter) => letters[letter] as Theme);

/** The second column of CSV lines whose first has no comma; quotes doubled inside quotes. */
const titles = (csv: string): string[] =>
  csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => (/^[^,]*,(?:"((?:[^"]|"")*)"|([^,]*)),/.exec(line)?.slice(1).find((t) => t !== undefined) ?? '').replaceAll('""', '"'));

const known = haveRealData('sentiment');
it.runIf(known)('are filed as a reader files them, four in five', () => {
  const all = titles(realText('sentiment/crypto_headlines_unlabelled_2025-08.csv'));
  expect(all).toHaveLength(filed.length);
  const wrong = all.map((title, i) => ({ i: i + 1, said: themeOf({ title }).main, filed: filed[i] })).filter((h) => h.said !== h.filed);
  console.info(`themes: ${100 - (100 * wrong.length) / all.length} % of ${all.length} recorded headlines`, wrong.map((h) => `${h.i}: ${h.filed} read as ${h.said}`).join(', '));
  expect(1 - wrong.length / all.length).toBeGreaterThanOrEqual(0.8);
});
