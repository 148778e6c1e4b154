/**
 * What stands around a word and changes it: negation, intensifiers, dampeners.
 * A window never reaches over the end of a clause.
 */
import type { Token } from './tokens.js';
import { words } from './vocabulary.js';

const negations: ReadonlySet<string> = new Set(words("not no never neither nor without cannot can't won't don't doesn't didn't isn't wasn't aren't hasn't haven't hardly barely"));
const intensifiers: ReadonlySet<string> = new Set(words('very highly extremely sharply significantly strongly substantially considerably clearly heavily massively massive huge hugely steeply dramatically record biggest major severely deeply markedly remarkably exceptionally'));
const dampeners: ReadonlySet<string> = new Set(words('partly partially may might could possibly potentially if would mixed'));
/** A small move is still a move. */
const diminishers: ReadonlySet<string> = new Set(words('slightly somewhat marginally modestly modest slight minor little'));
const clauseEnds: ReadonlySet<string> = new Set(words('. ; : ! ? but while whereas although though however despite'));

/** Tokens before a word in which a negation reaches it. */
const NEGATION_WINDOW = 3;
/** What is left of a negated statement, turned round: "not good" is milder than "bad". */
const NEGATED = -0.7;
const INTENSIFIED = 1.35;
const DAMPENED = 0.6;
const DIMINISHED = 0.82;

export const endsClause = (word: string): boolean => clauseEnds.has(word);

/** The factor on the evidence of the word at `at`. Pure. */
export function factorAt(tokens: readonly Token[], at: number): number {
  let factor = 1;
  for (let i = at - 1; i >= 0 && i >= at - NEGATION_WINDOW; i--) {
    const { word } = tokens[i] as Token;
    if (endsClause(word)) break;
    if (negations.has(word)) factor *= NEGATED;
    else if (i >= at - 2) factor *= gradeOf(word);
  }
  const next = tokens[at + 1];
  return next ? factor * gradeOf(next.word) : factor;
}

function gradeOf(word: string): number {
  if (intensifiers.has(word)) return INTENSIFIED;
  if (diminishers.has(word)) return DIMINISHED;
  return dampeners.has(word) ? DAMPENED : 1;
}
