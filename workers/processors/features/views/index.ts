/** The sources beside prices and bars, by the name that inputs call them. */
import type { DerivativesFigure } from './derivatives.js';
import type { RegimeFigure } from './insight.js';
import type { MacroFigure } from './macro.js';
import type { OnchainFigure } from './onchain.js';
import type { SentimentFigure } from './sentiment.js';
import type { NewsFigure, SocialFigure } from './texts.js';
import type { View } from './view.js';

export interface Beside {
  sentiment: View<SentimentFigure>;
  news: View<NewsFigure>;
  social: View<SocialFigure>;
  macro: View<MacroFigure>;
  onchain: View<OnchainFigure>;
  derivatives: View<DerivativesFigure>;
  regime: View<RegimeFigure>;
}
export type BesideName = keyof Beside;

/** Nothing is known of any source. */
export const nothingBeside: Beside = { sentiment: {}, news: {}, social: {}, macro: {}, onchain: {}, derivatives: {}, regime: {} };
export const besideNames = Object.keys(nothingBeside) as BesideName[];
