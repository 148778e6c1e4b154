/**
 * What must have been observed, and for how long, before a feature can be known at
 * all: read off its declared inputs. A coin without a futures market, and a change
 * over a week on a farm's second day, are not missing; everything else is. Pure.
 */
import type { Feature } from './feature.js';

export interface Origin {
  table: 'derivatives_data' | 'onchain_data';
  /** Whose observations: the row's own symbol, or one that all rows share. */
  whose: 'own' | 'BTC' | 'ETH' | 'MARKET';
  /** A venue or a metric; any venue where undefined. */
  what: string | undefined;
  /** Age the first observation must have reached, seconds. */
  seconds: number;
}

const DAY = 86_400;
const SUBJECTS = { btc: 'BTC', eth: 'ETH', market: 'MARKET', own: 'own' } as const;
const VENUES: Readonly<Record<string, string>> = { binance: 'binance_futures', bybit: 'bybit' };
/** Upper ends of the windows in which an earlier value is looked for. */
const SPANS: Readonly<Record<string, number>> = { change_1d: DAY, change_7d: 7 * DAY, open_interest_change_1h: 75 * 60, open_interest_change_24h: 25 * 3_600 };

function onchainOrigin(whose: string, metric: string, reading: string): Origin {
  const subject = SUBJECTS[whose as keyof typeof SUBJECTS];
  if (!subject) throw new RangeError(`onchain.${whose}: nobody's figures`);
  return { table: 'onchain_data', whose: subject, what: metric, seconds: SPANS[reading] ?? 0 };
}

/** Undefined for inputs that every row of every farm has from its first hour on. */
function originOf(input: string): Origin | undefined {
  const [source, first = '', second = '', third = ''] = input.split('.');
  if (source === 'onchain') return onchainOrigin(first, second, third);
  if (source === 'derivatives') return { table: 'derivatives_data', whose: 'own', what: VENUES[first], seconds: SPANS[first] ?? 0 };
  return undefined;
}

/** All of them must be old enough. Empty: the feature is expected in every row. */
export const originsOf = ({ inputs }: Pick<Feature, 'inputs'>): Origin[] => inputs.map(originOf).filter((o) => o !== undefined);
