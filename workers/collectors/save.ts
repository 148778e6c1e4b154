/** How the rows of each table a collector may fill are stored. Returns rows accepted. */
import type { Store } from '../store/index.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { PriceRow } from '../store/tables/prices.js';
import type { Into, RowsOf } from './collector.js';

type Save = { [T in Into]: (store: Store, rows: RowsOf[T][], seenAt: Date) => Promise<number> };

const save: Save = {
  price_data_real: (store, rows: PriceRow[]) => store.prices.insert(rows),
  ohlc_data: saveBars,
};

/** @throws Error when rows were handed in and none was accepted; StoreError as the store throws it. */
export async function saveRows<T extends Into>(into: T, store: Store, rows: RowsOf[T][], seenAt: Date): Promise<number> {
  if (rows.length === 0) return 0;
  const stored = await save[into](store, rows, seenAt);
  if (stored === 0) throw new Error(`fetched ${rows.length} rows for ${into}, stored 0`);
  return stored;
}

/** Pages may overlap: the same bar twice is one bar. A restated bar makes the indicators that took it in wrong: their states are forgotten. */
async function saveBars(store: Store, rows: OhlcRow[], seenAt: Date): Promise<number> {
  const bars = new Map(rows.map((r) => [`${r.symbol} ${r.timeframe} ${r.open_time.getTime()}`, r]));
  const { rows: stored, restated } = await store.ohlc.upsert([...bars.values()], seenAt);
  if (restated.length > 0) {
    const keys = new Map(restated.map(({ symbol, timeframe }) => [`${symbol} ${timeframe}`, { symbol, timeframe }]));
    await store.indicators.forgetStates([...keys.values()]);
  }
  return stored;
}
