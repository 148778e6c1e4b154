/** Rows on their way into the store, by the page: while it takes some in, the next are made. */
import type { RebuildContext } from './rebuild.js';

/** Rows handed to the store at a time: one transaction. */
const ROWS_AT_ONCE = 2_000;
/** Transactions at a time: while the server works on one, the next is sent. */
const WRITERS = 2;

export class Pages<R> {
  #rows: R[] = [];
  readonly #writing: Promise<number>[] = [];
  /** Rows that the store has accepted and that were told. */
  stored = 0;

  constructor(
    private readonly ctx: Pick<RebuildContext, 'signal' | 'progress' | 'rowsAtOnce'>,
    private readonly fill: (rows: R[]) => Promise<number>,
  ) {}

  /** Returns once there is room for more. @throws what storing or telling earlier pages threw; the signal's reason */
  async add(rows: readonly R[]): Promise<void> {
    for (const row of rows) this.#rows.push(row);
    if (this.#rows.length >= (this.ctx.rowsAtOnce ?? ROWS_AT_ONCE)) await this.#write();
  }

  /** @returns rows stored, all of them. @throws as `add` */
  async end(): Promise<number> {
    if (this.#rows.length > 0) await this.#write();
    while (this.#writing.length > 0) await this.#oldest();
    return this.stored;
  }

  /** Returns when nothing is on its way any more, whatever became of it. */
  settled = (): Promise<unknown> => Promise.allSettled(this.#writing);

  async #write(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    while (this.#writing.length >= WRITERS) await this.#oldest();
    this.ctx.signal.throwIfAborted();
    const next = this.fill(rows);
    this.#writing.push(next);
    // What fails meanwhile is thrown where it is waited for.
    void Promise.allSettled([next]);
  }

  /** Told one by one, in the order of the pages. */
  async #oldest(): Promise<void> {
    const accepted = (await this.#writing.shift()) ?? 0;
    this.stored += accepted;
    if (accepted > 0) await this.ctx.progress(accepted);
  }
}
