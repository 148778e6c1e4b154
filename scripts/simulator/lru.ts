/**
 * A bounded cache: the entry used longest ago leaves first, and its memory is
 * handed to the next one made. So a value may be used only until the next call;
 * it holds only what can be computed again.
 */
export class BoundedCache<V> {
  private readonly entries = new Map<number, V>();
  private recentKey = NaN;
  private recent: V | undefined;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  /** The cached value, or `make(evicted)`'s, which may be the evicted value written over. */
  get(key: number, make: (evicted: V | undefined) => V): V {
    if (key === this.recentKey) return this.recent as V;
    let value = this.entries.get(key);
    if (value === undefined) value = make(this.evicted());
    else this.entries.delete(key);
    this.entries.set(key, value);
    this.recentKey = key;
    this.recent = value;
    return value;
  }

  private evicted(): V | undefined {
    if (this.entries.size < this.capacity) return undefined;
    const [key, value] = this.entries.entries().next().value as [number, V];
    this.entries.delete(key);
    return value;
  }
}
