/**
 * One series a job may have to advance: a symbol on a timeframe, and how far it
 * has come. Decides what is worth asking the store for; asks nothing itself.
 */
import { TIMEFRAME_MS, timeframes } from '#queues/timeframes.js';
import type { Timeframe } from '../../store/index.js';
import type { IndicatorStateRow } from '../../store/tables/technical.js';
import { stateSize } from './engine.js';
import { ENGINE_VERSION } from './index.js';


/** Bars read of one series at a time. */
export const PAGE = 1_000;
/** Bars read in one query, all series together: bounds the memory of a job. */
const MOST_BARS = 20_000;

export interface Series {
  symbol: string;
  timeframe: Timeframe;
  /** open_time (ms) of the last bar taken in; null before the first. */
  after: number | null;
  /** The encoded state after that bar; null before the first. */
  state: Uint8Array | null;
  /** How often it had been forgotten when its state was read; null: never. */
  forgotten: number | null;
  /** True while it is built from the first stored bar: only its newest rows are kept. */
  building: boolean;
}

/** A state after this bar has nothing to take in at the slot: the next bar has not closed. */
const restsAfter = (timeframe: Timeframe, slot: number): number => slot - 2 * TIMEFRAME_MS[timeframe];

/** `restsAfter` of every timeframe: states beyond it need not be read. */
export const restedAfter = (slot: number): Record<Timeframe, number> => Object.fromEntries(timeframes.map((t) => [t, restsAfter(t, slot)])) as Record<Timeframe, number>;

/** A state of another engine version counts as none: the series is built anew. Bytes left out mean that nothing is due. */
export function seriesOf(symbols: readonly string[], stored: readonly IndicatorStateRow[]): Series[] {
  const known = new Map(stored.map((row) => [`${row.symbol}|${row.timeframe}`, row]));
  return symbols.flatMap((symbol) =>
    timeframes.map((timeframe): Series => {
      const row = known.get(`${symbol}|${timeframe}`);
      const usable = row?.engine_version === ENGINE_VERSION && (row.state.byteLength === stateSize * 8 || row.state.byteLength === 0);
      const forgotten = row?.forgotten ?? null;
      return usable
        ? { symbol, timeframe, after: row.last_open_time.getTime(), state: row.state, forgotten, building: false }
        : { symbol, timeframe, after: null, state: null, forgotten, building: true };
    }),
  );
}

/** False while no further bar can have closed at or before the slot. */
export const mayHaveBars = ({ after, timeframe }: Series, slot: number): boolean => after === null || after <= restsAfter(timeframe, slot);

/** Cuts the series into runs whose bars, as far as can be foreseen, fit one query. */
export function batches(list: readonly Series[], slot: number): Series[][] {
  const out: Series[][] = [];
  let room = 0;
  for (const series of list) {
    const expected = series.after === null ? PAGE : Math.min(PAGE, Math.ceil((slot - series.after) / TIMEFRAME_MS[series.timeframe]));
    if (expected > room) {
      out.push([]);
      room = MOST_BARS;
    }
    out.at(-1)?.push(series);
    room -= expected;
  }
  return out;
}
