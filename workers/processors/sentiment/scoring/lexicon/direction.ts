/**
 * Direction × subject: "costs fell" is good, "operating profit fell" is bad,
 * "loss narrowed" is good. The subject is looked for behind the direction within
 * its noun phrase ("lower costs", "increase in sales"), then before it ("sales rose").
 */
import type { Term } from './terms.js';
import type { Token } from './tokens.js';
import { words } from './vocabulary.js';
import { endsClause } from './window.js';

/** Words that end the noun phrase behind a direction. */
const stops: ReadonlySet<string> = new Set(words('to from due as because by and or on with after since at for than when that which until , ( ) # %'));
const FORWARD = 4;
const BACKWARD = 12;
/** Evidence of a direction without a known subject: something rose, who knows what. */
const UNKNOWN_SUBJECT = 0.4;
/** The same beside a percentage: prices and figures are quoted so. */
const QUOTED_CHANGE = 0.75;

export interface Judged {
  evidence: number;
  /** The subject's place, −1 when none was found. */
  subject: number;
}

const isSubject = (term: Term | undefined): term is Term => term?.role === 'subject';

function subjectBehind(tokens: readonly Token[], terms: readonly (Term | undefined)[], at: number): number {
  for (let i = at + 1; i <= at + FORWARD && i < tokens.length; i++) {
    const { word } = tokens[i] as Token;
    if (stops.has(word) || endsClause(word)) return -1;
    if (isSubject(terms[i])) return headOf(terms, i);
  }
  return -1;
}

/** Of subjects in a row the last decides: "sales costs" are costs. */
function headOf(terms: readonly (Term | undefined)[], at: number): number {
  let head = at;
  while (isSubject(terms[head + 1])) head++;
  return head;
}

function subjectBefore(tokens: readonly Token[], terms: readonly (Term | undefined)[], at: number): number {
  for (let i = at - 1; i >= at - BACKWARD && i >= 0; i--) {
    if (endsClause((tokens[i] as Token).word)) return -1;
    if (isSubject(terms[i])) return i;
  }
  return -1;
}

function hasPercentage(tokens: readonly Token[], at: number): boolean {
  const near = tokens.slice(at + 1, at + 6);
  return near.some(({ word }, i) => word === '#' && /^(?:%|percent|pct|per)$/.test(near[i + 1]?.word ?? ''));
}

/** The evidence of the direction at `at`, before negation and grade. Pure. */
export function judgeDirection(tokens: readonly Token[], terms: readonly (Term | undefined)[], at: number): Judged {
  const { weight } = terms[at] as Term;
  const behind = subjectBehind(tokens, terms, at);
  const subject = behind >= 0 ? behind : subjectBefore(tokens, terms, at);
  if (subject >= 0) return { evidence: weight * (terms[subject] as Term).weight, subject };
  return { evidence: weight * (hasPercentage(tokens, at) ? QUOTED_CHANGE : UNKNOWN_SUBJECT), subject };
}
