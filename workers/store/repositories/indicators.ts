/**
 * Indicator rows and the states behind them. A state that would go back in time,
 * or to an older engine, is refused silently by design: a slower twin has lost.
 */
import type { Database } from '../database.js';
import type { IndicatorsRepository, Span, Timeframe } from '../index.js';
import { quoted } from '../ddl.js';
import { PACKED_KEY, packing } from '../tables/packed.js';
import { inList } from '../symbols.js';
import { columnNames } from '../table.js';
import { indicatorState, technicalIndicators, type IndicatorStateRow, type TechnicalRow } from '../tables/technical.js';
import { asTheyStood } from '../versions.js';
import { forgetStates, saveStates } from './states.js';

const KEY: readonly string[] = PACKED_KEY;
const known = new Set<string>(columnNames(technicalIndicators));

/** @throws RangeError for a column the table does not have: names come from code, and are checked all the same. */
function selected(columns: readonly string[] | undefined, alias: string): string {
  const names = columns ? [...new Set([...KEY, ...columns])] : [...known];
  const strange = names.find((c) => !known.has(c));
  if (strange) throw new RangeError(`technical_indicators has no column "${strange}"`);
  return names.map((c) => `${alias}.${quoted(c)}`).join(', ');
}

/** Bars with close in [from, to), newest first. */
const rangeOf = (db: Database): IndicatorsRepository['range'] =>
  // eslint-disable-next-line max-params -- a key, a window and a limit, as the Store's contract has them
  (symbol, timeframe, fromMs, toMs, limit) =>
    db.select<TechnicalRow>(technicalIndicators, {
      sql: `SELECT * FROM ${db.name(technicalIndicators)} WHERE symbol = ? AND timeframe = ? AND timestamp >= ? AND timestamp < ? ORDER BY timestamp DESC LIMIT ${Math.trunc(limit)}`,
      values: [symbol, timeframe, new Date(fromMs), new Date(toMs)],
    });

/**
 * Which other symbols have rows in the stretch, by the index alone: a row that is only looked at to be left out costs
 * as much as one that is read.
 */
async function othersIn(db: Database, timeframe: Timeframe, symbols: readonly string[], { fromMs, toMs }: Span): Promise<string[]> {
  const list = inList(symbols);
  const sql = `SELECT DISTINCT symbol FROM ${db.name(technicalIndicators)} FORCE INDEX (by_time) WHERE symbol NOT IN ${list.sql} AND timeframe = ? AND timestamp >= ? AND timestamp < ?`;
  const rows = await db.mysql.rows<[string]>({ table: technicalIndicators.name, sql, values: [...list.values, timeframe, new Date(fromMs), new Date(toMs)], prepared: true, asArrays: true });
  return rows.map(([symbol]) => symbol);
}

const betweenOf = (db: Database): IndicatorsRepository['between'] =>
  async (timeframe, whose, span, columns) => {
    const given = 'of' in whose ? whose.of : whose.butOf;
    const symbols = given.length === 0 || 'of' in whose ? given : await othersIn(db, timeframe, given, span);
    if (symbols.length === 0) return [];
    const list = inList(symbols);
    const numbers = [...new Set(columns)].filter((c) => !KEY.includes(c));
    // Of rows that came in just now the server knows nothing: left to itself it may read all that the timeframe ever had.
    const sql = `SELECT ${selected(numbers, 't')} FROM ${db.name(technicalIndicators)} t FORCE INDEX (PRIMARY) WHERE symbol IN ${list.sql} AND timeframe = ? AND timestamp >= ? AND timestamp < ?`;
    return db.mysql.into({ table: technicalIndicators.name, sql, values: [...list.values, timeframe, new Date(span.fromMs), new Date(span.toMs)] }, () => packing(numbers));
  };

function reads(db: Database): Pick<IndicatorsRepository, 'states' | 'asOf' | 'crossSection' | 'between' | 'range' | 'rangeAsOf'> {
  const name = db.name(technicalIndicators);
  return {
    async states(symbols, restedAfter = {}) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const rested = Object.entries(restedAfter);
      const bytes = `CASE ${rested.map(() => "WHEN timeframe = ? AND last_open_time > ? THEN ''").join(' ')} ELSE state END AS state`;
      const columns = columnNames(indicatorState).map((c) => (c === 'state' && rested.length > 0 ? bytes : quoted(c)));
      const values = [...rested.flatMap(([timeframe, ms]) => [timeframe, new Date(ms)]), ...list.values];
      return db.select<IndicatorStateRow>(indicatorState, { sql: `SELECT ${columns.join(', ')} FROM ${db.name(indicatorState)} WHERE symbol IN ${list.sql}`, values });
    },
    // eslint-disable-next-line max-params -- a key, a window and a limit, as the Store's contract has them
    async asOf(symbols, timeframe, atMs, maxAgeMs, columns) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const newest = `SELECT symbol, MAX(timestamp) AS timestamp FROM ${name} WHERE symbol IN ${list.sql} AND timeframe = ? AND timestamp > ? AND timestamp <= ? GROUP BY symbol`;
      const sql = `SELECT ${selected(columns, 't')} FROM (${newest}) k JOIN ${name} t ON t.symbol = k.symbol AND t.timeframe = ? AND t.timestamp = k.timestamp`;
      return db.select<Partial<TechnicalRow>>(technicalIndicators, { sql, values: [...list.values, timeframe, new Date(atMs - maxAgeMs), new Date(atMs), timeframe] });
    },
    crossSection: (timeframe: Timeframe, atMs, columns) =>
      db.select<Partial<TechnicalRow>>(technicalIndicators, { sql: `SELECT ${selected(columns, 't')} FROM ${name} t WHERE t.timeframe = ? AND t.timestamp = ?`, values: [timeframe, new Date(atMs)] }),
    between: betweenOf(db),
    range: rangeOf(db),
    rangeAsOf: async (symbol, timeframe, { fromMs, toMs, atMs }, limit) => asTheyStood(db, technicalIndicators, await rangeOf(db)(symbol, timeframe, fromMs, toMs, limit), atMs),
  };
}

export function indicatorsRepository(db: Database): IndicatorsRepository {
  return {
    ...reads(db),
    async save(rows, states) {
      if (rows.length === 0 && states.length === 0) return 0;
      await db.mysql.transaction(technicalIndicators.name, async (session) => {
        await saveStates(db, session, states);
        await db.saveIn(session, technicalIndicators, rows);
      });
      db.count(technicalIndicators, rows.length);
      return rows.length;
    },
    fill: (rows) => db.fill(technicalIndicators, rows),
    forgetStates: (series, at) => db.mysql.transaction(indicatorState.name, (session) => forgetStates(db, session, series, at)),
  };
}
