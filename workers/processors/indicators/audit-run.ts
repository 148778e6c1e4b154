/**
 * The `audit` job: every hour another five symbols on another timeframe, their
 * stored indicators recomputed by an independent library. A disagreement fails
 * the job with symbol, column and both values, so that it is seen.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { done } from '#queues/outcome.js';
import type { Context, Handler } from '../../context.js';
import type { Timeframe } from '../../store/index.js';
import { AUDIT_BARS, auditColumns, auditedColumns } from './audit.js';

const HOUR_MS = 3_600_000;
const SAMPLE = 5;
/** Bars loaded beyond the least an audit needs, as a series may have gaps. */
const BARS = AUDIT_BARS + 200;
const timeframes = Object.keys(TIMEFRAME_MS) as Timeframe[];

export interface Sample {
  symbols: string[];
  timeframe: Timeframe;
}

/** The sample of an hour: walks through symbols and timeframes, the same for every process. */
export function sampleOf(nowMs: number, symbols: readonly string[]): Sample {
  const hour = Math.floor(nowMs / HOUR_MS);
  const sorted = [...symbols].sort();
  const round = Math.floor(hour / timeframes.length);
  const picked = Array.from({ length: Math.min(SAMPLE, sorted.length) }, (_, k) => sorted[(round * SAMPLE + k) % sorted.length] as string);
  return { symbols: picked, timeframe: timeframes[hour % timeframes.length] as Timeframe };
}

/** @throws Error naming every disagreement: symbol, timeframe, column, stored and recomputed value. */
export const audit: Handler<'audit'> = async (_payload, ctx) => {
  const nowMs = ctx.clock.nowMs();
  const sample = sampleOf(nowMs, (await ctx.store.assets.active()).map((asset) => asset.symbol));
  const problems: string[] = [];
  let checked = 0;
  for (const symbol of sample.symbols) {
    ctx.signal.throwIfAborted();
    const found = await auditOne(symbol, sample.timeframe, nowMs, ctx);
    if (found) checked++;
    problems.push(...(found ?? []));
  }
  if (problems.length > 0) throw new Error(`stored indicators disagree with technicalindicators: ${problems.join('; ')}`);
  ctx.log.info({ ...sample, checked, columns: auditedColumns.length }, 'indicators audited');
  return done(0);
};

/** The disagreements of one symbol; null when it has no row or too few bars for an opinion. */
async function auditOne(symbol: string, timeframe: Timeframe, nowMs: number, { store }: Pick<Context, 'store'>): Promise<string[] | null> {
  const [row] = await store.indicators.asOf([symbol], timeframe, nowMs, BARS * TIMEFRAME_MS[timeframe], ['bars', ...auditedColumns]);
  if (!row?.timestamp || (row.bars ?? 0) < AUDIT_BARS) return null;
  const closedBy = row.timestamp.getTime();
  const [bars] = await store.ohlc.finalBars([{ symbol, timeframe, after: closedBy - (BARS + 1) * TIMEFRAME_MS[timeframe] }], closedBy, BARS);
  if (!bars || bars.close.length < AUDIT_BARS) return null;
  return auditColumns(bars, row).map(({ column, expected, stored }) => `${symbol} ${timeframe} ${column} at ${new Date(closedBy).toISOString()}: stored ${stored}, recomputed ${expected}`);
}
