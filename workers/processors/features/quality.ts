/** How much a row can be trusted: how old its inputs are and how long their history is. */
import { declare, firstKnown, from, type Declaration } from './inputs.js';
import type { Timeframe } from './feature.js';

const barAge = (timeframe: Timeframe): Declaration => ({
  lookback: 'none',
  unit: 'seconds',
  version: 1,
  formula: `slot − close of the newest ${timeframe} bar`,
  ...from(['slot', `${timeframe}.timestamp`], (at, closed) => (at - closed) / 1_000),
});
const history = (timeframe: Timeframe): Declaration => ({
  lookback: 'all history',
  unit: 'bars',
  version: 1,
  formula: `${timeframe} bars the indicators have seen`,
  ...from([`${timeframe}.bars`], (bars) => bars),
});

export const quality = declare('quality', {
  price_age_seconds: {
    lookback: 'one snapshot or one bar of 5m',
    unit: 'seconds',
    version: 1,
    formula: 'slot − the instant `price` could be known: available_at of the snapshot, or the close of the bar',
    ...firstKnown(from(['slot', 'price.available_at'], (at, known) => (at - known) / 1_000), from(['slot', '5m.timestamp'], (at, closed) => (at - closed) / 1_000)),
  },
  price_is_ok: { lookback: 'one snapshot', unit: 'flag', version: 1, formula: '1 when the snapshot is beyond doubt, 0 when it is stale, undated or out of range', ...from(['price.quality'], (ok) => ok) },
  bar_age_5m_seconds: barAge('5m'),
  bar_age_1h_seconds: barAge('1h'),
  bar_age_4h_seconds: barAge('4h'),
  bar_age_1d_seconds: barAge('1d'),
  bars_5m: history('5m'),
  bars_1h: history('1h'),
  bars_1d: history('1d'),
});
