/**
 * Splits a headline into what the rules look at: lower-case words, numbers with
 * their value, and the punctuation that ends a clause. Everything else is dropped.
 */
export interface Token {
  /** Lower case; `%` for percent signs, `#` for numbers, the mark itself for punctuation. */
  word: string;
  /** The value of a number, sign and grouping respected; NaN for anything else. */
  value: number;
}

/** Longer texts are cut: a headline and a lead say what they say early, and time must stay bounded. */
const MOST_TOKENS = 400;

// A word with inner apostrophes or ampersand; a number, also torn apart as in "EUR7 .3"; a mark.
const PIECE = /[a-z]+(?:['’&][a-z]+)*|[-−]?\d+(?:[.,]\d+)*(?: [.,]\d+)*|[$€£%.,;:!?()]/g;

/** Commas group thousands, the last dot is the decimal point. */
const valueOf = (text: string): number => Number(text.replace(/[ ,]/g, '').replace('−', '-').replace(/\.(?=.*\.)/g, ''));

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Pure. At most 400 tokens. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const piece of text.slice(0, 4_000).toLowerCase().matchAll(PIECE)) {
    const word = piece[0];
    const isNumber = isDigit(word.charCodeAt(word.length - 1));
    tokens.push(isNumber ? { word: '#', value: valueOf(word) } : { word: word.replace(/['’](?:s|d|re|ve|ll)$/, '').replace('’', "'"), value: NaN });
    if (tokens.length === MOST_TOKENS) break;
  }
  return tokens;
}
