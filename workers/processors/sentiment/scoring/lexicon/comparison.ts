/**
 * Two figures set against each other without a verb of direction: "operating
 * profit was EUR 5.8 mn, compared to 9.1 mn", "a profit from a loss", "(EUR 48.2
 * million)". Years and percentages against amounts are not compared.
 */
import type { Term } from './terms.js';
import type { Token } from './tokens.js';
import { words } from './vocabulary.js';

const connectives: ReadonlySet<string> = new Set(words('compared from versus vs against ('));
const REACH = 9;
/** Evidence of a comparison: it is a statement, though a dry one. */
const FIGURES = 1;
const TURN = 1.2;

const isYear = ({ value }: Token): boolean => Number.isInteger(value) && value >= 1_900 && value <= 2_100;
const scales: ReadonlyMap<string, number> = new Map(Object.entries({ k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, mln: 1e6, million: 1e6, bn: 1e9, billion: 1e9 }));

interface Figure {
  value: number;
  isShare: boolean;
  at: number;
}

function figureAt(tokens: readonly Token[], at: number): Figure | null {
  const token = tokens[at];
  if (token?.word !== '#' || isYear(token) || Number.isNaN(token.value)) return null;
  const unit = tokens[at + 1]?.word ?? '';
  return { value: token.value * (scales.get(unit) ?? 1), isShare: unit === '%' || unit === 'percent' || unit === 'pct', at };
}

function figureBefore(tokens: readonly Token[], at: number): Figure | null {
  for (let i = at - 1; i >= 0 && i >= at - REACH; i--) {
    const figure = figureAt(tokens, i);
    if (figure) return figure;
    if ((tokens[i] as Token).word === '.') return null;
  }
  return null;
}

function figureBehind(tokens: readonly Token[], at: number): Figure | null {
  for (let i = at + 1; i < tokens.length && i <= at + REACH; i++) {
    const figure = figureAt(tokens, i);
    if (figure) return figure;
  }
  return null;
}

/** The nearest subject before `at`, with its term. */
function subjectOf(tokens: readonly Token[], terms: readonly (Term | undefined)[], at: number): Term | null {
  for (let i = at; i >= 0 && i >= at - 2 * REACH; i--) {
    if ((tokens[i] as Token).word === '.') return null;
    const term = terms[i];
    if (term?.role === 'subject') return term;
  }
  return null;
}

const has = (tokens: readonly Token[], from: number, to: number, word: string): boolean => tokens.slice(from, to).some((t) => t.word === word);

/** A loss turned into a profit or the other way round, else null. */
function turnAt(tokens: readonly Token[], at: number): number | null {
  const before = Math.max(0, at - 2 * REACH);
  const [lossBefore, lossBehind] = [has(tokens, before, at, 'loss'), has(tokens, at, at + 6, 'loss')];
  if (lossBehind && !lossBefore) return TURN;
  return lossBefore && has(tokens, at, at + 6, 'profit') ? -TURN : null;
}

const currencies: ReadonlySet<string> = new Set(words('$ € £ eur usd euro us gbp sek dkk nok'));

/** A bracket compares when it opens on a bare figure or on the left figure's own currency; another currency is the same amount again. */
function bracketCompares(tokens: readonly Token[], at: number, left: Figure): boolean {
  const first = tokens[at + 1]?.word ?? '';
  if (first === '#') return !currencies.has(tokens[at + 2]?.word ?? '') && tokens[at - 1]?.word !== ')';
  return currencies.has(first) && first === tokens[left.at - 1]?.word;
}

/** The evidence of the comparison joined at `at`, or 0 where nothing is compared. Pure. */
export function judgeComparison(tokens: readonly Token[], terms: readonly (Term | undefined)[], at: number): number {
  if (!connectives.has((tokens[at] as Token).word)) return 0;
  const [left, right] = [figureBefore(tokens, at), figureBehind(tokens, at)];
  if (!left || !right || left.isShare !== right.isShare) return 0;
  if ((tokens[at] as Token).word === '(' && !bracketCompares(tokens, at, left)) return 0;
  const turn = turnAt(tokens, at);
  if (turn !== null) return turn;
  const subject = subjectOf(tokens, terms, left.at);
  return subject ? FIGURES * Math.sign(left.value - right.value) * subject.weight : 0;
}
