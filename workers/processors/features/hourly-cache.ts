/**
 * Hourly returns by hour and symbol, kept in the process: final bars do not
 * change, and twelve slots of five minutes share them. Only vectors without a
 * gap are kept, so a bar that comes late is seen at the next slot. A restated
 * close is seen an hour later at most. Forgetting everything costs a query.
 */
import { HOURS, hourlyReturns, type HourlyReturns } from './comovement.js';

const HOUR_MS = 3_600_000;
/** Live and repair slots may be at different hours; more than this is a backfill's business. */
const HOURS_KEPT = 4;

/** Final 1-hour closes of the symbols, opened at or after `fromMs` and closed at or before `endMs`. */
export type LoadCloses = (symbols: string[], fromMs: number, endMs: number) => Promise<{ symbol: string; openTime: ArrayLike<number>; close: ArrayLike<number> }[]>;

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((symbol, i) => symbol === b[i]);

export class HourlyCache {
  readonly #byHour = new Map<number, Map<string, Float64Array>>();
  /** The newest answer that needed no bar: the slots of an hour ask the same, one after the other. */
  #last: { endMs: number; symbols: readonly string[]; returns: HourlyReturns } | undefined;

  constructor(private readonly load: LoadCloses) {}

  /** Returns of the hours that had closed at `atMs`; symbols without a single bar are left out. */
  async asOf(symbols: readonly string[], atMs: number): Promise<HourlyReturns> {
    const endMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
    if (this.#last?.endMs === endMs && isSame(this.#last.symbols, symbols)) return this.#last.returns;
    const kept = this.#hour(endMs);
    const unknown = symbols.filter((symbol) => !kept.has(symbol));
    const fresh = new Map<string, Float64Array>();
    const bars = unknown.length > 0 ? await this.load(unknown, endMs - (HOURS + 1) * HOUR_MS, endMs) : [];
    for (const { symbol, openTime, close } of bars) {
      const returns = hourlyReturns(openTime, close, endMs);
      fresh.set(symbol, returns);
      if (returns.every(Number.isFinite)) kept.set(symbol, returns);
    }
    const known = new Map<string, Float64Array>();
    for (const symbol of symbols) {
      const returns = fresh.get(symbol) ?? kept.get(symbol);
      if (returns) known.set(symbol, returns);
    }
    if (unknown.length === 0) this.#last = { endMs, symbols, returns: known };
    return known;
  }

  #hour(endMs: number): Map<string, Float64Array> {
    const kept = this.#byHour.get(endMs) ?? new Map<string, Float64Array>();
    this.#byHour.set(endMs, kept);
    for (const oldest of this.#byHour.keys()) if (this.#byHour.size > HOURS_KEPT) this.#byHour.delete(oldest);
    return kept;
  }
}
