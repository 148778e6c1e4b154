/**
 * Holds what is missing now against what the ledger of gaps knows: new holes are
 * opened, filled ones closed, and those that will stay empty are left in peace. Pure.
 */
import type { GapDataset, MissingRun, SeriesGaps, Timeframe } from '../store/index.js';
import { barsIn, within, without } from '../store/gaps.js';
import type { GapRow } from '../store/tables/gaps.js';

export interface Look {
  dataset: GapDataset;
  timeframe: Timeframe;
  stepMs: number;
  /** The stretch that was looked at, ms. */
  from: number;
  to: number;
  now: Date;
}

const spanOf = (row: GapRow): MissingRun => ({ from: row.since.getTime(), to: row.until.getTime() });
const overlaps = (a: MissingRun, b: MissingRun): boolean => a.from < b.to && b.from < a.to;

/** A price that was not taken in its slot can never be taken. */
const NEVER = 'a past price cannot be asked for';

function opened(run: MissingRun, symbol: string, look: Look, before: GapRow | undefined): GapRow {
  const hopeless = look.dataset === 'crypto_prices';
  return {
    dataset: look.dataset,
    timeframe: look.timeframe,
    symbol,
    since: new Date(run.from),
    until: new Date(run.to),
    missing: barsIn(run.from, run.to, look.stepMs),
    state: hopeless ? 'permanent' : 'open',
    reason: hopeless ? NEVER : (before?.reason ?? null),
    attempts: before?.attempts ?? 0,
    backfill_id: before?.backfill_id ?? null,
    found_at: before?.found_at ?? look.now,
    retry_at: before?.retry_at ?? look.now,
    closed_at: hopeless ? look.now : null,
  };
}

/** A closed gap: filled, or (from `until` on) gone over into another one. */
const healed = (row: GapRow, now: Date, remaining: readonly MissingRun[]): GapRow => {
  const rest = remaining.find((r) => overlaps(r, spanOf(row)));
  const until = rest && rest.from > row.since.getTime() ? new Date(rest.from) : row.until;
  return { ...row, until, state: 'healed', closed_at: now };
};

/** Gaps that lie in the stretch or reach into it. Of one that began before it only the visible part is known: when that is filled, so is the gap. */
function settleSymbol({ symbol, runs }: SeriesGaps, mine: readonly GapRow[], look: Look): GapRow[] {
  const [open, permanent] = [mine.filter((r) => r.state !== 'permanent'), mine.filter((r) => r.state === 'permanent')];
  const earlier = open.filter((r) => r.since.getTime() < look.from);
  const remaining = without(runs, [...earlier, ...permanent].map(spanOf).sort((a, b) => a.from - b.from));
  const [continuing, begun] = [open.filter((r) => earlier.includes(r) || remaining.some((run) => run.from === r.since.getTime())), open.filter((r) => !earlier.includes(r))];
  const unfilled = (row: GapRow): boolean => within(runs, row.since.getTime(), row.until.getTime()).length > 0;
  const grown = remaining.flatMap((run) => {
    const same = begun.find((r) => r.since.getTime() === run.from);
    if (!same) return [opened(run, symbol, look, begun.find((r) => overlaps(run, spanOf(r))))];
    return same.until.getTime() === run.to ? [] : [{ ...same, until: new Date(run.to), missing: barsIn(run.from, run.to, look.stepMs) }];
  });
  const filled = [...permanent, ...earlier].filter((r) => !unfilled(r)).map((r) => healed(r, look.now, []));
  const gone = begun.filter((r) => !continuing.includes(r)).map((r) => healed(r, look.now, remaining));
  return [...filled, ...gone, ...grown];
}

/**
 * @param found what is missing in the stretch, by symbol. @param known the ledger's rows of this dataset and timeframe.
 * @returns the rows that are new or have changed. Gaps that end before the stretch stay as they are.
 */
export function settleGaps(found: readonly SeriesGaps[], known: readonly GapRow[], look: Look): GapRow[] {
  const inSight = known.filter((r) => r.state !== 'healed' && overlaps(spanOf(r), look));
  const bySymbol = new Map<string, GapRow[]>();
  for (const row of inSight) bySymbol.set(row.symbol, [...(bySymbol.get(row.symbol) ?? []), row]);
  const symbols = new Set(found.map((s) => s.symbol));
  const silent = [...bySymbol.keys()].filter((s) => !symbols.has(s)).map((symbol): SeriesGaps => ({ symbol, expected: 0, missing: 0, runs: [] }));
  return [...found, ...silent].flatMap((s) => settleSymbol(s, bySymbol.get(s.symbol) ?? [], look));
}
