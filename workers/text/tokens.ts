/**
 * A text as words: compatibility forms folded (full-width letters, ligatures),
 * invisible characters out, a possessive `'s` taken with its word. Knows nothing
 * about assets.
 */
export interface Token {
  /** As written, without sign and possessive. */
  text: string;
  lower: string;
  /** Written as `$WORD`. */
  cashtag: boolean;
  /** What stands between the word before and this one. */
  gap: string;
}

const WORD = /(\$)?([\p{L}\p{N}][\p{L}\p{N}\p{M}]*)(?:'\p{L}{1,2}(?![\p{L}\p{N}]))?/gu;

/** NFKC, one kind of apostrophe, no zero-width characters. */
export const folded = (text: string): string => text.normalize('NFKC').replace(/[’‘ʼ`´]/g, "'").replace(/\p{Cf}/gu, '');

export function tokens(text: string): Token[] {
  const clean = folded(text);
  let end = 0;
  return [...clean.matchAll(WORD)].map((hit) => {
    const gap = clean.slice(end, hit.index);
    end = hit.index + hit[0].length;
    const word = hit[2] as string;
    return { text: word, lower: word.toLowerCase(), cashtag: hit[1] !== undefined && /\p{L}/u.test(word), gap };
  });
}

/** The words of a name, as a text would spell them: `yearn.finance` → yearn, finance. */
export const wordsOf = (name: string): string[] => tokens(name).map((t) => t.lower);

export const isUpper = (word: string): boolean => word === word.toUpperCase() && word !== word.toLowerCase();
export const isCapital = (word: string): boolean => {
  const [first = ''] = word;
  return first !== first.toLowerCase();
};
