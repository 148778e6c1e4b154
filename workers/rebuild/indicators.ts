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
import { indicatorColumns } from '../processors/indicators/index.js';
import { PAGE } from '../processors/indicators/series.js';
import type { BarColumns } from '../store/index.js';
import type { ComputedIndicators, IndicatorStateRow } from '../store/tables/technical.js';
import { Lists } from './lists.js';
import { Pages } from './pages.js';
import type { Rebuilt, RebuildContext, Stretch, Timeframe } from './rebuild.js';

export interface IndicatorStretch extends Stretch {
  timeframe: Timeframe;
}

/** Bars stepped before locks, probes and timers get their turn: some milliseconds. */
const BARS_AT_A_TIME = PAGE;
/** Series in work at a time: while the bars of one are read, another is stepped. */
const LANES = 2;

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

/** What is known of a stretch's series while it is rebuilt. */
interface Run extends IndicatorStretch {
  ctx: RebuildContext;
  live: ReadonlyMap<string, IndicatorStateRow>;
  pages: Pages<ComputedIndicators>;
  lists: Lists;
  stamp: Stamp;
  /** Series whose live state does not follow from the bars that are stored. */
  departed: Series[];
}

/** Of these symbols, without their bytes. */
async function liveStates({ symbols, timeframe }: IndicatorStretch, { store }: RebuildContext): Promise<Map<string, IndicatorStateRow>> {
  const states = await store.indicators.states(symbols, { '5m': 0, '1h': 0, '4h': 0, '1d': 0 });
  return new Map(states.filter((s) => s.timeframe === timeframe).map((s) => [s.symbol, s]));
}

/** True when the live series has not taken in the bars that are stored today; one that was forgotten will. */
async function departs({ symbol, timeframe }: Series, { live, ctx }: Run): Promise<boolean> {
  const state = live.get(symbol);
  return state !== undefined && state.bars > 0 && state.bars !== (await ctx.store.ohlc.countFinal(symbol, timeframe, state.last_open_time.getTime()));
}

/** Steps over a page; the rows of bars that close from the stretch's beginning on. */
function rowsOf(page: BarColumns, state: State, { from, stamp, lists }: Run): ComputedIndicators[] {
  const rows: ComputedIndicators[] = [];
  const firstOpen = from - TIMEFRAME_MS[page.timeframe];
  run(page, state, (i) => {
    if ((page.openTime[i] as number) >= firstOpen) rows.push(computedOf(page, state, stamp, lists.take()));
  });
  return rows;
}

async function rebuildSeries(series: Series, state: State, run: Run): Promise<void> {
  const { ctx, to, pages } = run;
  const isDeparted = await departs(series, run);
  if (isDeparted) run.departed.push(series);
  resetState(state);
  for await (const page of pagesOf(series, isDeparted ? ctx.clock.nowMs() : to - 1, ctx)) await pages.add(rowsOf(page, state, run));
}

function* oneByOne({ symbols, timeframe }: IndicatorStretch): Generator<Series> {
  for (const symbol of [...symbols].sort()) yield { symbol, timeframe };
}

/** Where one fails, the others end with the series that they are at. */
async function inLanes(run: Run): Promise<void> {
  const all = oneByOne(run);
  const lane = async (): Promise<void> => {
    const scratch = freshState();
    try {
      for (const series of all) await rebuildSeries(series, scratch, run);
    } finally {
      all.return(undefined);
    }
  };
  const lanes = Array.from({ length: LANES }, lane);
  await Promise.all(lanes).finally(() => Promise.allSettled(lanes));
}

/** @throws StoreError transient (BARS_RESTATED) where a series was forgotten meanwhile */
async function mustStand({ live, ctx, ...stretch }: Run): Promise<void> {
  const now = await liveStates(stretch, ctx);
  const changed = stretch.symbols.find((symbol) => (now.get(symbol)?.forgotten ?? null) !== (live.get(symbol)?.forgotten ?? null));
  if (changed !== undefined) throw new StoreError('transient', `technical_indicators: bars of ${changed} ${stretch.timeframe} changed while rows were made of them`, 'BARS_RESTATED');
}

/**
 * @returns rows written: those of the stretch, and of what follows it where the live series departed from the bars that are stored.
 * @throws StoreError transient (BARS_RESTATED): some rows may be of bars that no longer stand, and doing it again writes them anew.
 */
export async function rebuildIndicators(stretch: IndicatorStretch, ctx: RebuildContext): Promise<Rebuilt> {
  if (stretch.symbols.length === 0) return { rows: 0 };
  const lists = new Lists(indicatorColumns.length);
  const pages = new Pages<ComputedIndicators>(ctx, (rows) => lists.lent(rows, ctx.store.indicators.fill(rows)));
  const run: Run = { ...stretch, ctx, pages, lists, live: await liveStates(stretch, ctx), stamp: { ingestedAt: ctx.clock.now(), dataSource: `${ctx.sourcePrefix}indicators` }, departed: [] };
  try {
    await inLanes(run);
    const rows = await pages.end();
    await mustStand(run);
    if (run.departed.length > 0) await ctx.store.indicators.forgetStates(run.departed, ctx.clock.now());
    return { rows };
  } finally {
    await pages.settled();
  }
}
