/**
 * What texts say, about the coin and about crypto as a whole. See
 * `views/sentiment.ts` for how a coin that few write about is drawn to the market.
 */
import { declare, from, type Declaration } from './inputs.js';
import { windowWords, type WindowName } from './text-windows.js';
import { PRIOR_TEXTS } from './views/sentiment.js';

const about = (window: WindowName) => ({ lookback: windowWords[window], version: 1 }) as const;
const drawn = `, its own and ${PRIOR_TEXTS} more like the market's`;

const mean = (window: WindowName): Declaration => ({ ...about(window), unit: 'score', formula: `(Σ score of the coin's texts + ${PRIOR_TEXTS} × market_sentiment_${window}) / (their count + ${PRIOR_TEXTS})`, ...from([`sentiment.own.mean_${window}`], (m) => m) });
const count = (window: WindowName): Declaration => ({ ...about(window), unit: 'texts', formula: 'scored texts about the coin', ...from([`sentiment.own.count_${window}`], (n) => n) });
const dispersion = (window: WindowName): Declaration => ({ ...about(window), unit: 'score', formula: `standard deviation of the scores${drawn}`, ...from([`sentiment.own.dispersion_${window}`], (d) => d) });
const positive = (window: WindowName): Declaration => ({ ...about(window), unit: 'ratio', formula: `share of texts scored above 0.1${drawn}`, ...from([`sentiment.own.positive_${window}`], (p) => p) });
const market = (window: WindowName): Declaration => ({ ...about(window), unit: 'score', formula: 'mean score of all texts about crypto', ...from([`sentiment.market.mean_${window}`], (m) => m) });

export const sentiment = declare('sentiment', {
  sentiment_score: { ...about('24h'), unit: 'score', formula: "mean score of the coin's own texts, −1 to 1; unknown while there is none", ...from(['sentiment.own.raw_mean_24h'], (m) => m) },
  sentiment_1h: mean('1h'),
  sentiment_4h: mean('4h'),
  sentiment_24h: mean('24h'),
  sentiment_7d: mean('7d'),
  sentiment_count_1h: count('1h'),
  sentiment_count_4h: count('4h'),
  sentiment_count_24h: count('24h'),
  sentiment_count_7d: count('7d'),
  sentiment_momentum: { ...about('24h'), unit: 'score', formula: 'sentiment_1h − sentiment_24h', ...from(['sentiment.own.mean_1h', 'sentiment.own.mean_24h'], (now, day) => now - day) },
  sentiment_momentum_7d: { ...about('7d'), unit: 'score', formula: 'sentiment_24h − sentiment_7d', ...from(['sentiment.own.mean_24h', 'sentiment.own.mean_7d'], (day, week) => day - week) },
  sentiment_dispersion_24h: dispersion('24h'),
  sentiment_dispersion_7d: dispersion('7d'),
  sentiment_positive_24h: positive('24h'),
  sentiment_positive_7d: positive('7d'),
  market_sentiment_1h: market('1h'),
  market_sentiment_4h: market('4h'),
  market_sentiment_24h: market('24h'),
  market_sentiment_7d: market('7d'),
  market_sentiment_momentum: { ...about('24h'), unit: 'score', formula: 'market_sentiment_1h − market_sentiment_24h', ...from(['sentiment.market.mean_1h', 'sentiment.market.mean_24h'], (now, day) => now - day) },
  market_sentiment_dispersion_24h: { ...about('24h'), unit: 'score', formula: 'standard deviation of the scores of all texts about crypto', ...from(['sentiment.market.dispersion_24h'], (d) => d) },
  market_sentiment_positive_24h: { ...about('24h'), unit: 'ratio', formula: 'share of all texts about crypto scored above 0.1', ...from(['sentiment.market.positive_24h'], (p) => p) },
  market_sentiment_count_24h: { ...about('24h'), unit: 'texts', formula: 'scored texts about crypto', ...from(['sentiment.market.count_24h'], (n) => n) },
  sentiment_age_minutes: { lookback: 'none', version: 1, unit: 'minutes', formula: 'slot − available_at of the newest scored text about crypto', ...from(['sentiment.market.age'], (age) => age) },
});
