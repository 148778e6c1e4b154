/**
 * Which story an article tells: a declared lexicon, no model. An article has one
 * main theme and may tell others. Pure.
 */
import { lexicon, themes, type Theme, type ToldTheme } from './lexicon.js';

export interface Told {
  main: Theme;
  /** Other themes with at least half of the main one's score, strongest first. */
  others: ToldTheme[];
  /** Score of each theme that any term speaks for. */
  scores: Partial<Record<ToldTheme, number>>;
}

/** A term of the title counts twice as much as one of the summary. */
const TITLE = 2;
const SUMMARY = 1;
/** A main theme has this score at least: one pointing term in the title, or one settling term in the summary. */
const LEAST = 3;
/** So much of a summary is read: what follows is seldom the subject. */
const SUMMARY_CHARS = 600;

const told = themes.filter((t): t is ToldTheme => t !== 'other');

const pattern = (term: string): string =>
  term
    .split(' ')
    .map((word) => (word.endsWith('*') ? `${word.slice(0, -1)}[a-z0-9]*` : `${word}s?`))
    .join(' ');
const terms = told.map((theme) => ({ theme, terms: Object.entries(lexicon[theme]).map(([term, weight]) => ({ weight, found: new RegExp(` ${pattern(term)} `) })) }));

/** Lower-case words between single blanks, apostrophes dropped: "Fed's 2-day" → " fed 2 day ". */
const words = (text: string): string => ` ${text.toLowerCase().replace(/[’']s\b/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;

/**
 * Score of a theme = sum over its terms, each once, of weight × 2 in the title or × 1 in the first 600 characters of the summary.
 * @returns `other` where no theme reaches 3
 */
export function themeOf({ title, summary }: { title: string; summary?: string | null }): Told {
  const [head, body] = [words(title), words((summary ?? '').slice(0, SUMMARY_CHARS))];
  const scores: Told['scores'] = {};
  for (const { theme, terms: list } of terms) {
    let score = 0;
    for (const { weight, found } of list) {
      if (found.test(head)) score += TITLE * weight;
      else if (found.test(body)) score += SUMMARY * weight;
    }
    if (score > 0) scores[theme] = score;
  }
  const ranked = told.filter((t) => (scores[t] ?? 0) >= LEAST).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const [main, ...others] = ranked;
  if (!main) return { main: 'other', others: [], scores };
  return { main, others: others.filter((t) => (scores[t] as number) >= (scores[main] as number) / 2), scores };
}
