/**
 * What every sentiment scorer is, lexicon or language model. A scorer answers
 * for each text or says that it does not know; it never guesses a zero.
 */
export interface Score {
  /** P(positive) − P(negative), −1 to 1. */
  score: number;
  /** The largest class probability, 0 to 1. */
  confidence: number;
  /** The most probable class: positive, neutral or negative, whatever the model calls it. */
  label: string;
}

export interface Scorer {
  /** Model and version as stored with every score: `lexicon-crypto@1`, `kk08/CryptoBERT@<hash>`. */
  readonly model: string;
  /** One entry per text, null where the scorer failed on it or it is blank. Never throws for a text; rejects only with the signal's reason. */
  score(texts: readonly string[], signal: AbortSignal): Promise<(Score | null)[]>;
  /** Frees what it holds; a model answers null afterwards. */
  close(): Promise<void>;
}

export const sentimentClasses = ['negative', 'neutral', 'positive'] as const;
export type SentimentClass = (typeof sentimentClasses)[number];
export type Probabilities = Record<SentimentClass, number>;

/** The score of three class probabilities that sum to 1. Where positive and negative are equally probable the label takes no side. */
export function scoreOf(p: Probabilities): Score {
  const likeliest = sentimentClasses.reduce((best, c) => (p[c] > p[best] ? c : best));
  const label = p.positive === p.negative ? 'neutral' : likeliest;
  return { score: p.positive - p.negative, confidence: p[likeliest], label };
}
