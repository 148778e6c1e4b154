import { boolean, double, instant, integer, maybe, table, text, type Restated, type Row } from '../table.js';
import { FOR_EVER } from '../retention/days.js';
import { provenance } from './provenance.js';

/** Of final bars. Venues send text with all its digits: what is left is float noise. */
export const restatedBars = { dataset: 'ohlc', named: ['symbol', 'timeframe', 'open_time'], columns: ['open', 'high', 'low', 'close', 'volume'], tolerance: 1e-9, large: 0.05 } as const satisfies Restated;

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
  restated: restatedBars,
});
export type OhlcRow = Row<typeof ohlcData>;
