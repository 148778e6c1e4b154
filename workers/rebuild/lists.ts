/**
 * Lists of numbers, used again once the store has taken their rows: memory outside of
 * V8's heap, of which a rebuild would otherwise ask for some fifty MB a second, and
 * each fifty make V8 mark all of the heap.
 */
export class Lists {
  readonly #free: Float64Array[] = [];

  /** @param make a list; what those given out hold is what they held before */
  constructor(private readonly make: () => Float64Array) {}

  take = (): Float64Array => this.#free.pop() ?? this.make();

  /** @returns what storing them gives. Of rows that were not stored, who knows who still has their lists: they are not used again. */
  async lent<T>(rows: readonly { numbers: Float64Array }[], storing: Promise<T>): Promise<T> {
    const stored = await storing;
    for (const { numbers } of rows) this.#free.push(numbers);
    return stored;
  }
}
