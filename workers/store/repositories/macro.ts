/**
 * Macro and market series as they were known at an instant. A period's value is
 * its newest vintage with `available_at` at or before that instant; a period
 * without a value (a holiday, a withdrawn figure) is passed over. Refuses to look
 * at a vintage that was published later, whatever period it is about.
 */
import type { Database } from '../database.js';
import type { MacroFact, MacroRepository, MacroVintage } from '../index.js';
import type { SeriesName } from '../series.js';
import { macroIndicators, type MacroRow } from '../tables/signals.js';

/** Vintages looked at per series, newest period first: enough for the two newest periods that have a value, behind holidays and revisions. */
const NEWEST_VINTAGES = 40;

type Vintage = Pick<MacroRow, 'series' | 'period' | 'available_at' | 'value'>;
/** Newest period first, newest vintage first within it; of two sources at one instant the first by name. */
const NEWEST_FIRST = 'period DESC, available_at DESC, data_source';

/** Each period once, by its newest vintage, in the order given; periods without a value left out. */
function knownPeriods(vintages: readonly Vintage[]): MacroVintage[] {
  const newest = new Map<number, Vintage>();
  for (const v of vintages) if (!newest.has(v.period.getTime())) newest.set(v.period.getTime(), v);
  return [...newest.values()].flatMap(({ value, period, available_at }) => (value === null ? [] : [{ value, period: period.getTime(), availableAt: available_at.getTime() }]));
}

function bySeries(rows: readonly Vintage[]): Map<SeriesName, Vintage[]> {
  const groups = new Map<SeriesName, Vintage[]>();
  for (const row of rows) {
    const name = row.series as SeriesName;
    const known = groups.get(name);
    if (known) known.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

/** Periods that begin in [from, at] by the vintages known at `at`, oldest first; series of which none was known are left out. */
function knownIn(vintages: ReadonlyMap<SeriesName, readonly Vintage[]>, fromMs: number, atMs: number): Map<SeriesName, MacroVintage[]> {
  const known = new Map<SeriesName, MacroVintage[]>();
  for (const [series, all] of vintages) {
    const then = all.filter(({ period, available_at }) => period.getTime() >= fromMs && period.getTime() <= atMs && available_at.getTime() <= atMs);
    if (then.length > 0) known.set(series, knownPeriods(then).reverse());
  }
  return known;
}

function factOf(vintages: readonly Vintage[]): MacroFact | null {
  const [newest, previous] = knownPeriods(vintages);
  if (!newest) return null;
  return { ...newest, previous: previous ? { value: previous.value, period: previous.period } : null };
}

export function macroRepository(db: Database): MacroRepository {
  const name = db.name(macroIndicators);
  const columns = 'series, period, available_at, value, data_source';
  /** Newest first within a series. */
  const vintagesOf = async (names: readonly SeriesName[], fromMs: number, atMs: number): Promise<Map<SeriesName, Vintage[]>> => {
    if (names.length === 0) return new Map();
    const at = new Date(atMs);
    const sql = `SELECT ${columns} FROM ${name} WHERE series IN (${names.map(() => '?').join(', ')}) AND period >= ? AND period <= ? AND available_at <= ? ORDER BY series, ${NEWEST_FIRST}`;
    return bySeries(await db.select<Vintage>(macroIndicators, { sql, values: [...names, new Date(fromMs), at, at] }));
  };
  return {
    async asOf(names, atMs) {
      if (names.length === 0) return new Map();
      const at = new Date(atMs);
      // One walk back along the primary key for each series, and one round trip for all of them.
      const one = `(SELECT ${columns} FROM ${name} WHERE series = ? AND period <= ? AND available_at <= ? ORDER BY ${NEWEST_FIRST} LIMIT ${NEWEST_VINTAGES})`;
      const rows = await db.select<Vintage>(macroIndicators, { sql: `SELECT * FROM (${names.map(() => one).join(' UNION ALL ')}) v ORDER BY series, ${NEWEST_FIRST}`, values: names.flatMap((n) => [n, at, at]) });
      return new Map([...bySeries(rows)].flatMap(([series, vintages]) => {
        const fact = factOf(vintages);
        return fact ? [[series, fact]] : [];
      }));
    },

    async vintage(series, periodMs, atMs) {
      const sql = `SELECT ${columns} FROM ${name} WHERE series = ? AND period = ? AND available_at <= ? ORDER BY available_at DESC, data_source LIMIT 1`;
      const [row] = await db.select<Vintage>(macroIndicators, { sql, values: [series, new Date(periodMs), new Date(atMs)] });
      return row && row.value !== null ? { value: row.value, period: periodMs, availableAt: row.available_at.getTime() } : null;
    },

    history: async (names, fromMs, atMs) => knownIn(await vintagesOf(names, fromMs, atMs), fromMs, atMs),

    async ahead(names, { fromMs, toMs }) {
      const vintages = await vintagesOf(names, fromMs, toMs - 1);
      return (asked, since, atMs) => {
        if (since < fromMs || atMs >= toMs || asked.some((name) => !names.includes(name))) throw new RangeError('a series or an instant outside of the vintages that were read');
        return Promise.resolve(knownIn(new Map(asked.flatMap((name) => (vintages.has(name) ? [[name, vintages.get(name) as Vintage[]]] : []))), since, atMs));
      };
    },
  };
}
