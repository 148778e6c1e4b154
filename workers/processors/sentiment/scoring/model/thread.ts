/**
 * The main thread's end of a model's thread. A thread that ends takes only the
 * batches it was reading with it: they answer null, and the next question starts
 * a new thread. Refuses to wait for a model longer than it was told to.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Log } from '#queues/runtime/log.js';
import type { ModelSpec } from './files.js';
import { ModelRefused } from './labels.js';
import type { ClassScores, Question, ThreadData, ThreadMessage } from './protocol.js';

/** More cores than this bring little for short texts. */
const MOST_CORES = 4;

export interface ThreadOptions {
  spec: ModelSpec;
  /** The compiled thread-entry. */
  entry: URL;
  loadMs: number;
  log: Log;
}

type Pending = Map<number, (results: ClassScores[] | null) => void>;

interface Running {
  worker: Worker;
  pending: Pending;
}

/** Starts the thread. @throws ModelRefused when the model cannot be loaded, or not in time. */
function start({ spec, entry, loadMs, log }: ThreadOptions, ended: () => void): Promise<Running> {
  const data: ThreadData = { ...spec, cores: Math.min(MOST_CORES, availableParallelism()) };
  const worker = new Worker(entry, { workerData: data });
  const pending: Pending = new Map();
  return new Promise((resolve, reject) => {
    const refuse = (reason: string): void => {
      clearTimeout(timer);
      void worker.terminate();
      reject(new ModelRefused(reason));
    };
    const timer = setTimeout(() => refuse(`it was not loaded within ${loadMs} ms`), loadMs);
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'unusable') return refuse(message.reason);
      if (message.kind === 'answer') return answer(pending, message, { spec, log });
      clearTimeout(timer);
      resolve({ worker, pending });
    });
    worker.on('error', (error) => (log.warn({ model: spec.model, err: error }, 'the thread of a sentiment model failed'), refuse(error.message)));
    worker.on('exit', (code) => {
      refuse(`its thread ended with code ${code}`);
      ended();
      for (const settle of pending.values()) settle(null);
    });
  });
}

function answer(pending: Pending, { id, results, failure }: Extract<ThreadMessage, { kind: 'answer' }>, { spec, log }: Pick<ThreadOptions, 'spec' | 'log'>): void {
  if (failure !== null) log.warn({ model: spec.model, failed: results.filter((r) => r === null).length, of: results.length, reason: failure }, 'a sentiment model failed on texts');
  pending.get(id)?.(results);
  pending.delete(id);
}

export class ModelThread {
  #running: Promise<Running> | null = null;
  #next = 0;
  #closed = false;
  readonly #options: ThreadOptions;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Loads the model unless it is loaded. @throws ModelRefused with the reason. */
  async load(): Promise<void> {
    await this.#thread();
  }

  #thread(): Promise<Running> {
    if (this.#running) return this.#running;
    const starting = start(this.#options, () => this.#forget(starting));
    this.#running = starting;
    starting.catch(() => this.#forget(starting));
    return starting;
  }

  /** Only the thread that ended is forgotten, never its successor. */
  #forget(thread: Promise<Running>): void {
    if (this.#running === thread) this.#running = null;
  }

  /** One entry per text; all null where the thread ended or could not start. Rejects only with the signal's reason. */
  async ask(texts: readonly string[], signal: AbortSignal): Promise<ClassScores[]> {
    signal.throwIfAborted();
    const unknown = texts.map(() => null);
    if (this.#closed) return unknown;
    const running = await untilAborted(this.#thread(), signal).catch((error: unknown) => {
      signal.throwIfAborted();
      this.#options.log.warn({ model: this.#options.spec.model, err: error }, 'a sentiment model could not be started again');
      return null;
    });
    if (!running) return unknown;
    const question: Question = { id: this.#next++, texts };
    const results = new Promise<ClassScores[] | null>((resolve) => {
      running.pending.set(question.id, resolve);
      running.worker.postMessage(question);
    });
    return (await untilAborted(results, signal)) ?? unknown;
  }

  /** Ends the thread for good: what it was reading, and whatever is asked later, answers null. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = await this.#running?.catch(() => null);
    await running?.worker.terminate();
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
