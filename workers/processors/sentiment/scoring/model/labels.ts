/**
 * What a model's own labels mean. Read from its config's id2label, in any order
 * and case; names that say nothing (LABEL_0, LABEL_1) are believed only for
 * models declared here. Anything else is refused rather than guessed.
 */
import type { Probabilities, SentimentClass } from '../scorer.js';

/** By a label as the model writes it. */
export type LabelMeanings = ReadonlyMap<string, SentimentClass>;

const meanings: LabelMeanings = new Map(Object.entries({
  negative: 'negative', neg: 'negative', bearish: 'negative',
  neutral: 'neutral', neu: 'neutral',
  positive: 'positive', pos: 'positive', bullish: 'positive',
}));

/** Models whose labels are numbers only, from their cards. */
const declared: ReadonlyMap<string, LabelMeanings> = new Map([
  ['kk08/CryptoBERT', new Map([['LABEL_0', 'negative'], ['LABEL_1', 'positive']])],
]);

/** A model that must not be used, and why. */
export class ModelRefused extends Error {
  override name = 'ModelRefused';
}

/**
 * @param id2label of the model's config.json: two classes (negative, positive) or three.
 * @throws ModelRefused where a label is unknown, a class appears twice, or negative or positive is missing.
 */
export function meaningsOf(model: string, id2label: Readonly<Record<string, string>>): LabelMeanings {
  const labels = Object.values(id2label);
  const found = new Map<string, SentimentClass>();
  for (const label of labels) {
    const meaning = declared.get(model)?.get(label) ?? meanings.get(label.toLowerCase());
    if (!meaning) throw new ModelRefused(`its label "${label}" is not known to mean negative, neutral or positive`);
    if ([...found.values()].includes(meaning)) throw new ModelRefused(`two of its labels (${labels.join(', ')}) mean ${meaning}`);
    found.set(label, meaning);
  }
  for (const needed of ['negative', 'positive'] as const) {
    if (![...found.values()].includes(needed)) throw new ModelRefused(`none of its labels (${labels.join(', ')}) means ${needed}`);
  }
  return found;
}

/** How far the classes may be from summing to 1: float32 softmax. */
const TOLERANCE = 0.01;

/** All class probabilities by meaning; null where one is missing, not a probability, or they do not sum to 1. A class the model lacks is 0. Pure. */
export function probabilitiesOf(labels: LabelMeanings, answer: readonly { label: string; score: number }[]): Probabilities | null {
  const p: Probabilities = { negative: 0, neutral: 0, positive: 0 };
  if (answer.length !== labels.size) return null;
  for (const { label, score } of answer) {
    const meaning = labels.get(label);
    if (!meaning || !(score >= 0 && score <= 1)) return null;
    p[meaning] += score;
  }
  return Math.abs(p.negative + p.neutral + p.positive - 1) <= TOLERANCE ? p : null;
}
