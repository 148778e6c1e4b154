/** A language model as a scorer: batches to its thread, labels to meanings, failures to null. */
import type { Log } from '#queues/runtime/log.js';
import { modelsFolder, type SentimentConfig } from '../config.js';
import { goldenProblem } from '../golden.js';
import type { Market } from '../lexicon/scorer.js';
import { scoreOf, type Score, type Scorer } from '../scorer.js';
import { readLabels, requireFiles, versionOf, type ModelSpec } from './files.js';
import { meaningsOf, ModelRefused, probabilitiesOf, type LabelMeanings } from './labels.js';
import { ModelThread } from './thread.js';

export interface ModelOptions {
  config: SentimentConfig;
  log: Log;
  /** The compiled thread-entry. */
  entry: URL;
}

const specOf = (market: Market, config: SentimentConfig): ModelSpec => ({
  model: market === 'crypto' ? config.CRYPTOBERT_MODEL : config.FINBERT_MODEL,
  folder: modelsFolder(config),
  precision: config.MODEL_PRECISION,
  mayDownload: config.MODEL_HUB === 'on',
});

interface Loaded {
  model: string;
  thread: ModelThread;
  labels: LabelMeanings;
  batch: number;
}

/** Blank texts are not asked about. */
async function scoreAll({ thread, labels, batch }: Loaded, texts: readonly string[], signal: AbortSignal): Promise<(Score | null)[]> {
  signal.throwIfAborted();
  const scores: (Score | null)[] = texts.map(() => null);
  const asked = texts.map((_, i) => i).filter((i) => (texts[i] as string).trim() !== '');
  for (let from = 0; from < asked.length; from += batch) {
    const places = asked.slice(from, from + batch);
    const answers = await thread.ask(places.map((i) => texts[i] as string), signal);
    places.forEach((place, i) => {
      const probabilities = probabilitiesOf(labels, answers[i] ?? []);
      scores[place] = probabilities && scoreOf(probabilities);
    });
  }
  return scores;
}

async function load(spec: ModelSpec, thread: ModelThread, config: SentimentConfig): Promise<Scorer> {
  await thread.load();
  const loaded: Loaded = { model: await versionOf(spec), thread, labels: meaningsOf(spec.model, await readLabels(spec)), batch: config.SENTIMENT_BATCH };
  return { model: loaded.model, score: (texts, signal) => scoreAll(loaded, texts, signal), close: () => thread.close() };
}

/**
 * Loads the market's model and asks it the golden sentences.
 * @throws ModelRefused with the reason; nothing is left running then.
 */
export async function openModel(market: Market, { config, log, entry }: ModelOptions): Promise<Scorer> {
  const spec = specOf(market, config);
  if (!spec.mayDownload) {
    await requireFiles(spec);
    meaningsOf(spec.model, await readLabels(spec));
  }
  const thread = new ModelThread({ spec, entry, loadMs: config.MODEL_LOAD_MS, log });
  try {
    const scorer = await load(spec, thread, config);
    const problem = await goldenProblem(market, scorer);
    if (problem) throw new ModelRefused(problem);
    return scorer;
  } catch (error) {
    await thread.close();
    throw error;
  }
}
