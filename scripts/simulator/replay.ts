/**
 * A market played from recorded candles. It serves only what the recording
 * knew: no bar that has not closed by the farm's now (the open one is built
 * from finer bars already closed, or left out), no finer interval than the
 * file's, no price where there is a gap.
 */
import { DAY, floorTo } from './intervals.js';
import { QUOTES, readSeries, recordings, type Recording } from './replay-files.js';
import type { Series } from './series.js';
import { aggregate, type Bar, type BarQuery, type ListedAsset, type MarketSource, type Snapshot } from './source.js';
import { seedOf } from './universe.js';

/** Native series by interval; coarser ones are derived when first asked for. */
interface Recorded {
  native: Map<number, Series>;
  served: Map<number, Series | null>;
}

export interface ReplayOptions {
  /** Told one line per file that is not played, and why. */
  notice?: (line: string) => void;
  /** Only the first so many symbols, by rank. */
  symbols?: number;
}

/**
 * Loads a directory of candles.
 * @throws RangeError when nothing in it can be played.
 */
export function loadReplay(directory: string, { notice = () => undefined, symbols }: ReplayOptions = {}): MarketSource {
  const bySymbol = new Map<string, { recording: Recording; native: Map<number, Series> }>();
  for (const recording of recordings(directory, notice)) {
    const series = readSeries(directory, recording, notice);
    const entry = bySymbol.get(recording.base) ?? { recording, native: new Map<number, Series>() };
    if (series.length > 0) entry.native.set(recording.intervalMs, series);
    if (entry.native.size > 0) bySymbol.set(recording.base, entry);
  }
  if (bySymbol.size === 0) throw new RangeError(`nothing to replay in ${directory}: no file named BASE[_QUOTE]-TIMEFRAME.csv[.gz] or .json[.gz] with rows in ${QUOTES.join(', ')}`);
  return new ReplayMarket([...bySymbol.values()], symbols);
}

class ReplayMarket implements MarketSource {
  readonly mode = 'replay' as const;
  readonly assets: readonly ListedAsset[];
  readonly others = [];
  readonly span: { fromMs: number; toMs: number };
  private readonly recorded = new Map<string, Recorded>();

  constructor(entries: readonly { recording: Recording; native: Map<number, Series> }[], symbols = entries.length) {
    const assets = entries.map(({ recording }) => replayAsset(recording));
    this.assets = assets.sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9) || (a.symbol < b.symbol ? -1 : 1)).slice(0, symbols);
    for (const { recording, native } of entries) this.recorded.set(recording.base, { native, served: new Map() });
    this.span = spanOf(this.assets.map((a) => this.of(a).native));
  }

  bars(asset: ListedAsset, query: BarQuery, nowMs: number): Bar[] {
    const { intervalMs, fromMs, toMs, limit } = query;
    const recorded = this.of(asset);
    const series = served(recorded, intervalMs);
    const lowest = series && fromMs !== undefined ? series.indexFrom(fromMs) : 0;
    const highest = series ? Math.min(series.closedBy(nowMs), series.indexFrom((toMs ?? nowMs) + 1)) : 0;
    const openMs = floorTo(nowMs, intervalMs);
    const wanted = openMs >= (fromMs ?? 0) && openMs <= (toMs ?? nowMs);
    const open = wanted ? openBar(recorded, { openMs, intervalMs, nowMs }) : null;
    const tail = open ? [open] : [];
    if (!series) return tail;
    if (fromMs !== undefined) return [...series.slice(lowest, Math.min(highest, lowest + limit)), ...tail].slice(0, limit);
    return [...series.slice(Math.max(lowest, highest - limit + tail.length), highest), ...tail];
  }

  snapshot(asset: ListedAsset, nowMs: number): Snapshot | null {
    const newest = newestClosed(this.of(asset).native, nowMs);
    if (!newest) return null;
    const { series, index, atMs } = newest;
    const dayAgo = atMs - DAY;
    const before = series.closedBy(dayAgo) - 1;
    const reaches = series.openAt(0) <= dayAgo;
    const day = reaches ? aggregate(series.slice(series.indexFrom(dayAgo), index + 1), dayAgo) : null;
    const open24 = before >= 0 && series.openAt(before) + series.intervalMs === dayAgo ? series.closeAt(before) : null;
    return { atMs, price: series.closeAt(index), open24, high24: day?.high ?? null, low24: day?.low ?? null, volume24: day?.volume ?? null, quoteVolume24: day?.quoteVolume ?? null, trades24: null };
  }

  /** The close that was the newest at that instant, unless a bar is missing right before it. */
  priceAt(asset: ListedAsset, ms: number): number | null {
    const newest = newestClosed(this.of(asset).native, ms);
    return newest && ms - newest.atMs < newest.series.intervalMs ? newest.series.closeAt(newest.index) : null;
  }

  private of(asset: ListedAsset): Recorded {
    const found = this.recorded.get(asset.symbol);
    if (!found) throw new RangeError(`the replay has no ${asset.symbol}`);
    return found;
  }
}

