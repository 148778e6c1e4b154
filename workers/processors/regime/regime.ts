/**
 * Which of five regimes an asset is in, with probabilities. A declared formula,
 * no trained model: five scores over returns, volatility and breadth, and their
 * softmax. The five share one sum of 1: a market that falls in a storm divides
 * its probability between bear and high volatility, and the larger one names it.
 */
import type { RegimeInputs } from './inputs.js';

export const regimes = ['bull', 'bear', 'sideways', 'high_volatility', 'low_volatility'] as const;
export type Regime = (typeof regimes)[number];

/** Rises when the formula changes. */
export const REGIME_VERSION = 1;

export interface RegimeReading {
  regime: Regime;
  /** Add up to 1. */
  probabilities: Record<Regime, number>;
  inputs: RegimeInputs;
}

/** A single wild day counts up to this many deviations. */
const MOST = 3;
const clipped = (z: number): number => Math.max(-MOST, Math.min(MOST, z));

/** How much each input says about the trend; an unknown one leaves its weight to the others. */
const trendOf: { weight: number; of(inputs: RegimeInputs): number | null }[] = [
  { weight: 0.1, of: ({ z_1d }) => z_1d && clipped(z_1d) },
  { weight: 0.3, of: ({ z_7d }) => z_7d && clipped(z_7d) },
  { weight: 0.4, of: ({ z_30d }) => z_30d && clipped(z_30d) },
  { weight: 0.1, of: ({ breadth_50 }) => breadth_50 && 4 * (breadth_50 - 0.5) },
  { weight: 0.1, of: ({ breadth_200 }) => breadth_200 && 4 * (breadth_200 - 0.5) },
];

/**
 * Weighted mean of the known z-scores (each within ±3) and of breadth as 4 × (share − 0.5).
 * @returns about −3 to 3; null where neither the 7-day nor the 30-day return is known
 */
export function trend(inputs: RegimeInputs): number | null {
  if (inputs.z_7d === null && inputs.z_30d === null) return null;
  let sum = 0;
  let weights = 0;
  for (const { weight, of } of trendOf) {
    const value = of(inputs);
    if (value === null) continue;
    sum += weight * value;
    weights += weight;
  }
  return sum / weights;
}

/**
 * Score of each regime before the softmax, from trend t and volatility percentile v:
 *   bull 4 tanh t · bear −4 tanh t · sideways 1.2 − 2|t| · high volatility 35 (v − 0.9) · low volatility 35 (0.1 − v)
 * so that |t| = 0.2 parts a trend from none, the outer tenths of its own past
 * year make a volatility high or low, and neither ever silences the other.
 */
const scores = (t: number, v: number): Record<Regime, number> => ({
  bull: 4 * Math.tanh(t),
  bear: -4 * Math.tanh(t),
  sideways: 1.2 - 2 * Math.abs(t),
  high_volatility: 35 * (v - 0.9),
  low_volatility: 35 * (0.1 - v),
});

/**
 * @returns the likeliest regime and the probability of each; null where trend or volatility is unknown
 */
export function regimeOf(inputs: RegimeInputs | null): RegimeReading | null {
  const t = inputs && trend(inputs);
  if (!inputs || t === null || inputs.volatility_percentile === null) return null;
  const score = scores(t, inputs.volatility_percentile);
  const top = Math.max(...Object.values(score));
  const weights = regimes.map((name) => Math.exp(score[name] - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  const probabilities = Object.fromEntries(regimes.map((name, i) => [name, (weights[i] as number) / sum])) as Record<Regime, number>;
  const regime = regimes.reduce((best, name) => (probabilities[name] > probabilities[best] ? name : best));
  return { regime, probabilities, inputs };
}
