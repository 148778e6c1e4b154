/** One worker process of a simulated pool: its slots, each busy until an instant, and whether it is leaving. */
export class Pod {
  /** The instants, in seconds, at which the running jobs end. */
  private ends: number[] = [];
  leftAt: number | null = null;

  /** @param readyAt the second from which on it takes jobs. */
  constructor(
    private readonly slots: number,
    private readonly readyAt: number,
  ) {}

  get running(): number {
    return this.ends.length;
  }

  /** @returns jobs that have ended by then. */
  finish(at: number): number {
    const before = this.ends.length;
    this.ends = this.ends.filter((end) => end > at);
    return before - this.ends.length;
  }

  /**
   * Fills its slots from the queue for the second that begins now; a slot whose job ends within that second takes the
   * next one. @returns jobs that were started, and those of them that have already ended.
   */
  take(at: number, waiting: number, jobSeconds: number): { started: number; done: number } {
    let started = 0;
    let done = 0;
    if (at < this.readyAt) return { started, done };
    for (let free = this.slots - this.ends.length; free > 0 && started < waiting; free--) {
      let end = at;
      while (end < at + 1 && started < waiting) {
        if (end > at) done += 1;
        end += jobSeconds;
        started += 1;
      }
      this.ends.push(end);
    }
    return { started, done };
  }

  leave(at: number): this {
    this.leftAt = at;
    return this;
  }
}
