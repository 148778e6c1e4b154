/**
 * What indicators remember of their series. A state goes forward in time, or to a
 * newer engine; never back. Where bars that it took in are restated it is forgotten,
 * which is counted: one that was stepped over the bars of before is refused, however
 * late it comes.
 */
import { StoreError } from '#queues/errors.js';
import type { Database } from '../database.js';
import type { Timeframe } from '../index.js';
import type { Session } from '../mysql.js';
import { inList } from '../symbols.js';
import { indicatorState, type IndicatorStateRow } from '../tables/technical.js';
import { inKeyOrder } from '../write.js';

/** The two columns the rule looks at are assigned last, the later one such that it holds after the former has changed. */
const FORWARD = 'VALUES(engine_version) > engine_version OR (VALUES(engine_version) = engine_version AND VALUES(last_open_time) >= last_open_time)';
const STATE_RULE = [
  ...(['bars', 'state'] as const).map((c) => `${c} = IF(${FORWARD}, VALUES(${c}), ${c})`),
  `last_open_time = IF(${FORWARD}, VALUES(last_open_time), last_open_time)`,
  'engine_version = GREATEST(engine_version, VALUES(engine_version))',
].join(', ');

/** Older than any engine, so that every engine begins anew. */
const NO_ENGINE = 0;
/** Before any bar. */
const NO_BAR = new Date(Date.UTC(2009, 0, 1));
const FORGET_RULE = `engine_version = ${NO_ENGINE}, bars = 0, state = '', last_open_time = VALUES(last_open_time), forgotten = COALESCE(forgotten, 0) + 1`;

export interface SeriesKey {
  symbol: string;
  timeframe: Timeframe;
}

/** @throws StoreError transient where bars were restated after the states were read: what was made of them is worth nothing. */
async function refuseForgotten(db: Database, session: Session, states: readonly IndicatorStateRow[]): Promise<void> {
  const list = inList([...new Set(states.map((s) => s.symbol))]);
  const found = await session.rows<Pick<IndicatorStateRow, 'symbol' | 'timeframe' | 'forgotten'>>({ table: indicatorState.name, sql: `SELECT symbol, timeframe, forgotten FROM ${db.name(indicatorState)} WHERE symbol IN ${list.sql} ORDER BY symbol, timeframe FOR UPDATE`, values: list.values });
  const times = new Map(found.map((row) => [`${row.symbol} ${row.timeframe}`, row.forgotten]));
  const stale = states.filter((s) => (times.get(`${s.symbol} ${s.timeframe}`) ?? null) !== s.forgotten);
  if (stale.length > 0) throw new StoreError('transient', `indicator_state: bars of ${stale.map((s) => `${s.symbol} ${s.timeframe}`).join(', ')} were restated after they were read`, 'BARS_RESTATED');
}

/** @throws StoreError transient (BARS_RESTATED) */
export async function saveStates(db: Database, session: Session, states: readonly IndicatorStateRow[]): Promise<void> {
  if (states.length === 0) return;
  await refuseForgotten(db, session, states);
  await db.saveIn(session, indicatorState, states, STATE_RULE);
}

/** Known with the bars or not at all, whoever is killed in between; counted where there was nothing to forget, too: somebody may be building it. */
export async function forgetStates(db: Database, session: Session, series: readonly SeriesKey[], at: Date): Promise<void> {
  const named = [...new Map(series.map((s) => [`${s.symbol} ${s.timeframe}`, s])).values()];
  const gone = named.map(({ symbol, timeframe }): IndicatorStateRow => ({ symbol, timeframe, last_open_time: NO_BAR, engine_version: NO_ENGINE, bars: 0, state: Buffer.alloc(0), ingested_at: at, forgotten: 1 }));
  if (gone.length > 0) await db.saveIn(session, indicatorState, inKeyOrder(indicatorState, gone), FORGET_RULE);
}
