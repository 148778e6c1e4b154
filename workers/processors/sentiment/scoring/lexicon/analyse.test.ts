import { describe, expect, it } from 'vitest';
import { goldenProblem } from '../golden.js';
import { analyse } from './analyse.js';
import { lexiconScorer } from './scorer.js';

const labelOf = (text: string, market: 'stock' | 'crypto' = 'stock'): string => analyse(text, market).label;

describe('the lexicon judges a direction with its subject', () => {
  it.each([
    ['Operating profit fell to EUR 3 mn', 'negative'],
    ['Operating profit rose to EUR 3 mn', 'positive'],
    ['The net loss narrowed in the second quarter', 'positive'],
    ['The net loss widened in the second quarter', 'negative'],
    ['Costs fell by a tenth', 'positive'],
    ['Costs rose by a tenth', 'negative'],
    ['The company cut its debt', 'positive'],
    ['An increase in sales is visible', 'positive'],
    ['Lower demand was seen everywhere', 'negative'],
    ['The company reduced costs while sales grew', 'positive'],
  ])('%s: %s', (text, label) => expect(labelOf(text)).toBe(label));
});

describe('the lexicon compares figures', () => {
  it.each([
    ['Operating profit was EUR 9.1 mn compared to EUR 5.8 mn a year earlier', 'positive'],
    ['Operating profit was EUR 5.8 mn compared to EUR 9.1 mn a year earlier', 'negative'],
    ['Net sales were EUR 900,000 versus EUR 1.2 mn', 'negative'],
    ['Profit totalled EUR 0.4 mn, compared with a loss of EUR 0.8 mn', 'positive'],
    ['The loss totalled EUR 0.8 mn, compared with a profit of EUR 0.4 mn', 'negative'],
    ['The company was founded in 1990 and renamed in 2001', 'neutral'],
    ['Profit before taxes was EUR 10 mn, down from EUR 12 mn', 'negative'],
    ['Profit before taxes was EUR 12 mn, up from EUR 10 mn', 'positive'],
  ])('%s: %s', (text, label) => expect(labelOf(text)).toBe(label));
});

describe('the lexicon hears what stands beside a word', () => {
  it('turns a negated statement round, and makes it milder', () => {
    const [plain, negated] = ['The business is profitable', 'The business is not profitable'].map((t) => analyse(t, 'stock').score) as [number, number];
    expect(plain).toBeGreaterThan(0);
    expect(negated).toBeLessThan(0);
    expect(Math.abs(negated)).toBeLessThan(plain);
  });

  it('grades: sharply more than plainly, slightly less', () => {
    const [sharply, plainly, slightly] = ['Sales fell sharply', 'Sales fell', 'Sales fell slightly'].map((t) => analyse(t, 'stock').score) as [number, number, number];
    expect(sharply).toBeLessThan(plainly);
    expect(plainly).toBeLessThan(slightly);
    expect(slightly).toBeLessThan(0);
  });

  it('does not let a negation reach over the end of a clause', () => {
    expect(labelOf('There was no meeting; profitable business continues')).toBe('positive');
  });
});

describe('the lexicon speaks the slang of crypto', () => {
  it.each([
    ['BTC to the moon, hodl', 'positive'],
    ['Bitcoin hits new ATH', 'positive'],
    ['Ether is mooning, bulls in control', 'positive'],
    ['Whales keep accumulating as adoption grows', 'positive'],
    ['Bitcoin surges 12% to a record high', 'positive'],
    ['SEC drops appeal: the case is over', 'positive'],
    ['Rekt again: longs liquidated', 'negative'],
    ['Dev pulled it, total rug pull', 'negative'],
    ['Stablecoin depegs to $0.91', 'negative'],
    ['Bridge exploit drains $80M', 'negative'],
    ['Exchange halts withdrawals', 'negative'],
    ['Capitulation and FUD everywhere', 'negative'],
    ['Hackers steal funds from a DeFi protocol', 'negative'],
    ['Bitcoin price drops 5%', 'negative'],
    ['Crypto conference opens in Lugano on Monday', 'neutral'],
    ['Bitcoin trades at $60,000', 'neutral'],
    ['How to set up a cold wallet', 'neutral'],
  ])('%s: %s', (text, label) => expect(labelOf(text, 'crypto')).toBe(label));
});

describe('the lexicon as a scorer', () => {
  const never = new AbortController().signal;

  it.each(['crypto', 'stock'] as const)('passes the golden sentences of %s', async (market) => {
    expect(await goldenProblem(market, lexiconScorer(market))).toBeNull();
  });

  it('does not know what a blank text says', async () => {
    expect(await lexiconScorer('stock').score(['', ' \n', 'Sales rose'], never)).toEqual([null, null, expect.objectContaining({ label: 'positive' })]);
  });

  it('says neutral with score 0 and the documented confidence where there is no evidence', () => {
    const odds = Math.exp(1.9);
    const { score, confidence, label } = analyse('The table has four legs', 'stock');
    expect([score, label]).toEqual([0, 'neutral']);
    expect(confidence).toBeCloseTo(odds / (odds + 2), 12);
  });

  it('answers any text within its bounds', () => {
    const texts = ['!!!', '—', '%%% ((( 1.2.3,,4', '株価が上昇', 'profit was 5 constructor from 4 constructor', '__proto__ toString', 'profit '.repeat(100_000), '0'.repeat(5_000), '\u0000'];
    for (const text of texts) {
      const { score, confidence } = analyse(text, 'crypto');
      expect(Math.abs(score)).toBeLessThanOrEqual(1);
      expect(confidence).toBeGreaterThanOrEqual(1 / 3);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });

  it('stops when it is told to', async () => {
    await expect(lexiconScorer('crypto').score(['Sales rose'], AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
