/**
 * Human-labelled finance sentences, read in place where they lie beside the
 * project, and how well a scorer agrees with them. The sentences are split in
 * two by hash: the lexicon was tuned while looking at one half only.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sentimentClasses, type SentimentClass } from '#workers/processors/sentiment/scoring/scorer.js';

export const PHRASEBANK = resolve('../shared/real-data/sentiment/financial_phrasebank_50agree.csv.gz');
export const phrasebankIsThere = (): boolean => existsSync(PHRASEBANK);

export interface Sentence {
  text: string;
  label: SentimentClass;
  half: 'tuned' | 'unseen';
}

/** Even first byte of the SHA-256: looked at while tuning. */
const halfOf = (text: string): Sentence['half'] => ((createHash('sha256').update(text).digest()[0] as number) % 2 === 0 ? 'tuned' : 'unseen');

const isClass = (label: string): label is SentimentClass => (sentimentClasses as readonly string[]).includes(label);

/** Lines of `text,label`, the text in quotes where it holds a comma. @throws RangeError naming the line that is not. */
export function readPhrasebank(): Sentence[] {
  const lines = gunzipSync(readFileSync(PHRASEBANK)).toString('utf8').split(/\r?\n/).slice(1).filter(Boolean);
  return lines.map((line, i) => {
    const comma = line.lastIndexOf(',');
    const label = line.slice(comma + 1);
    if (!isClass(label)) throw new RangeError(`line ${i + 2} ends in no class: "${label}"`);
    const text = line.slice(0, comma).replace(/^"(.*)"$/s, '$1').replaceAll('""', '"');
    return { text, label, half: halfOf(text) };
  });
}

/** Rows are what people said, columns what the scorer said. */
export type Confusion = Record<SentimentClass, Record<SentimentClass, number>>;

/** @param said the scorer's label for each sentence; one that is no class counts as neutral. */
export function confusionOf(sentences: readonly Sentence[], said: readonly string[]): Confusion {
  const empty = (): Record<SentimentClass, number> => ({ negative: 0, neutral: 0, positive: 0 });
  const confusion: Confusion = { negative: empty(), neutral: empty(), positive: empty() };
  sentences.forEach(({ label }, i) => {
    const answer = said[i] ?? '';
    confusion[label][isClass(answer) ? answer : 'neutral'] += 1;
  });
  return confusion;
}

/** F1 = 2·TP / (rows + columns of the class); 0 for a class that nobody named. */
export function f1Of(confusion: Confusion, c: SentimentClass): number {
  const named = sentimentClasses.reduce((sum, row) => sum + confusion[row][c], 0);
  const meant = sentimentClasses.reduce((sum, column) => sum + confusion[c][column], 0);
  return named + meant === 0 ? 0 : (2 * confusion[c][c]) / (named + meant);
}

/** The plain mean of the classes' F1. */
export const macroF1 = (confusion: Confusion): number => sentimentClasses.reduce((sum, c) => sum + f1Of(confusion, c), 0) / sentimentClasses.length;
