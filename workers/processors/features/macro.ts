/**
 * The world's money: fear, shares, the dollar, yields, gold, oil, and the slow
 * figures of an economy, each by the vintage known at the slot. Where a series
 * of Yahoo is missing, the same figure is read from FRED; never another figure.
 */
import type { SeriesName } from '../../store/series.js';
import { declare, firstKnown, from, type Declaration } from './inputs.js';

type Pair = { [name: string]: Declaration };
/** Periods behind each change of a daily series. */
const changes = { '1d': 1, '5d': 5, '1m': 21 } as const;

const daily = (periods: number, unit: string) => ({ lookback: periods === 0 ? 'one value' : `${periods + 1} days of trading`, unit, version: 1 }) as const;

const named = (names: readonly SeriesName[]): string => names.join(', else ');

/** Level and changes of a series, or of the first of two that is known; `as`: growth of a price, difference of a rate. */
function moves<P extends string>(prefix: P, names: readonly SeriesName[], as: 'return' | 'step', unit: string): { [K in P | `${P}_change_${keyof typeof changes}`]: Declaration } {
  const level = { ...daily(0, unit), formula: `newest value of ${named(names)}`, ...firstKnown(...names.map((name) => from([`macro.${name}.level`], (v) => v))) };
  const change = (n: 1 | 5 | 21): Declaration => ({
    ...daily(n, as === 'return' ? 'ratio' : unit),
    formula: `${named(names)}: ${as === 'return' ? `value / value ${n} days of trading before − 1` : `value − value ${n} days of trading before`}`,
    ...firstKnown(...names.map((name) => from([`macro.${name}.${as}_${n}`], (v) => v))),
  });
  const columns: Pair = { [prefix]: level };
  for (const [word, n] of Object.entries(changes)) columns[`${prefix}_change_${word}`] = change(n);
  return columns as ReturnType<typeof moves<P>>;
}

const age = (name: SeriesName): Declaration => ({ lookback: 'none', unit: 'minutes', version: 1, formula: `slot − available_at of the value of ${name}`, ...from([`macro.${name}.age`], (minutes) => minutes) });
const yearly = (name: SeriesName, what: string): Declaration => ({ lookback: '13 months', unit: 'ratio', version: 1, formula: `${what}: value / value 12 months before − 1`, ...from([`macro.${name}.yoy`], (growth) => growth) });
const level = (name: SeriesName, lookback: string, unit: string): Declaration => ({ lookback, unit, version: 1, formula: `newest value of ${name}`, ...from([`macro.${name}.level`], (value) => value) });

export const macro = declare('macro', {
  ...moves('vix', ['VIX', 'VIXCLS'], 'return', 'index'),
  ...moves('spx', ['SPX', 'SP500'], 'return', 'index'),
  ...moves('dxy', ['DXY'], 'return', 'index'),
  ...moves('us10y', ['TNX', 'DGS10'], 'step', 'percent'),
  ...moves('gold', ['GOLD'], 'return', 'USD per ounce'),
  ...moves('oil', ['OIL'], 'return', 'USD per barrel'),
  yield_curve: { ...daily(0, 'percent'), formula: 'DGS10 − DGS2', ...from(['macro.DGS10.level', 'macro.DGS2.level'], (long, short) => long - short) },
  fed_funds: level('FEDFUNDS', 'one month', 'percent'),
  unemployment: level('UNRATE', 'one month', 'percent'),
  cpi_yoy: yearly('CPIAUCSL', 'consumer prices'),
  m2_yoy: yearly('M2SL', 'M2'),
  fear_greed: level('FEAR_GREED', 'one value', '0 to 100'),
  fear_greed_change_1d: { ...daily(1, '0 to 100'), formula: 'FEAR_GREED − its value a day before', ...from(['macro.FEAR_GREED.step_1'], (step) => step) },
  fear_greed_change_7d: { ...daily(7, '0 to 100'), formula: 'FEAR_GREED − its value 7 days before', ...from(['macro.FEAR_GREED.step_7'], (step) => step) },
  vix_age_minutes: age('VIX'),
  cpi_age_minutes: age('CPIAUCSL'),
  fear_greed_age_minutes: age('FEAR_GREED'),
});

const fund = (name: SeriesName, days: 1 | 5): Declaration => ({ ...daily(days, 'ratio'), formula: `${name}: value / value ${days} days of trading before − 1`, ...from([`macro.${name}.return_${days}`], (r) => r) });
/** How much more one rose than the other. */
const spread = (name: SeriesName, over: SeriesName): Declaration => ({ ...daily(5, 'ratio'), formula: `growth of ${name} over 5 days of trading − that of ${over}`, ...from([`macro.${name}.return_5`, `macro.${over}.return_5`], (a, b) => a - b) });

export const market = declare('market', {
  qqq_return_1d: fund('QQQ', 1),
  qqq_return_5d: fund('QQQ', 5),
  tlt_return_1d: fund('TLT', 1),
  tlt_return_5d: fund('TLT', 5),
  hyg_return_1d: fund('HYG', 1),
  hyg_return_5d: fund('HYG', 5),
  eem_return_1d: fund('EEM', 1),
  eem_return_5d: fund('EEM', 5),
  uup_return_1d: fund('UUP', 1),
  uup_return_5d: fund('UUP', 5),
  arkk_return_5d: fund('ARKK', 5),
  copper_return_5d: fund('COPPER', 5),
  usdjpy_return_5d: fund('USDJPY', 5),
  copper_gold_spread_5d: spread('COPPER', 'GLD'),
  risk_appetite_5d: spread('XLY', 'XLP'),
  market_age_minutes: age('QQQ'),
});
