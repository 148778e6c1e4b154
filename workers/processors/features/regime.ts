/** What the farm makes of it all: the regimes, correlations with other markets, patterns on bars, themes of the news. */
import { declare, from, type Declaration } from './inputs.js';
import type { RegimeFigure } from './views/insight.js';

const read = (figure: RegimeFigure): Pick<Declaration, 'inputs' | 'of'> => from([`regime.${figure}`], (value) => value);
const probability = (whose: 'own' | 'market', of: 'bull' | 'bear' | 'sideways' | 'high_volatility' | 'low_volatility'): Declaration => ({
  lookback: 'up to 365 d', unit: 'probability', version: 1, formula: `probability that ${whose === 'own' ? 'the coin' : 'the market'} is in the regime ${of}, by the newest row of market_regime`, ...read(`${whose}.p_${of}`),
});
const correlation = (series: 'SPX' | 'DXY' | 'GOLD'): Declaration => ({ lookback: '30 d', unit: 'ratio', version: 1, formula: `Pearson correlation of daily moves with ${series}, by the newest row of market_correlations`, ...read(`correlation.${series}`) });
const pattern = (figure: RegimeFigure, words: string): Declaration => ({ lookback: '24 h to the newest full hour that is 15 minutes past', unit: 'patterns', version: 1, formula: words, ...read(figure) });
const narrative = (figure: RegimeFigure, unit: string, formula: string): Declaration => ({ lookback: 'one window of news_narratives', unit, version: 1, formula, ...read(figure) });
const age = (figure: RegimeFigure, words: string): Declaration => ({ lookback: 'none', unit: 'minutes', version: 1, formula: `slot − available_at of the newest ${words}`, ...read(figure) });

export const regime = declare('regime', {
  regime_bull: probability('own', 'bull'),
  regime_bear: probability('own', 'bear'),
  regime_sideways: probability('own', 'sideways'),
  regime_high_volatility: probability('own', 'high_volatility'),
  regime_low_volatility: probability('own', 'low_volatility'),
  market_regime_bull: probability('market', 'bull'),
  market_regime_bear: probability('market', 'bear'),
  market_regime_sideways: probability('market', 'sideways'),
  market_regime_high_volatility: probability('market', 'high_volatility'),
  market_regime_low_volatility: probability('market', 'low_volatility'),
  correlation_spx_30d: correlation('SPX'),
  correlation_dxy_30d: correlation('DXY'),
  correlation_gold_30d: correlation('GOLD'),
  patterns_bullish_24h: pattern('patterns.own_bullish', "bullish patterns that ended on the coin's bars"),
  patterns_bearish_24h: pattern('patterns.own_bearish', "bearish patterns that ended on the coin's bars"),
  market_patterns_balance: {
    lookback: '24 h to the newest full hour that is 15 minutes past',
    unit: 'ratio',
    version: 1,
    formula: '(bullish − bearish) / (bullish + bearish) patterns of all coins',
    ...from(['regime.patterns.market_bullish', 'regime.patterns.market_bearish'], (bullish, bearish) => (bullish - bearish) / (bullish + bearish)),
  },
  narrative_dominance: narrative('narrative.dominance', 'ratio', 'the largest share of a theme among the articles'),
  narrative_concentration: narrative('narrative.concentration', 'ratio', 'Σ share² of the themes'),
  narrative_sentiment: narrative('narrative.sentiment', 'score', 'mean score of the articles of the largest theme'),
  narrative_coin_share: narrative('narrative.own_share', 'ratio', 'Σ share of the themes whose articles name the coin'),
  regime_age_minutes: age('own.age', 'regime of the coin'),
  narrative_age_minutes: age('narrative.age', 'theme'),
});
