/**
 * The registry as a tree of words: each path is a ticker, a market, a name or a
 * phrase that is none of ours, so a text is read once and the longest path wins.
 */
import { aliasesOf, spanOf, type Span } from '../store/tables/alias.js';
import type { AssetRow } from '../store/tables/assets.js';
import { isUpper, wordsOf } from './tokens.js';
import { ambiguousTickers, capitalNames, commonTickers, contextNames, otherThings, wordNames } from './words.js';

/**
 * How much proof a spelling needs. Of tickers: `common` none in any case, `ticker`
 * upper case or a context, `ambiguous` upper case and a context. Of names: `name`
 * none, `capital`, `context` capital and a context, `word` a companion beside it.
 */
export type Proof = 'common' | 'ticker' | 'ambiguous' | 'name' | 'capital' | 'context' | 'word';

export interface Term {
  symbol: string;
  span: Span;
  proof: Proof;
}
export interface Branch {
  next: Map<string, Branch>;
  terms: Term[];
  /** A phrase that is no asset. */
  other: boolean;
}

const branch = (): Branch => ({ next: new Map(), terms: [], other: false });

function at(root: Branch, words: readonly string[]): Branch {
  let here = root;
  for (const word of words) {
    const next = here.next.get(word) ?? branch();
    here.next.set(word, next);
    here = next;
  }
  return here;
}

const tickerProof = (lower: string): Proof => {
  // A digit among the letters is no word of any language: 1inch, api3.
  if (commonTickers.has(lower) || /\d/.test(lower)) return 'common';
  return ambiguousTickers.has(lower) || lower.length < 2 ? 'ambiguous' : 'ticker';
};
const nameProof = (phrase: string): Proof => {
  if (wordNames.has(phrase)) return 'word';
  if (contextNames.has(phrase)) return 'context';
  return capitalNames.has(phrase) ? 'capital' : 'name';
};

/** A short alias in capitals is a ticker: MATIC, XBT. */
const isTicker = (name: string): boolean => /^[A-Z0-9]{2,6}$/.test(name) && /[A-Z]/.test(name);

function termsOf(asset: AssetRow): { words: string[]; term: Term }[] {
  const { symbol } = asset;
  const span = spanOf(asset);
  const aliases = aliasesOf(asset);
  const tickers = [{ name: symbol, ...span }, ...aliases.filter((a) => isTicker(a.name))];
  const names = [{ name: asset.name, ...span }, ...aliases.filter((a) => !isTicker(a.name))].filter((n) => !(isUpper(n.name) && n.name === symbol));
  const markets = Object.values(asset.venues).filter((market) => /^\w{4,}$/.test(market) && market !== symbol);
  return [
    ...markets.map((market) => ({ words: [market.toLowerCase()], term: { symbol, span, proof: 'common' as const } })),
    ...tickers.map(({ name, from, to }) => ({ words: [name.toLowerCase()], term: { symbol, span: { from, to }, proof: tickerProof(name.toLowerCase()) } })),
    ...names.map(({ name, from, to }) => ({ words: wordsOf(name), term: { symbol, span: { from, to }, proof: nameProof(wordsOf(name).join(' ')) } })),
  ].filter((t) => t.words.length > 0);
}

/** Every term of every asset; the first asset listed comes first where two share a spelling. */
export function treeOf(assets: readonly AssetRow[]): Branch {
  const root = branch();
  for (const phrase of otherThings) at(root, wordsOf(phrase)).other = true;
  for (const { words, term } of assets.flatMap(termsOf)) at(root, words).terms.push(term);
  return root;
}
