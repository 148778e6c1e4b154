/**
 * What all coins share at a slot: macro series, the large chains, windows of
 * texts, themes, patterns. Read once per slot and process; bounded by the slot.
 */
import type { NarrativeFact, ScoreSums, Store, TextSums } from '../../store/index.js';
import { metrics, type MetricName } from '../../store/metrics.js';
import { seriesNames, type SeriesName } from '../../store/series.js';
import { AGE_LIMITS } from './age-limits.js';
import { memoryOf, settledBefore, type Memory, type Remembered } from './memory.js';
import { textWindows, type TextWindows } from './text-windows.js';
import type { PatternCounts } from './views/insight.js';
import { historyOf, macroView, type MacroFigure, type MacroHistory } from './views/macro.js';
import { sharedOnchain, sharedSubjects, type OnchainFigure } from './views/onchain.js';
import { DAY, HOUR, type View } from './views/view.js';

export interface SharedReads extends Remembered {
  macro: Pick<Store['macro'], 'history'>;
  onchain: Pick<Store['onchain'], 'asOf'>;
  windows: Store['windows'];
  insights: Pick<Store['insights'], 'patterns' | 'narratives'>;
}

export interface Shared {
  macro: View<MacroFigure>;
  onchain: View<OnchainFigure>;
  scores: TextWindows<ScoreSums>;
  articles: TextWindows<TextSums>;
  posts: TextWindows<TextSums>;
  patterns: PatternCounts;
  narratives: readonly NarrativeFact[];
}

/** The list is the same for every slot. */
function remembered<R>(of: (inputs: readonly string[]) => R): (inputs: readonly string[]) => R {
  const known = new WeakMap<readonly string[], R>();
  return (inputs) => {
    const result = known.get(inputs) ?? of(inputs);
    known.set(inputs, result);
    return result;
  };
}

/** Features read series by name (`macro.VIX.level`), so what is read is known before the first slot. */
const readBy = remembered((inputs): SeriesName[] => seriesNames.filter((name) => inputs.some((input) => input.startsWith(`macro.${name}.`))));
const metricsRead = remembered((inputs): MetricName[] => (Object.keys(metrics) as MetricName[]).filter((name) => inputs.some((input) => input.startsWith('onchain.') && input.split('.')[2] === name)));

/** Series that need the same length of history are read together. */
async function macroHistory(store: SharedReads, names: readonly SeriesName[], at: number): Promise<MacroHistory> {
  const lengths = [...new Set(names.map(historyOf))];
  const histories = await Promise.all(lengths.map((length) => store.macro.history(names.filter((name) => historyOf(name) === length), at - length, at)));
  return new Map(histories.flatMap((history) => [...history]));
}

async function patternsOfDay(store: SharedReads, at: number): Promise<PatternCounts> {
  const rows = await store.insights.patterns(at - DAY, at);
  const total = (direction: 'bullish' | 'bearish'): number => rows.reduce((sum, row) => sum + row[direction], 0);
  return {
    bySymbol: new Map(rows.map((row) => [row.symbol, row])),
    market: { bullish: total('bullish'), bearish: total('bearish') },
    newest: rows.length === 0 ? null : Math.max(...rows.map((row) => row.newest)),
  };
}

async function read(store: SharedReads, { memory, at, inputs }: { memory: Memory; at: number; inputs: readonly string[] }): Promise<Shared> {
  const { windows, insights } = store;
  const hour = settledBefore(at, HOUR);
  const [history, chains, scores, articles, posts, patterns, narratives] = await Promise.all([
    macroHistory(store, readBy(inputs), at),
    store.onchain.asOf(sharedSubjects, metricsRead(inputs), at),
    textWindows('scores', windows.scores, { memory, at }),
    textWindows('articles', windows.articles, { memory, at }),
    textWindows('posts', windows.posts, { memory, at }),
    memory.remember(`patterns of ${hour}`, () => patternsOfDay(store, hour)),
    insights.narratives(at, AGE_LIMITS.narrative),
  ]);
  return { macro: macroView(history, at), onchain: sharedOnchain(chains, at), scores, articles, posts, patterns, narratives };
}

/** @param inputs what the features read, in the notation of `inputs.ts` */
export function loadShared(store: SharedReads, at: number, inputs: readonly string[]): Promise<Shared> {
  const memory = memoryOf(store);
  return memory.remember(`shared at ${at}`, () => read(store, { memory, at, inputs }));
}
