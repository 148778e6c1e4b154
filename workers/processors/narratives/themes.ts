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

interface Term {
  theme: ToldTheme;
  words: readonly string[];
  weight: number;
}

const told = themes.filter((t): t is ToldTheme => t !== 'other');
const keyOf = (word: string): string => word.slice(0, 2);

/** Terms by the first two letters of their first word, as a text has many words and the lexicon many terms. */
const terms = new Map<string, Term[]>();
for (const theme of told) {
  for (const [term, weight] of Object.entries(lexicon[theme])) {
    const words = term.split(' ');
    const key = keyOf(words[0] as string);
    terms.set(key, [...(terms.get(key) ?? []), { theme, words, weight }]);
  }
}

const matches = (word: string, token: string | undefined): boolean => {
  if (token === undefined) return false;
  if (word.endsWith('*')) return token.startsWith(word.slice(0, -1));
  return token === word || token === `${word}s`;
};

/** Lower-case words, possessive endings dropped: "Fed's 2-day" → fed, 2, day. */
const wordsOf = (text: string): string[] => text.toLowerCase().replace(/[’']s\b/g, '').match(/[\p{L}\p{N}]+/gu) ?? [];

/** The terms that occur in the text. */
function termsIn(text: string): Set<Term> {
  const tokens = wordsOf(text);
  const found = new Set<Term>();
  for (const [i, token] of tokens.entries()) for (const term of terms.get(keyOf(token)) ?? []) if (term.words.every((word, k) => matches(word, tokens[i + k]))) found.add(term);
  return found;
}

/**
 * Score of a theme = sum over its terms, each once, of weight × 2 in the title or × 1 in the first 600 characters of the summary.
 * @returns `other` where no theme reaches 3
 */
export function themeOf({ title, summary }: { title: string; summary?: string | null }): Told {
  const head = termsIn(title);
  const body = termsIn((summary ?? '').slice(0, SUMMARY_CHARS));
  const scores: Told['scores'] = {};
  const add = ({ theme, weight }: Term, times: number) => void (scores[theme] = (scores[theme] ?? 0) + times * weight);
  for (const term of head) add(term, TITLE);
  for (const term of body) if (!head.has(term)) add(term, SUMMARY);
  const ranked = told.filter((t) => (scores[t] ?? 0) >= LEAST).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const [main, ...others] = ranked;
  if (!main) return { main: 'other', others: [], scores };
  return { main, others: others.filter((t) => (scores[t] as number) >= (scores[main] as number) / 2), scores };
}
