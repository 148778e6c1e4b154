/**
 * Keeps every answer a collector was given. `heard` is called as answers come and
 * only starts to compress; `flush` writes, and is awaited before the rows made of
 * the answers are. So whatever is stored has its answer in the archive. The other
 * way round does not hold: killed in between, a run leaves answers without rows.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Store } from '../store/index.js';
import { idAt, type AnswerRow, type AskedRow, type CollectRunRow, type Known, type ProcessRunRow, type Told } from '../store/tables/archive.js';
import type { Heard } from '../upstream/heard.js';
import { packed, sha256 } from './pack.js';

/** The smallest default `max_allowed_packet` in use is 4 MB. */
const MOST_PACKED_BYTES = 3_000_000;
const NO_BODY = Buffer.alloc(0);

export interface RunFacts {
  source: string;
  slot: number;
  chunk: number;
  round: number;
  job: { id: string; attempt: number };
  beganAt: number;
  sourcePrefix: string;
  known: Known;
}

/** What an answer was asked for. */
export interface About {
  item: string;
  symbols: string[];
}

export interface ArchiveRun {
  heard(about: About, answer: Heard): void;
  /**
   * Resolves when everything heard before the call is committed. @throws StoreError
   * @param from the host whose answers are about to be stored as rows, or what else they are made of.
   * @returns what is to be called once they are: others may have read meanwhile, with or without them.
   */
  flush(from: string): Promise<() => void>;
  /** Keeps when rows were stored. Resolves when that is committed. @throws StoreError */
  end(): Promise<void>;
}

/** A run of a job that made rows of rows, once it is over. */
export interface ProcessFacts extends Pick<ProcessRunRow, 'job' | 'chunk' | 'attempt' | 'outcome'> {
  slot: number;
  jobId: string;
  beganAt: number;
  endedAt: number;
  told: Told;
}

export interface Archive {
  begin(facts: RunFacts): ArchiveRun;
  /** Resolves when it is committed. @throws StoreError */
  processed(facts: ProcessFacts): Promise<void>;
}

interface Kept {
  asked: AskedRow;
  body: AnswerRow;
}

const newId = (ms: number): string => `${idAt(ms)}-${randomBytes(8).toString('hex')}`;

async function bodyOf({ text, receivedAt }: Heard, log: Log, host: string): Promise<AnswerRow> {
  const body = await packed(text);
  const fits = body.length <= MOST_PACKED_BYTES;
  if (!fits) log.warn({ host, bytes: text.length, packed: body.length }, 'an answer is too large for the archive: only its hash is kept');
  return { sha256: sha256(text), size: Buffer.byteLength(text), packed_size: fits ? body.length : 0, body: fits ? body : NO_BODY, last_at: receivedAt };
}

function askedRow(facts: RunFacts, run: string, { about, answer, body }: { about: About; answer: Heard; body: AnswerRow }): AskedRow {
  const { host, path, query, status, headers, receivedAt } = answer;
  return {
    id: newId(receivedAt.getTime()), run, source: facts.source, slot: new Date(facts.slot), chunk: facts.chunk, job_id: facts.job.id.slice(0, 120), item: about.item.slice(0, 100), symbols: about.symbols,
    host, path: path.slice(0, 500), query, status, headers, received_at: receivedAt, sha256: body.sha256, size: body.size, data_source: `${facts.sourcePrefix}${host}`,
  };
}

const runRow = async (run: string, { source, slot, chunk, round, job, beganAt, known }: RunFacts): Promise<CollectRunRow> => ({
  run, source, slot: new Date(slot), chunk, round, job_id: job.id.slice(0, 120), attempt: job.attempt, began_at: new Date(beganAt), known: await packed(JSON.stringify(known)), answered: 0, stored: null,
});

async function processRow({ job, slot, chunk, jobId, attempt, beganAt, endedAt, outcome, told }: ProcessFacts): Promise<ProcessRunRow> {
  return { run: newId(beganAt), job, slot: new Date(slot), chunk, job_id: jobId.slice(0, 120), attempt, began_at: new Date(beganAt), ended_at: new Date(endedAt), outcome, told: await packed(JSON.stringify(told)) };
}

/** Each body once: two calls may be answered alike. */
const distinct = (kept: readonly Kept[]): AnswerRow[] => [...new Map(kept.map(({ body }) => [body.sha256, body])).values()];

class Run implements ArchiveRun {
  private pending: Promise<Kept>[] = [];
  private writing: Promise<void> = Promise.resolve();
  private readonly run: string;
  private row: Promise<CollectRunRow> | undefined;
  private readonly stored: Record<string, number[]> = {};

  constructor(
    private readonly store: Pick<Store, 'archive'>,
    private readonly log: Log,
    private readonly facts: RunFacts,
    private readonly nowMs: () => number,
  ) {
    this.run = newId(facts.beganAt);
  }

  heard(about: About, answer: Heard): void {
    const kept = bodyOf(answer, this.log, answer.host).then((body) => ({ asked: askedRow(this.facts, this.run, { about, answer, body }), body }));
    kept.catch(() => undefined); // whoever flushes gets the error; a run that ends before that has stored nothing of this answer
    this.pending.push(kept);
  }

  /** One write after the other: who flushes waits for what another flush has taken with it, too. */
  async flush(from: string): Promise<() => void> {
    const write = this.writing.then(() => this.write());
    this.writing = write.catch(() => undefined); // the flush that failed has thrown it
    const instants = (this.stored[from] ??= []);
    const batch = instants.push(0) - 1;
    await write;
    return () => void (instants[batch] = this.nowMs() - this.facts.beganAt);
  }

  async end(): Promise<void> {
    await this.writing;
    if (this.row) await this.store.archive.keep({ ...(await this.row), stored: this.stored }, [], []);
  }

  private async write(): Promise<void> {
    const batch = this.pending;
    this.pending = [];
    // A run that nobody answered is kept, too: it may have made rows of stored ones, and that it asked is a fact.
    if (batch.length === 0 && this.row) return;
    this.row ??= runRow(this.run, this.facts);
    const [kept, row] = await Promise.all([Promise.all(batch), this.row]);
    row.answered = (row.answered ?? 0) + kept.length;
    await this.store.archive.keep(row, kept.map((k) => k.asked), distinct(kept));
  }
}

export const createArchive = (store: Pick<Store, 'archive'>, log: Log, clock: Pick<Clock, 'nowMs'>): Archive => ({
  begin: (facts) => new Run(store, log, facts, () => clock.nowMs()),
  processed: async (facts) => store.archive.keepProcess(await processRow(facts)),
});

