/**
 * Macro and market series at a slot: where each stands by the newest vintage
 * known then, and how it has moved since earlier periods, by the vintages known
 * then. A change reaches over so many known periods, and is unknown where holes
 * in the history stretch them.
 */
import type { MacroVintage } from '../../../store/index.js';
import { series, type SeriesName } from '../../../store/series.js';
import { MACRO_AGE_LIMITS } from '../age-limits.js';
import { DAY, growth, minutesSince, type View } from './view.js';

/** Periods that a change may reach over: a day, a week, a month of trading days; seven are a week of calendar days. */
const reaches = [1, 5, 7, 21] as const;
type Reach = (typeof reaches)[number];
/** return_N: growth over N periods; step_N: difference over N periods; yoy: growth over twelve months; age: minutes since it was known. */
type Reading = 'level' | `return_${Reach}` | `step_${Reach}` | 'yoy' | 'age';
export type MacroFigure = `${SeriesName}.${Reading}`;

export type MacroHistory = ReadonlyMap<SeriesName, readonly MacroVintage[]>;

/** How much history a series needs, ms. */
export const historyOf = (name: SeriesName): number => (series[name].period === 'day' ? 45 * DAY : 460 * DAY);

/** N trading days may span weekends and a holiday, no more. */
const longest = (periods: number): number => (1.4 * periods + 4) * DAY;
/** Days of the period twelve months earlier that count as the same month. */
const YEAR_SLACK = 16 * DAY;

function before(points: readonly MacroVintage[], periods: number): number | null {
  const [now, then] = [points.at(-1), points.at(-1 - periods)];
  return now && then && now.period - then.period <= longest(periods) ? then.value : null;
}

/** The period nearest to twelve months before the newest one. */
function yearBefore(points: readonly MacroVintage[]): number | null {
  const now = points.at(-1);
  if (!now) return null;
  const aim = new Date(now.period);
  aim.setUTCFullYear(aim.getUTCFullYear() - 1);
  const near = points.filter((p) => Math.abs(p.period - aim.getTime()) < YEAR_SLACK).sort((a, b) => Math.abs(a.period - aim.getTime()) - Math.abs(b.period - aim.getTime()));
  return near[0]?.value ?? null;
}

/** @param history periods known at `at` by their newest vintage, oldest first */
export function macroView(history: MacroHistory, at: number): View<MacroFigure> {
  const view: Partial<Record<MacroFigure, number | null>> = {};
  for (const [name, points] of history) {
    const newest = points.at(-1);
    const { period } = series[name];
    if (!newest || at - newest.availableAt > MACRO_AGE_LIMITS[period]) continue;
    view[`${name}.level`] = newest.value;
    view[`${name}.age`] = minutesSince(newest.availableAt, at);
    if (period === 'month') view[`${name}.yoy`] = growth(newest.value, yearBefore(points));
    for (const n of period === 'day' ? reaches : []) {
      const then = before(points, n);
      view[`${name}.return_${n}`] = growth(newest.value, then);
      view[`${name}.step_${n}`] = then === null ? null : newest.value - then;
    }
  }
  return view;
}
