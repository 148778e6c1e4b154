/**
 * Chains at a slot: the two large ones and the sum of all, shared by every coin,
 * and the coin's own chain where it has one.
 */
import type { OnchainFact } from '../../../store/index.js';
import type { MetricName } from '../../../store/metrics.js';
import { AGE_LIMITS } from '../age-limits.js';
import { growth, minutesSince, type View } from './view.js';

const subjects = { BTC: 'btc', ETH: 'eth', MARKET: 'market' } as const;
type Subject = (typeof subjects)[keyof typeof subjects] | 'own';
/** change_1d, change_7d: growth since the observation a day, a week before; age: minutes since it was known. */
type Reading = 'value' | 'change_1d' | 'change_7d' | 'age';
export type OnchainFigure = `${Subject}.${MetricName}.${Reading}`;
/** Whom the shared figures are about. */
export const sharedSubjects = Object.keys(subjects);

function put(view: Partial<Record<OnchainFigure, number | null>>, as: Subject, fact: OnchainFact, at: number): void {
  if (at - fact.availableAt > AGE_LIMITS.onchain) return;
  const name = `${as}.${fact.metric}` as const;
  view[`${name}.value`] = fact.value;
  view[`${name}.change_1d`] = growth(fact.value, fact.dayAgo);
  view[`${name}.change_7d`] = growth(fact.value, fact.weekAgo);
  view[`${name}.age`] = minutesSince(fact.availableAt, at);
}

/** The figures that every coin shares. */
export function sharedOnchain(facts: readonly OnchainFact[], at: number): View<OnchainFigure> {
  const view: Partial<Record<OnchainFigure, number | null>> = {};
  for (const fact of facts) {
    const subject = subjects[fact.symbol as keyof typeof subjects] as Subject | undefined;
    if (subject) put(view, subject, fact, at);
  }
  return view;
}

/** The shared figures and, where the coin has facts of its own, those as `own`. */
export function onchainView(shared: View<OnchainFigure>, own: readonly OnchainFact[], at: number): View<OnchainFigure> {
  if (own.length === 0) return shared;
  const view = { ...shared };
  for (const fact of own) put(view, 'own', fact, at);
  return view;
}
