/** Which rows should be stored and are not, per symbol, and what becomes of them? */
import { TIMEFRAME_MS, timeframes } from '#queues/timeframes.js';
import { z } from 'zod';
import { datasets } from '#queues/datasets.js';
import { gapDatasets, type GapDataset, type MissingRun, type SeriesGaps, type Store, type Timeframe } from '#workers/store/index.js';
import type { GapRow } from '#workers/store/tables/gaps.js';
import { count, instantField, maybe, named } from './fields.js';

/** Runs told of one symbol; `missing` and `gap_count` count them all. */
const MOST_RUNS = 100;

export interface GapQuestion {
  dataset: GapDataset;
  /** Length of the bars; what comes every five minutes knows no other. */
  timeframe: Timeframe;
  hours: number;
}

const runShape = named(
  'MissingRun',
  'A run of rows that should be there and are not, and what becomes of it',
  z.strictObject({
    from: instantField('event time of the first missing row'),
    to: instantField('end of the last one, exclusive'),
    state: maybe(z.enum(['open', 'healing', 'permanent']).describe('open: to be filled; healing: being filled; permanent: nothing will ever come; null: found since the farm last looked')),
    reason: maybe(z.string().describe('why it stays empty, or why the last attempt did not fill it')),
    attempts: count('times it was tried to fill it'),
  }),
);
const symbolShape = named(
  'SymbolGaps',
  'What is missing of one symbol',
  z.strictObject({ symbol: z.string(), expected: count('rows that should be there'), missing: count('of those, rows that are not'), gap_count: count('runs of missing rows'), gaps: z.array(runShape).describe('the oldest runs, at most a hundred') }),
);
const gapsShape = named(
  'DatasetGaps',
  'Rows of one dataset that should be there and are not',
  z.strictObject({
    dataset: z.enum(gapDatasets),
    timeframe: z.enum(timeframes),
    from: instantField('first event time looked at'),
    to: instantField('end of what is owed: a row is owed once it has been due for as long as the dataset may be old'),
    expected: count('rows that should be there'),
    missing: count('of those, rows that are not'),
    permanent: count('of the missing, rows that will never come, each run with its reason'),
    gap_count: count('runs of missing rows'),
    symbols: z.array(symbolShape).describe('symbols with gaps only'),
  }),
);
export type GapsView = z.infer<typeof gapsShape>;
export const gapsAnswer = named('GapsAnswer', 'What should be stored and is not', z.strictObject({ data: gapsShape }));

const sum = <T>(list: readonly T[], of: (item: T) => number): number => list.reduce((total, item) => total + of(item), 0);
const iso = (ms: number): string => new Date(ms).toISOString();
const overlap = (run: MissingRun, row: GapRow): MissingRun => ({ from: Math.max(run.from, row.since.getTime()), to: Math.min(run.to, row.until.getTime()) });
const isUnfilled = (state: string): state is 'open' | 'healing' | 'permanent' => state === 'open' || state === 'healing' || state === 'permanent';

function runView(run: MissingRun, known: readonly GapRow[]): z.infer<typeof runShape> {
  const row = known.find((g) => overlap(run, g).from < overlap(run, g).to);
  return { from: iso(run.from), to: iso(run.to), state: row && isUnfilled(row.state) ? row.state : null, reason: row?.reason ?? null, attempts: row?.attempts ?? 0 };
}

/** Runs told apart where one of them will never be filled and its neighbour may. */
function split(run: MissingRun, permanent: readonly MissingRun[]): MissingRun[] {
  const cuts = permanent.flatMap((p) => [p.from, p.to]).filter((at) => at > run.from && at < run.to);
  const edges = [...new Set([run.from, ...cuts.sort((a, b) => a - b), run.to])];
  return edges.slice(1).map((to, i) => ({ from: edges[i] as number, to }));
}

interface Told extends SeriesGaps {
  known: readonly GapRow[];
  permanent: MissingRun[];
}

function tell(series: SeriesGaps, known: readonly GapRow[]): Told {
  const mine = known.filter((g) => g.symbol === series.symbol && g.state !== 'healed');
  const forGood = mine.filter((g) => g.state === 'permanent').map((g) => ({ from: g.since.getTime(), to: g.until.getTime() }));
  return { ...series, runs: series.runs.flatMap((r) => split(r, forGood)), known: mine, permanent: forGood };
}

const symbolView = ({ symbol, expected, missing, runs, known }: Told): z.infer<typeof symbolShape> => ({
  symbol,
  expected,
  missing,
  gap_count: runs.length,
  gaps: runs.slice(0, MOST_RUNS).map((r) => runView(r, known)),
});

const isIn = (run: MissingRun, spans: readonly MissingRun[]): boolean => spans.some((s) => s.from <= run.from && run.to <= s.to);

/** @param question `hours` back from `nowMs`, farm time. */
export async function gaps(store: Pick<Store, 'gaps'>, { dataset, timeframe, hours }: GapQuestion, nowMs: number): Promise<GapsView> {
  const step = TIMEFRAME_MS[timeframe];
  const from = Math.ceil((nowMs - hours * 3_600_000) / step) * step;
  const to = Math.max(from, Math.floor((nowMs - datasets[dataset].freshSeconds * 1_000) / step) * step);
  const [found, known] = await Promise.all([store.gaps.missing(dataset, timeframe, from, to), store.gaps.known(from, to)]);
  const mine = known.filter((g) => g.dataset === dataset && g.timeframe === timeframe);
  const series = found.map((s) => tell(s, mine));
  return {
    dataset,
    timeframe,
    from: iso(from),
    to: iso(to),
    expected: sum(series, (s) => s.expected),
    missing: sum(series, (s) => s.missing),
    permanent: sum(series, (s) => sum(s.runs.filter((r) => isIn(r, s.permanent)), (r) => Math.round((r.to - r.from) / step))),
    gap_count: sum(series, (s) => s.runs.length),
    symbols: series.filter((s) => s.missing > 0).map(symbolView),
  };
}
