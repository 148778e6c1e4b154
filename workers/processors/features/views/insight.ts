/**
 * What the farm has found out by the slot: the regimes of the coin and of the
 * market, correlations with other markets, patterns on bars, themes of the news.
 */
import type { CorrelationFact, NarrativeFact, RegimeFact } from '../../../store/index.js';
import type { SeriesName } from '../../../store/series.js';
import { AGE_LIMITS } from '../age-limits.js';
import { minutesSince, NOTHING, type View } from './view.js';

const regimes = ['p_bull', 'p_bear', 'p_sideways', 'p_high_volatility', 'p_low_volatility'] as const;
/** The other markets a coin is compared with. */
export const correlated = ['SPX', 'DXY', 'GOLD'] as const satisfies readonly SeriesName[];

export type RegimeFigure =
  | `${'own' | 'market'}.${(typeof regimes)[number]}`
  | `${'own' | 'market'}.age`
  | `correlation.${(typeof correlated)[number]}`
  | `patterns.${'own' | 'market'}_${'bullish' | 'bearish'}`
  | `narrative.${'dominance' | 'concentration' | 'own_share' | 'sentiment' | 'age'}`;

type Figures = Partial<Record<RegimeFigure, number | null>>;

/** Patterns of a day, by symbol; market: those of all. */
export interface PatternCounts {
  bySymbol: ReadonlyMap<string, { bullish: number; bearish: number }>;
  market: { bullish: number; bearish: number };
  /** When the newest one became known, ms; null without any. */
  newest: number | null;
}

export interface Findings {
  regimes: ReadonlyMap<string, RegimeFact>;
  /** The coin's own. */
  correlations: readonly CorrelationFact[];
  patterns: PatternCounts;
  narratives: readonly NarrativeFact[];
}

function ofRegime(whose: 'own' | 'market', fact: RegimeFact | undefined, at: number): Figures {
  if (!fact) return {};
  const probabilities = Object.fromEntries(regimes.map((p) => [`${whose}.${p}`, fact[p]])) as Figures;
  return { ...probabilities, [`${whose}.age`]: minutesSince(fact.available_at.getTime(), at) };
}

/** dominance: the largest share of a theme; concentration: Σ share²; own_share: Σ share of the themes that name the coin. */
function ofNarratives(themes: readonly NarrativeFact[], symbol: string, at: number): Figures {
  const [first] = themes;
  if (!first) return {};
  const shares = themes.flatMap((t) => (t.share === null ? [] : [{ ...t, share: t.share }]));
  const largest = shares.reduce<(typeof shares)[number] | null>((top, t) => (top === null || t.share > top.share ? t : top), null);
  const sum = (of: (share: number) => number, among = shares): number | null => (shares.length === 0 ? null : among.reduce((total, { share }) => total + of(share), 0));
  return {
    'narrative.dominance': largest?.share ?? null,
    'narrative.sentiment': largest?.sentiment ?? null,
    'narrative.concentration': sum((share) => share ** 2),
    'narrative.own_share': sum((share) => share, shares.filter((t) => t.symbols.includes(symbol))),
    'narrative.age': minutesSince(Math.max(...themes.map((t) => t.availableAt)), at),
  };
}

/** While any pattern was found of late, none on a coin is a known zero. */
function ofPatterns({ bySymbol, market, newest }: PatternCounts, symbol: string, at: number): Figures {
  if (newest === null || at - newest > AGE_LIMITS.patterns) return {};
  const own = bySymbol.get(symbol) ?? { bullish: 0, bearish: 0 };
  return { 'patterns.own_bullish': own.bullish, 'patterns.own_bearish': own.bearish, 'patterns.market_bullish': market.bullish, 'patterns.market_bearish': market.bearish };
}

export function regimeView(found: Findings, symbol: string, at: number): View<RegimeFigure> {
  if (found.regimes.size === 0 && found.correlations.length === 0 && found.patterns.newest === null && found.narratives.length === 0) return NOTHING;
  const correlations = found.correlations.map((c) => [`correlation.${c.series}`, c.pearson]);
  return {
    ...ofRegime('own', found.regimes.get(symbol), at),
    ...ofRegime('market', found.regimes.get('MARKET'), at),
    ...(Object.fromEntries(correlations) as Figures),
    ...ofPatterns(found.patterns, symbol, at),
    ...ofNarratives(found.narratives, symbol, at),
  };
}
