/**
 * The lexicon analyser. Evidence E+ and E− is gathered from phrases, directions
 * with their subjects, comparisons of figures and polar words; then
 *   P(c) = e^z(c) / Σ e^z,  z(pos) = S·min(E+, C), z(neg) = S·min(E−, C), z(neu) = N.
 * Without evidence that is P(neu) = e^N / (e^N + 2): neutral is a class, not a gap.
 */
import { scoreOf, type Probabilities, type Score } from '../scorer.js';
import { judgeComparison } from './comparison.js';
import { judgeDirection } from './direction.js';
import { phraseAt, phraseBooks } from './phrases.js';
import { cryptoTerms } from './slang.js';
import { financeTerms, type Term } from './terms.js';
import { tokenise, type Token } from './tokens.js';
import { factorAt } from './window.js';

const SHARPNESS = 2.4;
const CEILING = 3;
const NEUTRAL = 1.9;

const termsOf = { stock: financeTerms, crypto: cryptoTerms } as const;

class Evidence {
  positive = 0;
  negative = 0;

  add(amount: number): void {
    if (amount > 0) this.positive += amount;
    else this.negative -= amount;
  }
}

/** Terms by place; places inside a phrase have none, the phrase has spoken for them. */
function lookUp(tokens: readonly Token[], market: keyof typeof termsOf, evidence: Evidence): (Term | undefined)[] {
  const terms: (Term | undefined)[] = new Array<Term | undefined>(tokens.length).fill(undefined);
  for (let i = 0; i < tokens.length; i++) {
    const phrase = phraseAt(phraseBooks[market], tokens, i);
    if (!phrase) {
      terms[i] = termsOf[market].get((tokens[i] as Token).word);
      continue;
    }
    evidence.add(phrase.evidence * factorAt(tokens, i));
    i += phrase.words.length - 1;
  }
  return terms;
}

/** Directions first: the subjects they speak about say nothing by themselves. */
function weigh(tokens: readonly Token[], terms: readonly (Term | undefined)[], evidence: Evidence): void {
  const spoken = new Set<number>();
  let directed = false;
  terms.forEach((term, i) => {
    if (term?.role !== 'direction') return;
    const judged = judgeDirection(tokens, terms, i);
    spoken.add(judged.subject);
    directed ||= judged.subject >= 0;
    evidence.add(judged.evidence * factorAt(tokens, i));
  });
  terms.forEach((term, i) => {
    if (term?.role === 'polar') evidence.add(term.weight * factorAt(tokens, i));
    if (term?.role === 'subject' && !spoken.has(i)) evidence.add(term.alone * factorAt(tokens, i));
  });
  if (!directed) for (let i = 0; i < tokens.length; i++) evidence.add(judgeComparison(tokens, terms, i));
}

/** Class probabilities of gathered evidence, by the formula above. */
function probabilities({ positive, negative }: Evidence): Probabilities {
  const [p, n, o] = [Math.exp(SHARPNESS * Math.min(positive, CEILING)), Math.exp(SHARPNESS * Math.min(negative, CEILING)), Math.exp(NEUTRAL)];
  const sum = p + n + o;
  return { positive: p / sum, negative: n / sum, neutral: o / sum };
}

/** Pure; never throws. @param text any length; only its beginning is read (see tokens.ts). */
export function analyse(text: string, market: keyof typeof termsOf): Score {
  const tokens = tokenise(text);
  const evidence = new Evidence();
  weigh(tokens, lookUp(tokens, market, evidence), evidence);
  return scoreOf(probabilities(evidence));
}
