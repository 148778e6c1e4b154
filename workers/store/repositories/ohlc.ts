/**
 * Candles. The rule of what may replace what stands here twice on purpose: in
 * JavaScript, to know what was restated, and in the statement itself, so that
 * two writers at once cannot turn a final bar back into an open one. A final bar
 * of Binance stands against other venues' (their volumes are of other crowds);
 * Binance's replaces theirs, which is a restatement.
 */
import type { Database } from '../database.js';
import type { OhlcRepository, Timeframe } from '../index.js';
import type { Session } from '../mysql.js';
import { changedColumns, linesOf } from '../restated.js';
import { ohlcData, restatedBars, type OhlcRow } from '../tables/ohlc.js';
import { restatements, type RestatementRow } from '../tables/restatements.js';
import { columnNames } from '../table.js';
import { inKeyOrder } from '../write.js';
import { rangeCondition, shareRanges, type BarRange } from './bar-ranges.js';
import { barReads } from './bars.js';
import { barsAsOf } from './bars-as-of.js';
import { forgetStates, type SeriesKey } from './states.js';

const COMPARED = restatedBars.columns;

type Stored = Pick<OhlcRow, 'symbol' | 'timeframe' | 'open_time' | 'venue' | 'available_at' | (typeof COMPARED)[number]> & { is_final: boolean };

const barKey = (row: Pick<OhlcRow, 'symbol' | 'timeframe' | 'open_time'>): string => `${row.symbol}|${row.timeframe}|${row.open_time.toISOString()}`;

/** A final bar stands against an open one; `is_final` is assigned last because the others look at it. */
const REPEAT_RULE = [
  ...columnNames(ohlcData)
    .filter((c) => !ohlcData.key.includes(c as never) && c !== 'ingested_at' && c !== 'is_final')
    .map((c) => `\`${c}\` = IF(is_final = 1 AND VALUES(is_final) = 0, \`${c}\`, VALUES(\`${c}\`))`),
  'is_final = GREATEST(is_final, VALUES(is_final))',
].join(', ');

/** The stretch of time each series of the batch covers; rows come in key order. */
function rangesOf(rows: readonly OhlcRow[]): BarRange[] {
  const ranges: BarRange[] = [];
  for (const { symbol, timeframe, open_time } of rows) {
    const last = ranges.at(-1);
    const at = open_time.getTime();
    if (last && last.symbol === symbol && last.timeframe === timeframe) last.to = at;
    else ranges.push({ symbol, timeframe: timeframe as Timeframe, from: at, to: at });
  }
  return ranges;
}

/** What is stored under the keys of the batch, locked until the transaction ends. */
async function storedBars(db: Database, session: Session, rows: readonly OhlcRow[]): Promise<Map<string, Stored>> {
  const stored = new Map<string, Stored>();
  for (const range of shareRanges(rangesOf(rows))) {
    const { sql: condition, values } = rangeCondition(range);
    const sql = `SELECT symbol, timeframe, open_time, ${COMPARED.join(', ')}, venue, available_at, is_final = 1 AS is_final FROM ${db.name(ohlcData)} WHERE ${condition} ORDER BY symbol, timeframe, open_time FOR UPDATE`;
    for (const row of await session.rows<Omit<Stored, 'is_final'> & { is_final: number }>({ table: ohlcData.name, sql, values, prepared: true })) stored.set(barKey(row), { ...row, is_final: row.is_final === 1 });
  }
  return stored;
}

/** Bars that come twice are compared within a venue, or where the first one now gives its own. */
const FIRST_VENUE = 'binance';
const isLesser = (row: OhlcRow, old: Stored): boolean => row.venue !== old.venue && row.venue !== FIRST_VENUE;

interface Decision {
  write: OhlcRow[];
  log: RestatementRow[];
  restated: OhlcRow[];
}
/** The rows worth writing: new ones, final ones over open ones, open ones over open ones, and restated final ones. */
function decide(rows: readonly OhlcRow[], stored: ReadonlyMap<string, Stored>, seen: { seenAt: Date; jobId: string | null }): Decision {
  const [write, log, restated]: [OhlcRow[], RestatementRow[], OhlcRow[]] = [[], [], []];
  for (const row of rows) {
    const old = stored.get(barKey(row));
    if (!old?.is_final) write.push(row);
    if (!old?.is_final || !row.is_final || isLesser(row, old)) continue;
    if (changedColumns(restatedBars, old, row).length === 0) continue;
    write.push(row);
    restated.push(row);
    log.push(...linesOf(restatedBars, old, row, { ...seen, ingestedAt: seen.seenAt, knownAt: old.available_at, dataSource: row.data_source }));
  }
  return { write, log, restated };
}

export function ohlcRepository(db: Database): OhlcRepository {
  return {
    ...barReads(db),
    rangeAsOf: barsAsOf(db),
    async upsert(rows, seenAt, jobId = null) {
      if (rows.length === 0) return { rows: 0, restated: [] };
      const sorted = inKeyOrder(ohlcData, rows);
      const { restated, log } = await db.mysql.transaction(ohlcData.name, async (session) => {
        const decision = decide(sorted, await storedBars(db, session, sorted), { seenAt, jobId });
        await db.saveIn(session, ohlcData, decision.write, REPEAT_RULE);
        await db.saveIn(session, restatements, decision.log);
        await forgetStates(db, session, decision.restated as SeriesKey[], seenAt);
        return decision;
      });
      db.count(ohlcData, rows.length);
      db.countRestated(restatedBars, log);
      return { rows: rows.length, restated: restated.map((r) => ({ symbol: r.symbol, timeframe: r.timeframe as Timeframe, openTime: r.open_time })) };
    },
  };
}