function replayAsset({ base, quote }: Recording): ListedAsset {
  const seed = seedOf(base);
  return {
    symbol: base,
    id: seed?.id ?? `replay-${base.toLowerCase()}`,
    name: seed?.name ?? base,
    quote: quote === 'USDT' ? 'usd' : quote.toLowerCase(),
    market: `${base}${quote}`,
    rank: seed?.rank ?? null,
    decimals: 8,
    supply: null,
    maxSupply: null,
  };
}

/** The recorded bars of an interval; where there are none, complete ones made from finer bars. Null without either. */
function served(recorded: Recorded, intervalMs: number): Series | null {
  const cached = recorded.served.get(intervalMs);
  if (cached !== undefined) return cached;
  let series = recorded.native.get(intervalMs) ?? null;
  for (const finer of finerThan(recorded.native, intervalMs)) {
    const made = finer.coarser(intervalMs);
    series = series ? series.filledFrom(made) : made;
  }
  recorded.served.set(intervalMs, series);
  return series;
}

/** Coarsest first. */
const finerThan = (native: Map<number, Series>, intervalMs: number): Series[] =>
  [...native.values()].filter((s) => s.intervalMs < intervalMs && intervalMs % s.intervalMs === 0).sort((a, b) => b.intervalMs - a.intervalMs);

/** What finer bars that have closed say about the bar that holds `nowMs`; null unless they cover it from its start. */
function openBar(recorded: Recorded, at: { openMs: number; intervalMs: number; nowMs: number }): Bar | null {
  for (const finer of finerThan(recorded.native, at.intervalMs).reverse()) {
    const parts = finer.slice(finer.indexFrom(at.openMs), finer.closedBy(at.nowMs));
    const expected = Math.floor((at.nowMs - at.openMs) / finer.intervalMs);
    if (expected > 0 && parts.length === expected) return aggregate(parts, at.openMs);
  }
  return null;
}

/** The bar that closed last by `nowMs`, over all recorded intervals; of equals the finest. */
function newestClosed(native: Map<number, Series>, nowMs: number): { series: Series; index: number; atMs: number } | null {
  let newest: { series: Series; index: number; atMs: number } | null = null;
  for (const series of [...native.values()].sort((a, b) => a.intervalMs - b.intervalMs)) {
    const index = series.closedBy(nowMs) - 1;
    if (index < 0) continue;
    const atMs = series.openAt(index) + series.intervalMs;
    if (!newest || atMs > newest.atMs) newest = { series, index, atMs };
  }
  return newest;
}

/** Over the files of the interval that most symbols have: the earliest start, and the last instant at which most still have bars. */
function spanOf(natives: readonly Map<number, Series>[]): { fromMs: number; toMs: number } {
  const counts = new Map<number, number>();
  for (const native of natives) for (const ms of native.keys()) counts.set(ms, (counts.get(ms) ?? 0) + 1);
  const [main] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] as [number, number];
  const files = natives.map((native) => native.get(main)).filter((s) => s !== undefined);
  const ends = files.map((s) => s.openAt(s.length - 1) + main).sort((a, b) => a - b);
  return { fromMs: Math.min(...files.map((s) => s.openAt(0))), toMs: ends[(ends.length - 1) >> 1] as number };
}
