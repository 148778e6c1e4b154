/**
 * A chunk of candles: asks the venue for the bars that are not stored, a few pages
 * at a time, through the collector of live bars, so that what is stored passed the
 * same checks. It spends what slots leave of the venue's budget and puts itself off
 * while there is none. What the venue has no bar of is a hole for good, and told.
 */
import { done, snooze, type Missing, type Outcome } from '#queues/outcome.js';
import { assetsOf } from '../collectors/assets.js';
import type { Call, Timeframe } from '../collectors/collector.js';
import { gather, nothingYet, type Gathered, type Gathering } from '../collectors/gather.js';
import { ohlc } from '../collectors/ohlc.js';
import { SECOND_VENUE, venueOf } from '../collectors/ohlc-row.js';
import { readBefore } from '../collectors/validate.js';
import type { Context } from '../context.js';
import type { SeriesGaps } from '../store/index.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { ChunkRun } from './chunk.js';
import { makeFourHours } from './four-hours.js';
import { callsFor } from './pages.js';

/** Pages asked for between two looks at whether to go on. */
const PAGES_AT_ONCE = 16;
/** Longest wait for a budget before looking again, farm ms: slots come and go. */
const LONGEST_WAIT_MS = 60_000;

export interface Stretch {
  timeframe: Timeframe;
  /** Open times from ≤ t < to, ms. */
  from: number;
  to: number;
}

export async function candles(run: ChunkRun, ctx: Context): Promise<Outcome> {
  const { symbols, timeframe, from_time, to_time } = run.chunk;
  const stretch = { timeframe: timeframe as Timeframe, from: from_time.getTime(), to: to_time.getTime() };
  const { assets, unknown } = await assetsOf(ctx.store, symbols);
  const listed = assets.filter((a) => venueOf(a) !== undefined);
  const never = [...unknown.map((symbol) => ({ symbol, reason: 'not an active asset of the registry', permanent: true })), ...assets.filter((a) => venueOf(a) === undefined).map((a) => ({ symbol: a.symbol, reason: 'no venue', permanent: true }))];
  const sum = nothingYet();
  // The second venue serves no four hours: they are made of its hours.
  const made = stretch.timeframe === '4h' ? listed.filter((a) => venueOf(a) === SECOND_VENUE) : [];
  const waitMs = (await fill(run, ctx, { assets: listed.filter((a) => !made.includes(a)), stretch, sum })) ?? (await fill(run, ctx, { assets: made, stretch: { ...stretch, timeframe: '1h' }, sum }));
  if (waitMs !== undefined) return snooze(Math.min(waitMs, LONGEST_WAIT_MS), 'slots come first: the venue’s budget has no room for the past now');
  if (made.length > 0) await makeFourHours(made, stretch, ctx);
  const gaps = await ctx.store.backfills.missingBars(listed.map((a) => a.symbol), stretch.timeframe, stretch.from, stretch.to);
  return conclude(gaps, sum, never, stretch);
}

interface Filling {
  assets: readonly AssetRow[];
  stretch: Stretch;
  sum: Gathered;
}

/** @returns how long to wait, farm ms, where the budget ran out first. */
async function fill(run: ChunkRun, ctx: Context, { assets, stretch, sum }: Filling): Promise<number | undefined> {
  if (assets.length === 0) return undefined;
  const gaps = await ctx.store.backfills.missingBars(assets.map((a) => a.symbol), stretch.timeframe, stretch.from, stretch.to);
  const held = gaps.reduce((n, g) => n + g.expected - g.missing, 0);
  const calls = assets.flatMap((asset, i) => callsFor(asset, stretch.timeframe, (gaps[i] as SeriesGaps).runs));
  const g = gatheringOf(run, ctx, assets);
  for (let i = 0; i < calls.length; i += PAGES_AT_ONCE) {
    await run.goOn();
    await gather(ohlc, calls.slice(i, i + PAGES_AT_ONCE), g, sum);
    await run.tell(Math.min(run.chunk.rows_expected, held + sum.stored));
    const throttled = sum.failures.find((f) => f.error.fault === 'throttled');
    if (throttled) return throttled.error.fields.waitMs ?? LONGEST_WAIT_MS;
  }
  return undefined;
}

function gatheringOf(run: ChunkRun, ctx: Context, assets: readonly AssetRow[]): Gathering {
  const now = ctx.clock.nowMs();
  const before = readBefore('ohlc_data', ctx.store, assets.map((a) => a.symbol), { slot: now, nowMs: now });
  before.catch(() => undefined); // whoever awaits it gets the error; a chunk that ends before that needs none
  return { store: ctx.store, upstream: ctx.upstream.sparing(), clock: ctx.clock, signal: ctx.signal, slot: now, beganAt: now, chunk: run.chunk.chunk, jobId: ctx.job.id, sourcePrefix: ctx.sourcePrefix, until: Infinity, symbolsIn: () => [], before };
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

/** Why a symbol has no bars where it has none: its own calls first, then what its bars were refused for, then that there are none. */
function holeOf({ symbol, missing, runs }: SeriesGaps, sum: Gathered, timeframe: Timeframe): Missing {
  const failed = sum.failures.find((f) => (f.call as Call).assets.some((a) => a.symbol === symbol));
  const [first] = runs;
  const where = first ? `${missing} of ${timeframe}, the first run from ${day(first.from)} to ${day(first.to)}` : '';
  if (failed) return { symbol, reason: `${failed.error.message} (${where})`, ...(failed.error.fault === 'refused' ? { permanent: true } : {}) };
  const refused = sum.missing.find((m) => m.symbol === symbol);
  return { symbol, reason: refused ? `bars refused: ${refused.reason} (${where})` : `the venue has no bars here: ${where}`, permanent: true };
}

function conclude(gaps: readonly SeriesGaps[], sum: Gathered, never: Missing[], { timeframe }: Stretch): Outcome {
  const rows = gaps.reduce((n, g) => n + g.expected - g.missing, 0);
  return done(rows, [...never, ...gaps.filter((g) => g.missing > 0).map((g) => holeOf(g, sum, timeframe))]);
}
