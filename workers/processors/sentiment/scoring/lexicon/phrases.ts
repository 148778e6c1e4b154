/**
 * Sayings whose words alone would mislead. A phrase is matched before single
 * words and takes them out of the game. `*` stands for any one word.
 */
type Phrases = readonly (readonly [evidence: number, phrases: readonly string[]])[];

const finance: Phrases = [
  [1.3, ['back in the black', 'turned a profit', 'returned to profit', 'swung to a profit', 'swung to profit', 'turned profitable', 'return to profitability', 'turn to profit']],
  [1.1, ['better than expected', 'above expectations', 'exceeded expectations', 'ahead of expectations', 'beat expectations', 'record high', 'all time high', 'well positioned', 'raised its guidance', 'raises guidance', 'price target raised', 'upgraded to buy', 'cost savings', 'save costs', 'market leader', 'new customers', 'won an order', 'won a contract', 'won a deal', 'wins order', 'profit upgrade', 'on the rise', 'to be positive']],
  [0.8, ['signed an agreement', 'signed a contract', 'signed a deal', 'signed a * contract', 'has signed a', 'received an order', 'received a * order', 'has received an order', 'has been awarded', 'was awarded', 'selected as', 'has selected', 'letter of intent', 'world class', 'state of the art', 'look forward to', 'looks forward to', 'looking forward to', 'in line with expectations', 'cost efficient', 'cost effective', 'added value', 'energy efficient', 'will be able to', 'market share', 'on schedule']],
  [-1.3, ['profit warning', 'in the red', 'swung to a loss', 'swung to loss', 'slipped to a', 'turned to a loss', 'turn to a loss', 'went bankrupt', 'filed for bankruptcy', 'lay off', 'laid off', 'lays off', 'laying off', 'lay offs', 'laid offs', 'made redundant', 'job cuts', 'personnel negotiations', 'personnel reductions', 'personnel reduction', 'staff reductions', 'staff reduction', 'headcount reduction', 'workforce reduction', 'codetermination negotiations', 'statutory negotiations', 'employer employee negotiations', 'reduction of * employees', 'reduce personnel', 'reduce staff']],
  [-1.1, ['worse than expected', 'lower than expected', 'below expectations', 'missed expectations', 'missed estimates', 'fell short', 'larger than expected', 'going concern', 'credit crunch', 'shut down', 'shuts down', 'write down', 'written down', 'write off', 'sell off', 'price target cut', 'cut its guidance', 'at loss', 'clearly below', 'class action', 'record low', 'temporarily closed', 'give notice', 'jobs will be', 'will be closed', 'closed down', 'close down', 'to close']],
  [-0.9, ['not good', 'no growth', 'not able to', 'no longer', 'fails to', 'failed to']],
  [0, ['price range', 'market price', 'share capital', 'share price', 'as well as', 'as well', 'up to', 'further information', 'more information', 'for more', 'more than', 'less than', 'stock exchange', 'shut down for maintenance', 'no impact', 'no significant', 'best known', 'in addition', 'end of', 'free of charge', 'board of directors', 'stock option', 'stock options', 'not disclosed', 'was not disclosed', 'were not disclosed', 'set up', 'made up', 'make up', 'makes up', 'made up of', 'net income for', 'good friday', 'best western', 'close to', 'up and running', 'grown up', 'follow up', 'new york', 'new zealand', 'leading provider', 'leading supplier', 'leading manufacturer', 'world leading', 'and more', 'development of', 'fixed income', 'income tax', 'value added tax', 'order to', 'in order to', 'for example', 'largest shareholder']],
];

/** Crypto's own sayings, written for this project. */
const crypto: Phrases = [
  [1.3, ['to the moon', 'short squeeze', 'new ath', 'hits ath', 'all time highs', 'etf approved', 'etf approval', 'bull run', 'bull market', 'golden cross', 'risk on', 'buy the dip', 'diamond hands', 'breaks out', 'break out', 'broke out', 'eyes new high', 'bull flag', 'here to stay', 'funds recovered', 'legal tender', 'case is over', 'blasts higher', 'bought the dip']],
  [0.7, ['mainnet launch', 'network upgrade', 'gets listed', 'exchange listing', 'loading up', 'buying spree', 'strategic reserve', 'scoops up', 'adds to its', 'record inflows']],
  [-1.4, ['rug pull', 'rug pulled', 'pump and dump', 'exit scam', 'bank run', 'loses peg', 'lost its peg', 'loses its peg', 'lost peg', 'death spiral', 'dead cat bounce', 'private keys stolen', 'wallet drained', 'funds stolen', 'flash crash', 'long squeeze', 'paper hands', 'death cross', 'bear market', 'bull trap', 'risk off', 'halts withdrawals', 'halted withdrawals', 'pauses withdrawals', 'paused withdrawals', 'suspends withdrawals', 'withdrawals halted', 'withdrawals paused', 'freezes withdrawals', 'ponzi scheme', 'money laundering', 'wash trading', 'wells notice', '51 attack', 'down bad', 'blood in the streets', 'panic selling', 'going to zero', 'goes to zero', 'etf rejected', 'etf delayed', 'margin call']],
  [0, ['cold wallet', 'bear in mind', 'fear and greed', 'moon phase', 'proof of', 'hot wallet', 'hack week', 'bug bounty']],
];

interface Phrase {
  words: readonly string[];
  evidence: number;
}
export type PhraseBook = ReadonlyMap<string, readonly Phrase[]>;

/** By first word, longest first, so that the most particular phrase wins. */
function bookOf(...lists: readonly Phrases[]): PhraseBook {
  const book = new Map<string, Phrase[]>();
  for (const [evidence, phrases] of lists.flat()) {
    for (const phrase of phrases) {
      const parts = phrase.split(' ');
      const first = parts[0] as string;
      book.set(first, [...(book.get(first) ?? []), { words: parts, evidence }]);
    }
  }
  for (const list of book.values()) list.sort((a, b) => b.words.length - a.words.length);
  return book;
}

export const phraseBooks = { stock: bookOf(finance), crypto: bookOf(finance, crypto) } as const;

/** The phrase that begins at `at`, or undefined. Pure. */
export function phraseAt(book: PhraseBook, tokens: readonly { word: string }[], at: number): Phrase | undefined {
  const candidates = book.get((tokens[at] as { word: string }).word);
  return candidates?.find(({ words }) => words.every((word, i) => word === '*' || tokens[at + i]?.word === word));
}
