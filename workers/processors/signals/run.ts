/**
 * The `signals` job: tries every rule on the newest closed bars of 1h, 4h and 1d,
 * at or before the slot. It looks back over `LOOK` bars each time, so that an
 * indicator that was repaired late still gives its signal; the key of a signal is
 * its symbol, bar and rule and the first row stands, so looking again adds
 * nothing. A bar on which no rule fired has no row.
 */
import { done } from '#queues/outcome.js';
import type { Context, Handler } from '../../context.js';
import type { Timeframe } from '../../store/index.js';
import type { TradingSignalRow } from '../../store/tables/signals.js';
import { rules, signalInputs } from './rules.js';
import { signalsBetween, type Bar, type Row } from './rows.js';

const HOUR = 3_600_000;
const BAR_MS = { '1h': HOUR, '4h': 4 * HOUR, '1d': 24 * HOUR } as const satisfies Partial<Record<Timeframe, number>>;
/** Newest closed bars that are tried. */
export const LOOK = { '1h': 12, '4h': 6, '1d': 2 } as const satisfies Record<keyof typeof BAR_MS, number>;

const timeframes = Object.keys(BAR_MS) as (keyof typeof BAR_MS)[];

/** The newest closed bars of a timeframe, oldest first. Pure. */
export function barsAt(slot: number, timeframe: keyof typeof BAR_MS): Bar[] {
  const newest = Math.floor(slot / BAR_MS[timeframe]) * BAR_MS[timeframe];
  return Array.from({ length: LOOK[timeframe] }, (_, i) => ({ timeframe, closedAt: newest - (LOOK[timeframe] - 1 - i) * BAR_MS[timeframe] }));
}

async function signalsOf(timeframe: keyof typeof BAR_MS, slot: number, ctx: Context): Promise<TradingSignalRow[]> {
  const stamp = { at: ctx.clock.now(), dataSource: `${ctx.sourcePrefix}signals` };
  const columns = [...new Set(['symbol', ...signalInputs])];
  const bars = barsAt(slot, timeframe);
  const rowsAt = (closedAt: number) => ctx.store.indicators.crossSection(timeframe, closedAt, columns) as Promise<Row[]>;
  let before = await rowsAt((bars[0] as Bar).closedAt - BAR_MS[timeframe]);
  const found: TradingSignalRow[] = [];
  for (const bar of bars) {
    ctx.signal.throwIfAborted();
    const now = await rowsAt(bar.closedAt);
    found.push(...signalsBetween(rules, [before, now], bar, stamp));
    before = now;
  }
  return found;
}

export const signals: Handler<'signals'> = async ({ slot, chunk }, ctx) => {
  const found: TradingSignalRow[] = [];
  for (const timeframe of timeframes) found.push(...(await signalsOf(timeframe, slot, ctx)));
  if (found.length === 0) return done(0);
  const rows = await ctx.store.add('trading_signals', found);
  await ctx.landed({ kind: 'rows', dataset: 'trading_signals', slot, chunk, rows, symbols: [...new Set(found.map((s) => s.symbol))].sort() });
  return done(rows);
};
