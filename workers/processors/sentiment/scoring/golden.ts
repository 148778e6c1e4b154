/**
 * Sentences that no usable model gets wrong, asked before a model may score
 * anything. A model whose labels are swapped, or whose classes are read wrongly,
 * fails them all on one side. Written for this project.
 */
import type { Market } from './lexicon/scorer.js';
import type { Scorer } from './scorer.js';

interface Golden {
  positive: readonly string[];
  negative: readonly string[];
}

export const goldenSentences: Readonly<Record<Market, Golden>> = {
  crypto: {
    positive: ['Bitcoin surges to a new all-time high', 'Very bullish on Ethereum, great gains ahead', 'Crypto rally continues with record inflows', 'Strong adoption and huge profits for holders'],
    negative: ['Exchange hacked, millions in crypto stolen', 'Bitcoin crashes as panic selling spreads', 'This coin is a scam, investors lost everything', 'Bearish: the token collapsed and is worthless'],
  },
  stock: {
    positive: ['Operating profit rose sharply compared to last year', 'The company reported strong growth in sales', 'Shares surged after earnings beat expectations', 'Net sales increased and profitability improved'],
    negative: ['Operating profit fell sharply and the company issued a warning', 'The company filed for bankruptcy after heavy losses', 'Shares plunged on weak demand', 'Sales declined and the loss widened'],
  },
};

/** Of the four on each side, so many must be right: one odd answer is a model's own, two are a wrong reading. */
const LEAST_RIGHT = 3;

/** What is wrong with the scorer, in words, or null. */
export async function goldenProblem(market: Market, scorer: Pick<Scorer, 'score'>): Promise<string | null> {
  for (const side of ['positive', 'negative'] as const) {
    const sentences = goldenSentences[market][side];
    const scores = await scorer.score(sentences, new AbortController().signal);
    const wrong = sentences.filter((_, i) => !isOn(side, scores[i]?.score ?? null));
    if (sentences.length - wrong.length < LEAST_RIGHT) return `it fails ${wrong.length} of ${sentences.length} golden sentences that are ${side}, such as "${wrong[0]}"`;
  }
  return null;
}

const isOn = (side: 'positive' | 'negative', score: number | null): boolean => score !== null && (side === 'positive' ? score > 0 : score < 0);
