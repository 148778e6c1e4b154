/** How the rows of each table a collector may fill are stored. Returns rows accepted. */
import type { Store } from '../store/index.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { PriceRow } from '../store/tables/prices.js';
import type { Collector, Into, RowsOf } from './collector.js';

/** When rows were received, and the job that asked for them: for the log of restatements. */
export interface Brought {
  at: Date;
  jobId: string;
}

type Save = { [T in Into]: (store: Store, rows: RowsOf[T][], brought: Brought) => Promise<number> };

const save: Save = {
  price_data_real: (store, rows: PriceRow[]) => store.prices.insert(rows),
  ohlc_data: saveBars,
  news_articles: (store, rows) => store.add('news_articles', rows),
  social_posts: (store, rows) => store.add('social_posts', rows),
  macro_indicators: (store, rows, { jobId }) => store.add('macro_indicators', rows, jobId),
  onchain_data: (store, rows) => store.add('onchain_data', rows),
  derivatives_data: (store, rows) => store.add('derivatives_data', rows),
};

type Filling<T extends Into> = Pick<Collector<T>, 'into' | 'intoOf'>;

/** The rows by the table they belong to. */
function byTable<T extends Into>(c: Filling<T>, rows: RowsOf[T][]): Map<T, RowsOf[T][]> {
  const tables = new Map<T, RowsOf[T][]>();
  if (!c.intoOf) return tables.set(c.into, rows);
  for (const row of rows) {
    const table = c.intoOf(row);
    const known = tables.get(table);
    if (known) known.push(row);
    else tables.set(table, [row]);
  }
  return tables;
}

/** @throws Error when rows were handed in and none was accepted; StoreError as the store throws it. */
export async function saveRows<T extends Into>(c: Filling<T>, store: Store, rows: RowsOf[T][], brought: Brought): Promise<number> {
  let accepted = 0;
  for (const [table, batch] of byTable(c, rows)) {
    if (batch.length === 0) continue;
    const stored = await save[table](store, batch, brought);
    if (stored === 0) throw new Error(`fetched ${batch.length} rows for ${table}, stored 0`);
    accepted += stored;
  }
  return accepted;
}

/** Pages may overlap: the same bar twice is one bar. */
async function saveBars(store: Store, rows: OhlcRow[], { at, jobId }: Brought): Promise<number> {
  const bars = new Map(sortedByVenue(rows).map((r) => [`${r.symbol} ${r.timeframe} ${r.open_time.getTime()}`, r]));
  return (await store.ohlc.upsert([...bars.values()], at, jobId)).rows;
}

/** Of two venues' bars of one interval Binance's counts. Nearly always there is but one venue, and nothing to sort. */
const sortedByVenue = (rows: OhlcRow[]): OhlcRow[] => (rows.every((r) => r.venue === 'binance') ? rows : [...rows].sort((a, b) => Number(a.venue === 'binance') - Number(b.venue === 'binance')));
