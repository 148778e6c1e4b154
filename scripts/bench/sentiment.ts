/**
 * How well the lexicon agrees with people, and how fast it reads: human-labelled
 * finance sentences, in full and by halves, of which one was never looked at
 * while tuning. Without the sentences beside the project there is nothing to
 * measure, which it says.
 */
import { stopwatchMs } from '#queues/runtime/clock.js';
import { analyse } from '#workers/processors/sentiment/scoring/lexicon/analyse.js';
import { sentimentClasses } from '#workers/processors/sentiment/scoring/scorer.js';
import type { Bench, Figure, Report } from './figures.js';
import { confusionOf, f1Of, macroF1, PHRASEBANK, phrasebankIsThere, readPhrasebank, type Confusion, type Sentence } from './phrasebank.js';

const labelsOf = (sentences: readonly Sentence[]): string[] => sentences.map(({ text }) => analyse(text, 'stock').label);

/** Texts a second over all sentences. */
function speed(sentences: readonly Sentence[]): number {
  const started = stopwatchMs();
  labelsOf(sentences);
  return sentences.length / ((stopwatchMs() - started) / 1_000);
}

function qualityOf(name: string, confusion: Confusion): Figure[] {
  const each = sentimentClasses.map((c): Figure => ({ name: `F1 of ${c}, ${name}`, unit: '', samples: [f1Of(confusion, c)] }));
  return [{ name: `macro-F1, ${name}`, unit: '(goal ≥ 0.55)', samples: [macroF1(confusion)] }, ...each];
}

function matrix(confusion: Confusion): string[] {
  const cells = (values: readonly (string | number)[]): string => values.map((v) => String(v).padStart(9)).join(' ');
  const head = `${'people \\ lexicon'.padEnd(18)}${cells(sentimentClasses)}`;
  return [head, ...sentimentClasses.map((row) => `${row.padEnd(18)}${cells(sentimentClasses.map((column) => confusion[row][column]))}`)];
}

export const sentiment: Bench = async ({ runs, progress }): Promise<Report> => {
  if (!phrasebankIsThere()) return { bench: 'sentiment', figures: [], ratios: [], notes: [`not measured: ${PHRASEBANK} is absent`] };
  const sentences = readPhrasebank();
  const speeds: number[] = [];
  for (let run = 0; run <= runs; run++) {
    progress(run === 0 ? 'warming up' : `run ${run} of ${runs}`);
    const rate = speed(sentences);
    if (run > 0) speeds.push(rate);
    await new Promise(setImmediate);
  }
  const over = (part: readonly Sentence[]): Confusion => confusionOf(part, labelsOf(part));
  const all = over(sentences);
  const halves = (['tuned', 'unseen'] as const).map((half) => [half, sentences.filter((s) => s.half === half)] as const);
  return {
    bench: `sentiment: the lexicon on ${sentences.length} sentences labelled by people`,
    figures: [...qualityOf('all sentences', all), ...halves.flatMap(([half, part]) => qualityOf(`${half} half`, over(part)).slice(0, 1)), { name: 'headlines read', unit: 'texts/s (goal ≥ 20,000)', samples: speeds }],
    ratios: [],
    notes: matrix(all),
  };
};
