/** Does this spelling, in this place, mean the asset: surely, only in a text about crypto, or not? */
import type { Proof, Term } from './terms.js';
import { isCapital, isUpper, type Token } from './tokens.js';
import { companions, notAfter, notBefore } from './words.js';

export interface Reading {
  symbol: string;
  proof: Proof;
  /** Counts as it stands, and makes the text one about crypto. */
  proven: boolean;
  /** Counts in a text about crypto. */
  pending: boolean;
}

/** How the whole text is written. */
export interface Writing {
  /** In capitals: upper case proves nothing. */
  shouting: boolean;
  /** All in lower case: its lack disproves nothing. */
  quiet: boolean;
}
export interface Place {
  words: readonly Token[];
  /** The first word of the spelling. */
  i: number;
  /** How many words it has. */
  length: number;
}

const phraseAt = ({ words, i, length }: Place): string => words.slice(i, i + length).map((w) => w.lower).join(' ');

/** Beside a word that shows the ordinary meaning. */
function isOrdinary(place: Place): boolean {
  const phrase = phraseAt(place);
  const before = place.words[place.i - 1]?.lower ?? '';
  const after = place.words[place.i + place.length]?.lower ?? '';
  return Boolean(notBefore[phrase]?.has(after) || notAfter[phrase]?.has(before));
}

const next = ({ words, i, length }: Place): Token | undefined => words[i + length];
const hasCompanion = (place: Place): boolean => companions.has(next(place)?.lower ?? '') && /^\s/.test(next(place)?.gap ?? '');
/** `polygon-based` is a use of the name, capital or not. */
const isBased = (place: Place): boolean => next(place)?.gap === '-' && ['based', 'powered', 'native'].includes(next(place)?.lower ?? '');

type Judge = (first: Token, place: Place, writing: Writing) => Pick<Reading, 'proven' | 'pending'>;

const proven = (yes: boolean): Pick<Reading, 'proven' | 'pending'> => ({ proven: yes, pending: false });
const pending = (yes: boolean): Pick<Reading, 'proven' | 'pending'> => ({ proven: false, pending: yes });
const isNamed = (first: Token, writing: Writing): boolean => isCapital(first.text) && !(writing.shouting && isUpper(first.text));

const judges: Readonly<Record<Proof, Judge>> = {
  common: () => proven(true),
  ticker: (first) => (isUpper(first.text) ? proven(true) : pending(first.text.length > 2)),
  // One letter is a ticker only where it is called one: "the W token".
  ambiguous: (first, place, writing) => pending(isUpper(first.text) && !writing.shouting && (first.text.length > 1 || hasCompanion(place))),
  name: () => proven(true),
  capital: (first, _place, writing) => (isNamed(first, writing) ? proven(true) : pending(writing.quiet || writing.shouting)),
  context: (first, place, writing) => pending(isNamed(first, writing) || writing.quiet || isBased(place)),
  word: (first, place) => (isCapital(first.text) && hasCompanion(place) ? proven(true) : proven(false)),
};

/** Pure. */
export function proofOf(term: Term, place: Place, writing: Writing): Reading {
  const first = place.words[place.i] as Token;
  const judged = isOrdinary(place) ? proven(false) : judges[term.proof](first, place, writing);
  return { symbol: term.symbol, proof: term.proof, ...judged };
}
