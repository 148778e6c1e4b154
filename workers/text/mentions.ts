/**
 * Which assets a text is about. One pass reads words along the tree of terms,
 * longest first; what is unmistakable (Bitcoin, $SOL, BTC/USD) counts and makes a
 * context, what is also a word (NEAR, Avalanche, LINK) counts only with one.
 * Refuses to read anything but plain text: markup goes through `markup.ts`.
 */
import { holdsAt } from '../store/tables/alias.js';
import type { AssetRow } from '../store/tables/assets.js';
import { proofOf, type Reading, type Writing } from './proof.js';
import { treeOf, type Branch, type Term } from './terms.js';
import { tokens, type Token } from './tokens.js';
import { contextWords } from './words.js';

export interface Mentions {
  /** Registry tickers, in order of first mention, without repeats. @param at what the names meant then; without it, today. */
  symbolsIn(text: string, at?: Date): string[];
}

interface Hit {
  branch: Branch;
  length: number;
}

/** A name's words may be joined by a space, hyphen, dot or underscore. */
const JOINED = /^(?:[\s\p{Pd}._]{0,2}|'?\s)$/u;
const QUOTES = 'USDT|USDC|BUSD|FDUSD|USD|EUR|PERP|BTC|ETH';
/** BTCUSDT, 1000SHIBUSDT: a market's name. */
const MARKET = new RegExp(`^(?:10{2,6})?([A-Z0-9]{2,10}?)(?:${QUOTES})$`);
const QUOTE = new RegExp(`^(?:${QUOTES})$`);
const DOLLARS = /^(?:USDT|USDC|BUSD|FDUSD|USD|EUR|PERP)$/;

/** The longest path of the tree from word `i`. */
function longest(root: Branch, words: readonly Token[], i: number): Hit | null {
  let found: Hit | null = null;
  let here = root.next.get((words[i] as Token).lower);
  for (let j = i + 1; here; j++) {
    if (here.terms.length > 0 || here.other) found = { branch: here, length: j - i };
    const word = words[j];
    here = word && !word.cashtag && JOINED.test(word.gap) ? here.next.get(word.lower) : undefined;
  }
  return found;
}

const isPairGap = (gap: string | undefined): boolean => gap === '/' || gap === '-' || gap === '_';
const isPaired = (word: Token, after: Token | undefined): boolean => isPairGap(after?.gap) && QUOTE.test(after?.text ?? '') && word.text === word.text.toUpperCase();

/** The dollars of BTC/USDT are not what a text is about. */
const isDollarsOfPair = (word: Token, before: Token | undefined): boolean => before !== undefined && isPairGap(word.gap) && DOLLARS.test(word.text) && before.text === before.text.toUpperCase();

/** Words, mostly of two letters or more and no tickers, in capitals: case proves nothing. */
function isShouting(words: readonly Token[], root: Branch): boolean {
  const plain = words.filter((w) => w.text.length > 1 && /\p{L}/u.test(w.text) && !root.next.get(w.lower)?.terms.length);
  const loud = plain.filter((w) => w.text === w.text.toUpperCase());
  return plain.length >= 2 && loud.length / plain.length >= 0.7;
}

const writingOf = (words: readonly Token[], root: Branch): Writing => ({
  shouting: isShouting(words, root),
  quiet: words.every((w) => w.text === w.lower),
});

class Registry implements Mentions {
  private readonly root: Branch;
  constructor(assets: readonly AssetRow[]) {
    this.root = treeOf(assets);
  }

  symbolsIn(text: string, at?: Date): string[] {
    const readings = this.read(tokens(text), at?.getTime() ?? Infinity);
    const context = readings.context || readings.all.some((r) => r.proven);
    // A name that proves nothing alone proves its own ticker beside it: Flow (FLOW).
    const counts = (r: Reading): boolean => r.proven || (r.pending && (context || readings.all.some((o) => o.symbol === r.symbol && o.proof !== r.proof)));
    return [...new Set(readings.all.filter(counts).map((r) => r.symbol))];
  }

  private read(words: readonly Token[], at: number): { all: Reading[]; context: boolean } {
    const writing = writingOf(words, this.root);
    const all: Reading[] = [];
    let context = false;
    for (let i = 0; i < words.length; ) {
      const word = words[i] as Token;
      context ||= contextWords.has(word.lower);
      const hit = isDollarsOfPair(word, words[i - 1]) ? null : longest(this.root, words, i);
      const length = hit?.length ?? 1;
      const sure = this.market(word) ?? (word.cashtag || isPaired(word, words[i + length]) ? hit?.branch.terms.filter(isTicker) : undefined);
      const reading = sure?.length ? certain(sure, at) : this.judge(hit, { words, i, length }, writing, at);
      if (reading) all.push(reading);
      i += length;
    }
    return { all, context };
  }

  private judge(hit: Hit | null, place: { words: readonly Token[]; i: number; length: number }, writing: Writing, at: number): Reading | null {
    if (!hit || hit.branch.other) return null;
    const readings = valid(hit.branch.terms, at).map((term) => proofOf(term, place, writing));
    return readings.find((r) => r.proven) ?? readings.find((r) => r.pending) ?? readings.find((r) => r.proof === 'word') ?? null;
  }

  /** The ticker in a market's name; a hit of its own wins (there is an asset called 1INCH). */
  private market(word: Token): Term[] | undefined {
    const base = this.root.next.has(word.lower) ? undefined : MARKET.exec(word.text)?.[1];
    return base === undefined ? undefined : this.root.next.get(base.toLowerCase())?.terms.filter(isTicker);
  }
}

const isTicker = (term: Term): boolean => term.proof === 'common' || term.proof === 'ticker' || term.proof === 'ambiguous';
const valid = (terms: readonly Term[], at: number): Term[] => terms.filter((t) => holdsAt(t.span, at));

function certain(terms: readonly Term[], at: number): Reading | null {
  const [term] = valid(terms, at);
  return term ? { symbol: term.symbol, proof: term.proof, proven: true, pending: false } : null;
}

/** Compiles the registry once; a text then costs one pass over its words. Pure. */
export const createMentions = (assets: readonly AssetRow[]): Mentions => new Registry(assets);
