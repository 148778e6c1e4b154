/**
 * The `indicators` job: steps every series of its symbols over the bars that
 * have closed since its state, at or before the slot. Rows and states are
 * committed together, so running it twice, or killing it anywhere, changes
 * nothing. Refuses nothing: a symbol without its bar is reported as missing.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { done, type Missing } from '#queues/outcome.js';
import type { Context, Handler } from '../../context.js';
import type { BarColumns, Store } from '../../store/index.js';
import type { IndicatorStateRow, TechnicalRow } from '../../store/tables/technical.js';
import { advance, newestRows, type Stamp } from './advance.js';
import { freshState, type State } from './engine.js';
import { ENGINE_VERSION } from './index.js';
import { batches, mayHaveBars, PAGE, restedAfter, seriesOf, type Series } from './series.js';

/** Longest stretch of arithmetic before locks, probes and timers get their turn. */
const BREATH_MS = 10;

interface Work {
  slot: number;
  store: Store;
  stamp: Stamp;
  scratch: State;
  /** Lets the event loop run when it is time; throws when the job was aborted. */
  breathe(): Promise<void>;
}

export const indicators: Handler<'indicators'> = async ({ slot, chunk, symbols }, ctx) => {
  const work = workOf(slot, ctx);
  const all = seriesOf(symbols, await ctx.store.indicators.states(symbols, restedAfter(slot)));
  const before = new Map(all.map((series) => [series, series.after]));
  let rows = 0;
  for (const batch of batches(all.filter((series) => mayHaveBars(series, slot)), slot)) rows += await drain(batch, work);
  const landed = await landedAt(slot, all.filter((s) => s.timeframe === '5m'), before, ctx.store);
  rows += landed.earlier;
  const absent = all.filter((s) => s.timeframe === '5m' && !landed.symbols.has(s.symbol)).map((s) => missingOf(s, slot));
  const missing = [...new Map([...all.filter((s) => isLate(s, slot)).map(lateOf), ...absent].map((m) => [m.symbol, m])).values()];
  if (rows > 0) await ctx.landed({ kind: 'rows', dataset: 'technical_indicators', slot, chunk, rows, symbols: [...landed.symbols] });
  return done(rows, missing);
};

function workOf(slot: number, { clock, signal, sourcePrefix, store }: Context): Work {
  let last = stopwatchMs();
  const breathe = async () => {
    if (stopwatchMs() - last > BREATH_MS) {
      await new Promise(setImmediate);
      last = stopwatchMs();
    }
    signal.throwIfAborted();
  };
  return { slot, store, stamp: { ingestedAt: clock.now(), dataSource: `${sourcePrefix}indicators` }, scratch: freshState(), breathe };
}

/** Reads, steps and saves the series page by page until none has bars left. Returns rows accepted. */
async function drain(batch: Series[], work: Work): Promise<number> {
  const unsaved = new Map<Series, TechnicalRow[]>();
  let accepted = 0;
  for (let open = batch; open.length > 0; ) {
    const pages = await work.store.ohlc.finalBars(open, work.slot, PAGE);
    await stepPages(pages, open, unsaved, work);
    const full = new Set(pages.filter((page) => page.openTime.length === PAGE).map(keyOf));
    // A build is saved whole or not at all: a state without its newest rows would never get them.
    const moved = [...unsaved.keys()].filter((series) => !series.building || !full.has(keyOf(series)));
    if (moved.length > 0) accepted += await save(moved, unsaved, work);
    open = open.filter((series) => full.has(keyOf(series)));
  }
  return accepted;
}

/** Steps each series over its page; adds its rows to the unsaved ones. */
async function stepPages(pages: BarColumns[], open: Series[], unsaved: Map<Series, TechnicalRow[]>, work: Work): Promise<void> {
  const byKey = new Map(open.map((series) => [keyOf(series), series]));
  for (const page of pages) {
    const series = byKey.get(keyOf(page));
    if (!series || page.openTime.length === 0) continue;
    await work.breathe();
    const rows = advance(series, page, work.stamp, work.scratch);
    unsaved.set(series, series.building ? newestRows(unsaved.get(series) ?? [], rows) : rows);
  }
}

/** Commits rows and states together and forgets them. */
async function save(moved: Series[], unsaved: Map<Series, TechnicalRow[]>, { store, stamp }: Work): Promise<number> {
  const rows = moved.flatMap((series) => unsaved.get(series) ?? []);
  const accepted = await store.indicators.save(rows, moved.map((series) => stateRow(series, stamp.ingestedAt)));
  for (const series of moved) unsaved.delete(series);
  return accepted;
}

const keyOf = (of: { symbol: string; timeframe: string }): string => `${of.symbol}|${of.timeframe}`;

function stateRow(series: Series, at: Date): IndicatorStateRow {
  const state = Buffer.from(series.state as Uint8Array);
  return {
    symbol: series.symbol,
    timeframe: series.timeframe,
    last_open_time: new Date(series.after as number),
    engine_version: ENGINE_VERSION,
    bars: state.readDoubleLE(0),
    state,
    ingested_at: at,
    forgotten: series.forgotten,
  };
}

/** Symbols whose 5-minute row of the slot is in the store: written by this run, or (`earlier`) found there. */
async function landedAt(slot: number, fives: Series[], before: Map<Series, number | null>, store: Store) {
  const due = slot - TIMEFRAME_MS['5m'];
  const written = fives.filter((s) => s.after === due && before.get(s) !== due).map((s) => s.symbol);
  const passed = fives.filter((s) => s.after !== null && s.after >= due && !written.includes(s.symbol)).map((s) => s.symbol);
  const found = passed.length > 0 ? await store.indicators.asOf(passed, '5m', slot, 1, ['close']) : [];
  return { symbols: new Set([...written, ...found.map((row) => row.symbol as string)]), earlier: found.length };
}

/** A symbol without any bar, and a gap that later bars have passed, are facts: repairing the slot would not change them. */
const missingOf = ({ symbol, after }: Series, slot: number): Missing =>
  after === null ? { symbol, reason: 'no bars', permanent: true } : { symbol, reason: 'no final 5m bar closed at the slot', permanent: after >= slot };

/** A slot is repaired for about this long (`workers/upkeep/plan.ts`): what comes later, comes to the slots after it. */
const REPAIRED_FOR_MS = 3_600_000;

/** A coarser bar has closed by the slot and is not there yet: what is computed without it is not the last word. */
function isLate({ timeframe, after }: Series, slot: number): boolean {
  const length = TIMEFRAME_MS[timeframe];
  const closed = Math.floor(slot / length) * length;
  return timeframe !== '5m' && after !== null && after < closed - length && slot - closed < REPAIRED_FOR_MS;
}

const lateOf = ({ symbol, timeframe }: Series): Missing => ({ symbol, reason: `the ${timeframe} bar that closed last is not there yet` });
