/**
 * Indicators of a stretch of history, from stored final bars. A series is stepped
 * from its first stored bar by the live engine, so each row is the one the live
 * chain wrote, to the last bit, as long as the live series began at that bar.
 *
 * Where it did not (older bars have been filled in since, or bars inside), what
 * the live chain wrote from the stretch on no longer follows from the bars that
 * are stored. Then everything from the stretch's beginning to the newest bar is
 * written again, and the live state is forgotten, so that the next live run builds
 * it from the same bars.
 */
import { StoreError } from '#queues/errors.js';
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { computedOf, type Stamp } from '../processors/indicators/advance.js';
import { freshState, resetState, run, type State } from '../processors/indicators/engine.js';
import { PAGE } from '../processors/indicators/series.js';
import type { BarColumns } from '../store/index.js';
import type { ComputedIndicators, IndicatorStateRow } from '../store/tables/technical.js';
import type { Rebuilt, RebuildContext, Stretch, Timeframe } from './rebuild.js';

export interface IndicatorStretch extends Stretch {
  timeframe: Timeframe;
}

/** Bars stepped before locks, probes and timers get their turn: some milliseconds. */
const BARS_AT_A_TIME = PAGE;
/** Rows handed to the store at a time. */
const ROWS_AT_ONCE = 2_000;

interface Series {
  symbol: string;
  timeframe: Timeframe;
}

/** Every page of final bars that closed at or before `closedBy`, oldest first. */
export async function* pagesOf(series: Series, closedBy: number, { store, signal }: Pick<RebuildContext, 'store' | 'signal'>): AsyncGenerator<BarColumns> {
  for (let after: number | null = null, more = true; more; ) {
    signal.throwIfAborted();
    const [page]: BarColumns[] = await store.ohlc.finalBars([{ ...series, after }], closedBy, BARS_AT_A_TIME);
    if (!page || page.openTime.length === 0) return;
    yield page;
    after = page.openTime.at(-1) as number;
    more = page.openTime.length === BARS_AT_A_TIME;
  }
}

const liveState = async ({ symbol, timeframe }: Series, { store }: RebuildContext): Promise<IndicatorStateRow | undefined> => (await store.indicators.states([symbol])).find((s) => s.timeframe === timeframe);

/** True when the live series has not taken in the bars that are stored today; one that was forgotten will. */
async function departs({ symbol, timeframe }: Series, live: IndicatorStateRow | undefined, { store }: RebuildContext): Promise<boolean> {
  return live !== undefined && live.bars > 0 && live.bars !== (await store.ohlc.countFinal(symbol, timeframe, live.last_open_time.getTime()));
}

/** Steps over a page; the rows of bars that close from `fromMs` on. */
function rowsOf(page: BarColumns, state: State, fromMs: number, stamp: Stamp): ComputedIndicators[] {
  const rows: ComputedIndicators[] = [];
  const firstOpen = fromMs - TIMEFRAME_MS[page.timeframe];
  run(page, state, (i) => {
    if ((page.openTime[i] as number) >= firstOpen) rows.push(computedOf(page, state, stamp));
  });
  return rows;
}

async function save(rows: ComputedIndicators[], ctx: RebuildContext): Promise<number> {
  if (rows.length === 0) return 0;
  const accepted = await ctx.store.indicators.fill(rows);
  await ctx.progress(accepted);
  return accepted;
}

/** @throws StoreError transient (BARS_RESTATED): some rows may be of bars that no longer stand, and doing it again writes them anew. */
async function rebuildSeries(series: Series, { from, to }: Stretch, state: State, ctx: RebuildContext): Promise<number> {
  const live = await liveState(series, ctx);
  const isDeparted = await departs(series, live, ctx);
  const stamp = { ingestedAt: ctx.clock.now(), dataSource: `${ctx.sourcePrefix}indicators` };
  resetState(state);
  let stored = 0;
  const rows: ComputedIndicators[] = [];
  for await (const page of pagesOf(series, isDeparted ? ctx.clock.nowMs() : to - 1, ctx)) {
    rows.push(...rowsOf(page, state, from, stamp));
    if (rows.length >= (ctx.rowsAtOnce ?? ROWS_AT_ONCE)) stored += await save(rows.splice(0), ctx);
  }
  stored += await save(rows, ctx);
  const forgotten = (await liveState(series, ctx))?.forgotten ?? null;
  if (forgotten !== (live?.forgotten ?? null)) throw new StoreError('transient', `technical_indicators: bars of ${series.symbol} ${series.timeframe} changed while rows were made of them`, 'BARS_RESTATED');
  if (isDeparted) await ctx.store.indicators.forgetStates([series], ctx.clock.now());
  return stored;
}

/** @returns rows written: those of the stretch, and of what follows it where the live series departed from the bars that are stored. */
export async function rebuildIndicators({ timeframe, ...stretch }: IndicatorStretch, ctx: RebuildContext): Promise<Rebuilt> {
  const scratch = freshState();
  let rows = 0;
  for (const symbol of [...stretch.symbols].sort()) rows += await rebuildSeries({ symbol, timeframe }, stretch, scratch, ctx);
  return { rows };
}
