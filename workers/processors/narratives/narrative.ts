/**
 * Articles of a window → one narrative per theme told. An article counts for its
 * main theme. Pure; the order of the articles given is kept (newest first).
 */
import { coherenceOf, type Coherence } from './coherence.js';
import { themes, type Theme } from './lexicon.js';
import { vectorOf, weightsOf, wordsOf, type Vector } from './vectors.js';

export interface Article {
  id: string;
  title: string;
  /** Its main theme. */
  theme: Theme;
  symbols: readonly string[];
  /** −1 to 1; null while it has none. */
  sentiment: number | null;
  /** What a language model wrote, where one was asked. */
  story: { theme: string; summary: string } | null;
}

export interface Narrative {
  theme: Theme;
  coherence: Coherence | null;
  articles: number;
  /** Of the articles of the window. */
  share: number;
  sentiment: number | null;
  /** Assets by number of articles that name them, most named first. */
  affected: Record<string, number>;
  articleIds: string[];
  /** Its telling words, most telling first. */
  terms: string[];
  summary: string | null;
}

const MOST_IDS = 50;
const MOST_ASSETS = 50;
const MOST_TERMS = 25;

interface Read {
  article: Article;
  vector: Vector;
}

/** Counts, largest first, by name where equal. */
const ranked = (counts: ReadonlyMap<string, number>): [string, number][] => [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));

function affectedBy(told: readonly Read[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { article } of told) for (const symbol of new Set(article.symbols)) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return Object.fromEntries(ranked(counts).slice(0, MOST_ASSETS));
}

function termsOf(told: readonly Read[]): string[] {
  const sums = new Map<string, number>();
  for (const { vector } of told) for (const [word, x] of vector) sums.set(word, (sums.get(word) ?? 0) + x);
  return ranked(sums).slice(0, MOST_TERMS).map(([word]) => word);
}

function narrativeOf(theme: Theme, told: readonly Read[], all: number): Narrative {
  const scores = told.map(({ article }) => article.sentiment).filter((x) => x !== null);
  return {
    theme,
    coherence: coherenceOf(told.map((r) => r.vector), scores),
    articles: told.length,
    share: told.length / all,
    sentiment: scores.length > 0 ? scores.reduce((sum, x) => sum + x, 0) / scores.length : null,
    affected: affectedBy(told),
    articleIds: told.slice(0, MOST_IDS).map(({ article }) => article.id),
    terms: termsOf(told),
    summary: told.find(({ article }) => article.story?.theme === theme)?.article.story?.summary ?? null,
  };
}

/** @param articles of the window, newest first */
export function narrativesOf(articles: readonly Article[]): Narrative[] {
  const words = articles.map((a) => wordsOf(a.title));
  const weight = weightsOf(words);
  const read = articles.map((article, i): Read => ({ article, vector: vectorOf(words[i] as string[], weight) }));
  return themes.map((theme) => ({ theme, told: read.filter((r) => r.article.theme === theme) })).flatMap(({ theme, told }) => (told.length > 0 ? [narrativeOf(theme, told, read.length)] : []));
}
