/**
 * The figures a regime is read from: trailing returns in units of their usual
 * size, volatility as a percentile of its own past, breadth of the market.
 * Unknown is null; nothing is filled in.
 */
import { closeAt, DAY_MS, dailyCloses, logReturns, moments, type Closes } from './daily.js';

/** Days of history looked at, and the least that says what is usual. */
export const HISTORY_DAYS = 365;
export const LEAST_DAYS = 30;
/** Days behind one figure of realised volatility. */
export const VOLATILITY_DAYS = 10;

export type RegimeInputs = {
  /** Log return over the last 1, 7, 30 days / (usual daily deviation × √days). */
  z_1d: number | null;
  z_7d: number | null;
  z_30d: number | null;
  /** Place of today's 10-day volatility among that of each day in the history, 0 to 1. */
  volatility_percentile: number | null;
  /** Share of assets whose close is above its SMA 50 and SMA 200, 0 to 1. */
  breadth_50: number | null;
  breadth_200: number | null;
};

export type Breadth = Pick<RegimeInputs, 'breadth_50' | 'breadth_200'>;

/** The past of an asset: `history` over a year, by the day will do, and `recent` bars of the last days, finer where there are. */
export interface Past {
  history: Closes;
  recent: Closes;
}

/** Return over the last `days` in deviations of such a stretch; null where an end is unknown or nothing moves. */
function trailing({ history, recent }: Past, { at, days, deviation }: { at: number; days: number; deviation: number }): number | null {
  const then = at - days * DAY_MS;
  const before = closeAt(recent, then) || closeAt(history, then);
  const z = Math.log(closeAt(recent, at) / before) / (deviation * Math.sqrt(days));
  return Number.isFinite(z) ? z : null;
}

/** Sample deviation of each stretch of `VOLATILITY_DAYS` returns of which 8 in 10 are known, oldest first; NaN elsewhere. */
function volatilities(returns: Float64Array): number[] {
  return Array.from({ length: Math.max(0, returns.length - VOLATILITY_DAYS + 1) }, (_, i) => {
    const { deviation, known } = moments(returns.subarray(i, i + VOLATILITY_DAYS));
    return known >= 0.8 * VOLATILITY_DAYS ? deviation : NaN;
  });
}

/** Share of the earlier values below the last one, equal ones by half; null with fewer than `LEAST_DAYS` of them. */
export function percentileOfLast(values: readonly number[]): number | null {
  const last = values.at(-1);
  const others = values.slice(0, -1).filter(Number.isFinite);
  if (last === undefined || !Number.isFinite(last) || others.length < LEAST_DAYS) return null;
  const below = others.filter((x) => x < last).length + others.filter((x) => x === last).length / 2;
  return below / others.length;
}

/**
 * @param past final bars, oldest first; of the history `HISTORY_DAYS` days where there are as many
 * @param at ms; bars closing later are not read
 * @param breadth of the market at `at`, where it is known
 * @returns null with fewer than `LEAST_DAYS` known daily returns, or without a close at `at`
 */
export function regimeInputs(past: Past, at: number, breadth: Breadth): RegimeInputs | null {
  const returns = logReturns(dailyCloses(past.history, at, HISTORY_DAYS + 1));
  const { deviation, known } = moments(returns);
  if (known < LEAST_DAYS || !Number.isFinite(closeAt(past.recent, at))) return null;
  return {
    z_1d: trailing(past, { at, days: 1, deviation }),
    z_7d: trailing(past, { at, days: 7, deviation }),
    z_30d: trailing(past, { at, days: 30, deviation }),
    volatility_percentile: percentileOfLast(volatilities(returns)),
    ...breadth,
  };
}

/**
 * Breadth from one line per asset: its close and moving averages, null where unknown.
 * @returns shares of the assets that have the average; null with fewer than ten of them
 */
export function breadthOf(assets: readonly { close: number | null; sma_50: number | null; sma_200: number | null }[]): Breadth {
  const share = (average: 'sma_50' | 'sma_200'): number | null => {
    const known = assets.filter((a) => a.close !== null && a[average] !== null);
    return known.length < 10 ? null : known.filter((a) => (a.close as number) > (a[average] as number)).length / known.length;
  };
  return { breadth_50: share('sma_50'), breadth_200: share('sma_200') };
}
