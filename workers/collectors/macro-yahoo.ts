/**
 * Volatility, shares, dollar, rates, gold and oil from Yahoo's charts: every hour
 * while New York trades, else every six. Where Yahoo fails, FRED is asked if it
 * has a key. What it has under the same definition is stored under our name (the
 * VIX, the S&P 500); what is only alike keeps FRED's own name and the series is
 * said to be missing: a par yield is no index yield, a spot price no future, and
 * the broad dollar no DXY. Gold has no stand-in.
 */
import { z } from 'zod';
import type { SeriesName } from '../store/series.js';
import { series, seriesOf } from '../store/series.js';
import type { MacroRow } from '../store/tables/signals.js';
import { collector, type Call, type CallWindow, type Parsed, type Received } from './collector.js';
import { newYorkTrades } from './exchange-time.js';
import { fredAnswer, fredRows } from './fred-observations.js';
import { dayText } from './macro-row.js';
import { chartCall, chartRows, yahooAnswer } from './yahoo-chart.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const QUIET_HOURS = 6;
/** Publications looked back for; FRED's dollar index comes once a week. */
const PUBLISHED_MS = 14 * DAY;
const PERIODS_MS = 30 * DAY;

interface StandIn {
  /** FRED's series. */
  id: SeriesName;
  /** The name its rows are stored under. */
  as: SeriesName;
}
const STAND_INS: Partial<Record<SeriesName, StandIn>> = {
  VIX: { id: 'VIXCLS', as: 'VIX' },
  SPX: { id: 'SP500', as: 'SPX' },
  TNX: { id: 'DGS10', as: 'DGS10' },
  DXY: { id: 'DTWEXBGS', as: 'DTWEXBGS' },
  OIL: { id: 'DCOILWTICO', as: 'DCOILWTICO' },
};

function insteadOf(name: SeriesName, { now, canAsk }: CallWindow): { instead?: Call } {
  const other = STAND_INS[name];
  if (!other || !canAsk('fred')) return {};
  const from = dayText(now - PUBLISHED_MS);
  const query = { series_id: series[other.id].id, observation_start: dayText(now - PERIODS_MS), realtime_start: from, realtime_end: '9999-12-31', sort_order: 'asc' };
  return { instead: { item: name, assets: [], host: 'fred', kind: 'fred', path: '/series/observations', query, cost: 1, most: 100, response: fredAnswer, since: `${from} ${from}` } };
}

/** Its position is Yahoo's, so none is moved. */
function standInRows(body: z.infer<typeof fredAnswer>, call: Call, received: Received): Parsed<MacroRow> {
  const { id, as } = STAND_INS[call.item as SeriesName] as StandIn;
  const { rows, rejected } = fredRows(body, as, call, received);
  const same = as === call.item && rows.length > 0;
  return { rows, rejected, missing: same ? [] : [{ symbol: call.item, reason: `Yahoo has not answered; ${id} of FRED was read instead` }] };
}

const isDue = ({ now, slot, cursors }: CallWindow): boolean => cursors.size === 0 || newYorkTrades(now) || new Date(slot).getUTCHours() % QUIET_HOURS === 0;

export const macroYahoo = collector({
  source: 'macro-yahoo',
  host: 'yahoo',
  others: ['fred'],
  into: 'macro_indicators',
  response: z.union([yahooAnswer, fredAnswer]),
  plan: (_assets, window) => ({ calls: isDue(window) ? seriesOf('macro_yahoo').map((name) => ({ ...chartCall(name, window), response: yahooAnswer, ...insteadOf(name, window) })) : [], missing: [] }),
  rows: (body, call, received) => ('chart' in body ? chartRows(body, call.item as SeriesName, call, received) : standInRows(body, call, received)),
});
