import { boolean, double, instant, integer, maybe, table, text, type Row } from '../table.js';
import { FOR_EVER } from '../retention/days.js';
import { provenance } from './provenance.js';

/** Candles. An open bar is flagged and later replaced; a final bar that changes is logged in `restatements`. */
export const ohlcData = table({
  database: 'prices',
  name: 'ohlc_data',
  doc: 'Candles per symbol and timeframe',
  columns: {
    symbol: text(20, 'ticker in the registry'),
    timeframe: text(3, '5m, 1h, 4h or 1d'),
    open_time: instant('start of the bar'),
    open: double('first price'),
    high: double('highest price'),
    low: double('lowest price'),
    close: double('last price'),
    volume: double('traded volume, in the base asset'),
    trades: maybe(integer('number of trades')),
    is_final: boolean('false while the bar is still open'),
    venue: text(20, 'exchange the bar comes from'),
    market: text(30, "the venue's own name of the market, such as BTCUSDT"),
    ...provenance,
  },
  key: ['symbol', 'timeframe', 'open_time'],
  indexes: { by_time: ['timeframe', 'open_time'] },
  partition: { by: 'open_time', every: 'month' },
  // Everything else is computed from bars, and history is filled in from years before.
  keep: { by: 'open_time', days: FOR_EVER },
});
export type OhlcRow = Row<typeof ohlcData>;

export const restatements = table({
  database: 'prices',
  name: 'restatements',
  doc: 'Final values that an upstream changed later: what they were, what they became, when',
  columns: {
    dataset: text(40, 'dataset of the changed row'),
    row_key: text(120, 'primary key of the changed row, joined by |'),
    column_name: text(60, 'column that changed'),
    seen_at: instant('when the farm saw the change'),
    old_value: maybe(double('value before')),
    new_value: maybe(double('value after')),
  },
  key: ['dataset', 'row_key', 'column_name', 'seen_at'],
  onRepeat: 'keep',
});
export type RestatementRow = Row<typeof restatements>;
