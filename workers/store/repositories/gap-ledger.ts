/** What was expected, kept apart from the data; and every hole found in it, with what became of it. */
import type { Database } from '../database.js';
import type { ExpectedRun, GapsRepository, GapTotal } from '../index.js';
import { dataGaps, expectedSeries, type ExpectedRow, type GapRow } from '../tables/gaps.js';

const LONGEST_REASON = 500;

export function gapLedger(db: Database): Pick<GapsRepository, 'expected' | 'expect' | 'known' | 'unfilled' | 'totals' | 'record'> {
  return {
    async expected() {
      const rows = await db.select<ExpectedRow>(expectedSeries, { sql: `SELECT * FROM ${db.name(expectedSeries)} ORDER BY symbol, since` });
      return rows.map(({ symbol, since, until }): ExpectedRun => ({ symbol, since: since.getTime(), until: until.getTime() }));
    },

    async expect(runs, at) {
      const rows = runs.map((r): ExpectedRow => ({ symbol: r.symbol, since: new Date(r.since), until: new Date(r.until), updated_at: at }));
      await db.save(expectedSeries, rows);
    },

    known: (fromMs, toMs) =>
      db.select<GapRow>(dataGaps, {
        sql: `SELECT * FROM ${db.name(dataGaps)} WHERE state IN ('open', 'healing') OR (until >= ? AND since <= ?) ORDER BY dataset, timeframe, symbol, since`,
        values: [new Date(fromMs), new Date(toMs)],
      }),

    unfilled: () => db.select<GapRow>(dataGaps, { sql: `SELECT * FROM ${db.name(dataGaps)} WHERE state IN ('open', 'healing') ORDER BY dataset, timeframe, symbol, since` }),

    async totals() {
      const sql = `SELECT dataset, state, COUNT(*) AS gaps, SUM(missing) AS \`rows\` FROM ${db.name(dataGaps)} WHERE state <> 'healed' GROUP BY dataset, state ORDER BY dataset, state`;
      const rows = await db.mysql.rows<GapTotal>({ table: dataGaps.name, sql, prepared: true });
      return rows.map((r) => ({ ...r, gaps: Number(r.gaps), rows: Number(r.rows) }));
    },

    record: async (rows) => void (await db.save(dataGaps, rows.map((r) => ({ ...r, reason: r.reason?.slice(0, LONGEST_REASON) ?? null })))),
  };
}
