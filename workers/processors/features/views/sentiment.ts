/**
 * What was scored, over windows that end at the slot. A coin few texts are about
 * is drawn towards the market: its mean, spread and share of good news are those
 * of its own texts and of `PRIOR_TEXTS` more that are like the market's. With no
 * text of its own it is the market's figure, which is what is known of it; the
 * count beside it says on how many texts of its own it stands.
 */
import type { ScoreSums } from '../../../store/index.js';
import type { TextWindows, WindowName } from '../text-windows.js';
import { AGE_LIMITS } from '../age-limits.js';
import { minutesSince, NOTHING, type View } from './view.js';

type Reading = 'count' | 'mean' | 'raw_mean' | 'dispersion' | 'positive';
export type SentimentFigure = `${'own' | 'market'}.${Reading}_${WindowName}` | 'market.age';

/** Texts like the market's that a coin's own are mixed with. */
export const PRIOR_TEXTS = 5;

const none: ScoreSums = { count: 0, sum: 0, squares: 0, positive: 0 };
/** Rounding may leave a hair below zero. */
const root = (variance: number): number => Math.sqrt(Math.max(0, variance));

interface Spread {
  mean: number;
  /** Mean of the squares. */
  square: number;
  positive: number;
}

/** Of the texts themselves; null without one. */
const spreadOf = ({ count, sum, squares, positive }: ScoreSums): Spread | null => (count === 0 ? null : { mean: sum / count, square: squares / count, positive: positive / count });

/** Of the texts and `PRIOR_TEXTS` more like the market's. */
function drawn({ count, sum, squares, positive }: ScoreSums, market: Spread): Spread {
  const n = count + PRIOR_TEXTS;
  return { mean: (sum + PRIOR_TEXTS * market.mean) / n, square: (squares + PRIOR_TEXTS * market.square) / n, positive: (positive + PRIOR_TEXTS * market.positive) / n };
}

function put(view: Partial<Record<SentimentFigure, number | null>>, whose: 'own' | 'market', window: WindowName, spread: Spread): void {
  view[`${whose}.mean_${window}`] = spread.mean;
  view[`${whose}.dispersion_${window}`] = root(spread.square - spread.mean ** 2);
  view[`${whose}.positive_${window}`] = spread.positive;
}

/** @param windows scores by symbol at the slot; the market's own are those of MARKET */
export function sentimentView(windows: TextWindows<ScoreSums>, symbol: string, at: number): View<SentimentFigure> {
  const { newest } = windows;
  if (newest === null || at - newest > AGE_LIMITS.texts) return NOTHING;
  const view: Partial<Record<SentimentFigure, number | null>> = { 'market.age': minutesSince(newest, at) };
  for (const [window, bySymbol] of windows.entries()) {
    const whole = bySymbol.get('MARKET') ?? none;
    const market = spreadOf(whole);
    const own = bySymbol.get(symbol) ?? none;
    view[`market.count_${window}`] = whole.count;
    view[`own.count_${window}`] = own.count;
    view[`own.raw_mean_${window}`] = spreadOf(own)?.mean ?? null;
    if (market === null) continue;
    put(view, 'market', window, market);
    put(view, 'own', window, drawn(own, market));
  }
  return view;
}
