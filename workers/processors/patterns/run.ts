/**
 * The `patterns` job: looks at every bar of its symbols that has closed since it
 * last looked, at or before the slot, on 1h, 4h and 1d. Chart patterns go to
 * `chart_patterns`, anomalies and strong formations to `market_events`.
 *
 * How far it has looked is a cursor per series, moved after the rows are stored:
 * killed anywhere, it looks again and finds the same rows. A series never looked
 * at is looked at over its newest `FIRST_LOOK` bars. Five-minute bars are left
 * out: what a candle of five minutes shows is gone before the hour is over.
 */
import { done } from '#queues/outcome.js';
import type { Context, Handler } from '../../context.js';
import type { BarColumns, Timeframe } from '../../store/index.js';
import type { ChartPatternRow } from '../../store/tables/insight.js';
import type { MarketEventRow } from '../../store/tables/news.js';
import { ANOMALY_LOOKBACK, anomaliesIn } from './anomalies.js';
import { BAR_MS } from './chart.js';
import { findAll, LOOKBACK, patterns as registry } from './index.js';
import { anomalyEvent, patternEvent, patternRow, type Stamp, type Subject } from './rows.js';

export const TIMEFRAMES = ['1h', '4h', '1d'] as const satisfies readonly Timeframe[];
/** Bars before a bar that anything here may read. */
const HISTORY = Math.max(LOOKBACK, ANOMALY_LOOKBACK);
/** Newest bars of a series that are looked at when none has been. */
export const FIRST_LOOK = 120;
/** Bars of one series looked at in one go; after a long absence older ones are passed over. */
const MOST_BARS = 240;
const SYMBOLS_AT_ONCE = 16;
const CURSOR = 'patterns';

const families = new Map(registry.map((p) => [p.name, p.family]));

interface Findings {
  patterns: ChartPatternRow[];
  events: MarketEventRow[];
}
interface Look extends Subject {
  /** open_time (ms) of the first bar to look at. */
  from: number;
}

const itemOf = ({ symbol, timeframe }: Subject): string => `${symbol}|${timeframe}`;

/** Where the look begins: after the bar looked at last, or `FIRST_LOOK` bars back; never more than `MOST_BARS` back. */
function lookOf(subject: Subject, seen: ReadonlyMap<string, string>, slot: number): Look {
  const barMs = BAR_MS[subject.timeframe];
  const newest = Math.floor(slot / barMs) * barMs - barMs;
  const last = Date.parse(seen.get(itemOf(subject)) ?? '');
  const from = Number.isNaN(last) ? newest - (FIRST_LOOK - 1) * barMs : Math.max(last + barMs, newest - (MOST_BARS - 1) * barMs);
  return { ...subject, from };
}

const isDue = ({ timeframe, from }: Look, slot: number): boolean => from + BAR_MS[timeframe] <= slot;

function findingsIn(bars: BarColumns, look: Look, stamp: Stamp): Findings {
  const found = findAll(bars, look);
  const strong = found.map((f) => patternEvent(f, families.get(f.pattern) ?? 'candles', look, stamp)).filter((e) => e !== null);
  const odd = anomaliesIn(bars, look).map((a) => anomalyEvent(a, look, stamp));
  return { patterns: found.map((f) => patternRow(f, look, stamp)), events: [...strong, ...odd] };
}

/** Reads, looks, stores, and only then moves the cursors. Returns patterns stored. */
async function lookAt(looks: readonly Look[], slot: number, ctx: Context): Promise<{ rows: number; symbols: string[] }> {
  const wanted = looks.map(({ symbol, timeframe, from }) => ({ symbol, timeframe, after: from - HISTORY * BAR_MS[timeframe] - 1 }));
  const series = await ctx.store.ohlc.finalBars(wanted, slot, HISTORY + MOST_BARS + 1);
  const stamp = { at: ctx.clock.now(), dataSource: `${ctx.sourcePrefix}patterns` };
  const findings: Findings = { patterns: [], events: [] };
  const seen = new Map<string, string>();
  for (const [i, bars] of series.entries()) {
    await new Promise(setImmediate);
    ctx.signal.throwIfAborted();
    const look = looks[i] as Look;
    const last = bars.openTime.at(-1);
    if (last === undefined || last < look.from) continue;
    const { patterns, events } = findingsIn(bars, look, stamp);
    findings.patterns.push(...patterns);
    findings.events.push(...events);
    seen.set(itemOf(look), new Date(last).toISOString());
  }
  const rows = findings.patterns.length > 0 ? await ctx.store.add('chart_patterns', findings.patterns) : 0;
  if (findings.events.length > 0) await ctx.store.add('market_events', findings.events);
  if (seen.size > 0) await ctx.store.cursors.set(CURSOR, seen, stamp.at);
  return { rows, symbols: findings.patterns.map((row) => row.symbol) };
}

export const patterns: Handler<'patterns'> = async ({ slot, chunk, symbols }, ctx) => {
  const seen = await ctx.store.cursors.of(CURSOR);
  const found = new Set<string>();
  let rows = 0;
  for (let i = 0; i < symbols.length; i += SYMBOLS_AT_ONCE) {
    const subjects = symbols.slice(i, i + SYMBOLS_AT_ONCE).flatMap((symbol) => TIMEFRAMES.map((timeframe) => ({ symbol, timeframe })));
    const looks = subjects.map((subject) => lookOf(subject, seen, slot)).filter((look) => isDue(look, slot));
    if (looks.length === 0) continue;
    const stored = await lookAt(looks, slot, ctx);
    rows += stored.rows;
    for (const symbol of stored.symbols) found.add(symbol);
  }
  if (rows > 0) await ctx.landed({ kind: 'rows', dataset: 'patterns', slot, chunk, rows, symbols: [...found].sort() });
  return done(rows);
};
