/** Daily closes of funds, commodities and currencies from Yahoo's charts, one call a series. What is a row: `yahoo-chart.ts`. */
import type { SeriesName } from '../store/series.js';
import { seriesOf } from '../store/series.js';
import { collector } from './collector.js';
import { chartCall, chartRows, yahooAnswer } from './yahoo-chart.js';

export const marketYahoo = collector({
  source: 'market-yahoo',
  host: 'yahoo',
  into: 'macro_indicators',
  response: yahooAnswer,
  plan: (_assets, window) => ({ calls: seriesOf('market').map((name) => chartCall(name, window)), missing: [] }),
  rows: (body, call, received) => chartRows(body, call.item as SeriesName, call, received),
});
