/**
 * Lists of numbers, used again once the store has taken their rows: memory outside of
 * V8's heap, of which a rebuild would otherwise ask for some fifty MB a second, and
 * each fifty make V8 mark all of the heap.
 */
const LISTS_A_BLOCK = 256;

export class Lists {
  readonly #free: Float64Array[] = [];

  /** @param width numbers in a list; what those given out hold is what they held before */
  constructor(private readonly width: number) {}

  take = (): Float64Array => {
    if (this.#free.length === 0) this.#cut(new Float64Array(LISTS_A_BLOCK * this.width));
    return this.#free.pop() as Float64Array;
  };

  /** @returns what storing them gives. Of rows that were not stored, who knows who still has their lists: they are not used again. */
  async lent<T>(rows: readonly { numbers: Float64Array }[], storing: Promise<T>): Promise<T> {
    const stored = await storing;
    for (const { numbers } of rows) this.#free.push(numbers);
    return stored;
  }

  #cut(block: Float64Array): void {
    for (let from = block.length - this.width; from >= 0; from -= this.width) this.#free.push(block.subarray(from, from + this.width));
  }
}
