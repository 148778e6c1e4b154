import { describe, expect, it } from 'vitest';
import { meaningsOf, probabilitiesOf } from './labels.js';

describe("a model's labels", () => {
  it.each([
    ['kk08/CryptoBERT', { 0: 'LABEL_0', 1: 'LABEL_1' }, { LABEL_0: 'negative', LABEL_1: 'positive' }],
    ['ProsusAI/finbert', { 0: 'positive', 1: 'negative', 2: 'neutral' }, { positive: 'positive', negative: 'negative', neutral: 'neutral' }],
    ['ElKulako/cryptobert', { 0: 'Bearish', 1: 'Neutral', 2: 'Bullish' }, { Bearish: 'negative', Neutral: 'neutral', Bullish: 'positive' }],
    ['any/model', { 2: 'NEGATIVE', 0: 'Positive' }, { NEGATIVE: 'negative', Positive: 'positive' }],
  ])('of %s are understood', (model, id2label, meanings) => {
    expect(Object.fromEntries(meaningsOf(model, id2label))).toEqual(meanings);
  });

  it.each([
    ['numbers of an undeclared model', { 0: 'LABEL_0', 1: 'LABEL_1' }, 'not known'],
    ['feelings', { 0: 'joy', 1: 'anger' }, 'not known'],
    ['words that every object knows', { 0: 'constructor', 1: 'negative' }, 'not known'],
    ['one class twice', { 0: 'positive', 1: 'bullish', 2: 'negative' }, 'mean positive'],
    ['no negative class', { 0: 'positive', 1: 'neutral' }, 'means negative'],
  ])('are refused when they are %s', (_, id2label, reason) => {
    expect(() => meaningsOf('any/model', id2label)).toThrow(reason);
  });
});

describe('the classes of an answer', () => {
  const labels = meaningsOf('ElKulako/cryptobert', { 0: 'Bearish', 1: 'Neutral', 2: 'Bullish' });
  const answer = (bearish: number, neutral: number, bullish: number) => [{ label: 'Bullish', score: bullish }, { label: 'Bearish', score: bearish }, { label: 'Neutral', score: neutral }];

  it('are taken by name, whatever their order', () => {
    expect(probabilitiesOf(labels, answer(0.1, 0.2, 0.7))).toEqual({ negative: 0.1, neutral: 0.2, positive: 0.7 });
  });

  it('are unknown when one is missing, no number, or they do not sum to one', () => {
    expect([answer(0.1, 0.2, 0.7).slice(1), answer(NaN, 0.2, 0.7), answer(0.9, 0.9, 0.9), []].map((a) => probabilitiesOf(labels, a))).toEqual([null, null, null, null]);
  });
});
