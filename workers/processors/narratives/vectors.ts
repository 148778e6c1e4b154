/**
 * Texts as vectors: TF-IDF with cosine similarity (Salton and Buckley 1988), over
 * the few hundred texts at hand. Small enough to need no library and no state.
 */
const stop = new Set(
  'the and for are but not you all any can has had her his how its may new now our out own say says said she too use was who why will with this that from they been have were what when your more than them then there these those into over after amid about could would should just also here his him off only other some such very while where which per via don isn didn doesn'.split(' '),
);

/** Plurals folded: "ETFs" is "etf", "rallies" is "rally". */
function singular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us')) return word;
  return word.length > 4 && word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

/** Words that carry meaning, lower case, in order, plurals folded. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().replace(/[’']s\b/g, '').match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return words.filter((w) => !stop.has(w) && !/^\d+$/.test(w)).map(singular);
}

export type Vector = ReadonlyMap<string, number>;

/** Weight of a word among `texts`: ln((1 + n) / (1 + texts with it)) + 1; a word of none of them weighs most. */
export function weightsOf(texts: readonly (readonly string[])[]): (word: string) => number {
  const within = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) within.set(word, (within.get(word) ?? 0) + 1);
  return (word) => Math.log((1 + texts.length) / (1 + (within.get(word) ?? 0))) + 1;
}

/** (1 + ln count) × weight of each word, scaled to length 1; empty for no words. */
export function vectorOf(words: readonly string[], weight: (word: string) => number): Vector {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const raw = [...counts].map(([word, count]): [string, number] => [word, (1 + Math.log(count)) * weight(word)]);
  const length = Math.sqrt(raw.reduce((sum, [, x]) => sum + x * x, 0));
  return new Map(raw.map(([word, x]) => [word, x / length]));
}

/** Cosine of two vectors of length 1: 0 nothing in common, 1 the same. */
export function cosine(a: Vector, b: Vector): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [word, x] of few) sum += x * (many.get(word) ?? 0);
  return Math.min(1, sum);
}

/** Mean cosine of every pair, by way of the sum of all: (|Σv|² − n) / (n (n − 1)); null for fewer than two texts with words. */
export function meanSimilarity(vectors: readonly Vector[]): number | null {
  const some = vectors.filter((v) => v.size > 0);
  if (some.length < 2) return null;
  const total = new Map<string, number>();
  for (const v of some) for (const [word, x] of v) total.set(word, (total.get(word) ?? 0) + x);
  const squares = [...total.values()].reduce((sum, x) => sum + x * x, 0);
  return Math.max(0, (squares - some.length) / (some.length * (some.length - 1)));
}
