/**
 * How much is written at a slot: articles and posts, about the coin and about
 * crypto as a whole. While texts arrive at all, none about a coin is a known
 * zero; when they have stopped arriving, every count is unknown.
 */
import type { TextSums } from '../../../store/index.js';
import { AGE_LIMITS } from '../age-limits.js';
import type { TextWindows, WindowName } from '../text-windows.js';
import { minutesSince, NOTHING, type View } from './view.js';

type Counted = `${'own' | 'market'}.count_${WindowName}` | 'market.age';
export type NewsFigure = Counted | `stock.count_${WindowName}`;
export type SocialFigure = Counted | `${'own' | 'market'}.engagement_${WindowName}`;

const none: TextSums = { count: 0, engagement: 0 };
type Counts = Partial<Record<NewsFigure & SocialFigure, number | null>>;

/** null when no text has arrived for longer than its limit. */
function counts(windows: TextWindows<TextSums>, symbol: string, at: number): Counts | null {
  const { newest } = windows;
  if (newest === null || at - newest > AGE_LIMITS.texts) return null;
  const view: Counts = { 'market.age': minutesSince(newest, at) };
  for (const [window, bySymbol] of windows.entries()) {
    view[`own.count_${window}`] = (bySymbol.get(symbol) ?? none).count;
    view[`market.count_${window}`] = (bySymbol.get('MARKET') ?? none).count;
  }
  return view;
}

export function newsView(windows: TextWindows<TextSums>, symbol: string, at: number): View<NewsFigure> {
  const known = counts(windows, symbol, at);
  if (known === null) return NOTHING;
  const view: Partial<Record<NewsFigure, number | null>> = known;
  // Articles about shares need a key: without a single one in a week nobody is collecting them.
  const entries = [...windows.entries()];
  if (entries.some(([, bySymbol]) => bySymbol.has('STOCK'))) for (const [window, bySymbol] of entries) view[`stock.count_${window}`] = (bySymbol.get('STOCK') ?? none).count;
  return view;
}

export function socialView(windows: TextWindows<TextSums>, symbol: string, at: number): View<SocialFigure> {
  const known = counts(windows, symbol, at);
  if (known === null) return NOTHING;
  const view: Partial<Record<SocialFigure, number | null>> = known;
  for (const [window, bySymbol] of windows.entries()) {
    view[`own.engagement_${window}`] = (bySymbol.get(symbol) ?? none).engagement;
    view[`market.engagement_${window}`] = (bySymbol.get('MARKET') ?? none).engagement;
  }
  return view;
}
