import { describe, expect, it } from 'vitest';
import { confusionOf, f1Of, macroF1, PHRASEBANK, phrasebankIsThere, readPhrasebank } from '#scripts/bench/phrasebank.js';
import { sentimentClasses } from '../scorer.js';
import { analyse } from './analyse.js';

const there = phrasebankIsThere();
if (!there) console.warn(`skipped: ${PHRASEBANK} is absent, so the lexicon is not compared with people`);

describe.skipIf(!there)('the lexicon beside 4,846 sentences labelled by people', () => {
  const sentences = there ? readPhrasebank() : [];

  it('reads every line of them', () => {
    const count = (label: string): number => sentences.filter((s) => s.label === label).length;
    expect([sentences.length, ...sentimentClasses.map(count)]).toEqual([4_846, 604, 2_879, 1_363]);
  });

  it.each([['all of them', ['tuned', 'unseen']], ['the half it was tuned on', ['tuned']], ['the half it has not seen', ['unseen']]])('reaches a macro-F1 of 0.62 on %s', (_, halves) => {
    const part = sentences.filter(({ half }) => halves.includes(half));
    const confusion = confusionOf(part, part.map(({ text }) => analyse(text, 'stock').label));
    expect(macroF1(confusion)).toBeGreaterThanOrEqual(0.62);
    for (const c of sentimentClasses) expect(f1Of(confusion, c), c).toBeGreaterThanOrEqual(0.55);
  });

  it('reaches 0.55 with the words of crypto laid over it', () => {
    expect(macroF1(confusionOf(sentences, sentences.map(({ text }) => analyse(text, 'crypto').label)))).toBeGreaterThanOrEqual(0.55);
  });
});

describe('F1', () => {
  const sentence = (label: (typeof sentimentClasses)[number]) => ({ text: '', label, half: 'tuned' as const });

  it('is what pencil and paper say', () => {
    const confusion = confusionOf([sentence('positive'), sentence('positive'), sentence('negative'), sentence('neutral')], ['positive', 'negative', 'negative', 'neutral']);
    expect(sentimentClasses.map((c) => f1Of(confusion, c))).toEqual([2 / 3, 1, 2 / 3]);
    expect(macroF1(confusion)).toBeCloseTo(7 / 9, 12);
  });

  it('is 0 for a class that nobody named', () => {
    expect(f1Of(confusionOf([sentence('positive')], ['positive']), 'negative')).toBe(0);
  });
});
