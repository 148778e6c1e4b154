/**
 * The thread of one model: loads it, then answers questions. The only place that
 * imports the model library, which is optional and large; it runs by itself from
 * one file and imports nothing of ours at run time.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ClassScores, Question, ThreadData, ThreadMessage } from './protocol.js';

type Classify = (texts: readonly string[], options: { top_k: null }) => Promise<Exclude<ClassScores, null>[]>;

/** The part of the library that is used; declared here because it may not be installed. */
interface Library {
  env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string; cacheDir: string; logLevel: number };
  pipeline(task: 'text-classification', model: string, options: object): Promise<Classify>;
}

const LIBRARY: string = '@huggingface/transformers';
/** The library and its runtime print to stderr; what fails is said in the answer instead. */
const NOTHING_PRINTED = 50;
const FATAL_ONLY = 4;
const data = workerData as ThreadData;
const say = (message: ThreadMessage): void => parentPort?.postMessage(message);

/** With the cause: "fetch failed" alone says nothing. */
const words = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${words(error.cause)})`;
};

async function load(): Promise<Classify> {
  const { env, pipeline } = (await import(LIBRARY).catch((error: unknown) => {
    throw new Error(`the optional library ${LIBRARY} is not installed or does not load: ${words(error)}`);
  })) as Library;
  Object.assign(env, { allowRemoteModels: data.mayDownload, allowLocalModels: true, localModelPath: data.folder, cacheDir: data.folder, logLevel: NOTHING_PRINTED });
  return pipeline('text-classification', data.model, { dtype: data.precision, device: 'cpu', local_files_only: !data.mayDownload, session_options: { intraOpNumThreads: data.cores, logSeverityLevel: FATAL_ONLY } });
}

/** The whole batch at once; when that fails, text by text, so that one bad text costs only itself. */
async function classify(run: Classify, texts: readonly string[]): Promise<{ results: ClassScores[]; failure: string | null }> {
  try {
    return { results: await run(texts, { top_k: null }), failure: null };
  } catch (error) {
    if (texts.length === 1) return { results: [null], failure: words(error) };
    const each: ClassScores[] = [];
    for (const text of texts) each.push(...(await classify(run, [text])).results);
    return { results: each, failure: words(error) };
  }
}

/** One question after the other: the runtime's own threads do the work in parallel. */
function serve(run: Classify): void {
  let last = Promise.resolve();
  parentPort?.on('message', ({ id, texts }: Question) => {
    last = last.then(async () => say({ kind: 'answer', id, ...(await classify(run, texts)) }));
  });
  say({ kind: 'ready' });
}

load().then(serve, (error: unknown) => say({ kind: 'unusable', reason: words(error) }));
