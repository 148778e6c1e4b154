/**
 * Is this price snapshot to be believed? Pure: looks at the row, at what the same
 * source said in the half hour before, and at what others say now. Impossible
 * prices are refused; doubtful ones are kept with a score and its reasons.
 */
import type { PriceRow } from '../store/tables/prices.js';
import { apart, overFirst, refused, scored, type Finding, type Verdict } from './finding.js';
import { price as limits, TRUSTED } from './thresholds.js';

/** A price that was stored before, by its source (`coingecko`, `coinbase`, or a venue of bars). */
export interface Seen {
  source: string;
  /** Slot of the snapshot, or close of the bar, ms. */
  at: number;
  price: number;
  score: number | null;
}

export type JudgedPrice = Pick<PriceRow, 'current_price' | 'market_cap' | 'volume_24h' | 'high_24h' | 'low_24h' | 'circulating_supply' | 'last_updated' | 'collected_at' | 'slot'>;

/** @param source the row's own source without its mode's prefix. @param seen of the same symbol, oldest first. */
export function judgePrice(row: JudgedPrice, source: string, seen: readonly Seen[]): Verdict {
  const p = row.current_price;
  if (!Number.isFinite(p) || p <= 0) return refused('impossible:price');
  if (p > limits.most) return refused('impossible:price_too_large');
  const slot = row.slot.getTime();
  const own = seen.filter((s) => s.source === source && s.at < slot);
  const opinions = newestOfEach(seen.filter((s) => s.source !== source && slot - s.at <= limits.opinionMs && s.at <= slot));
  return scored([
    ...age(row, source),
    ...jump(p, own, opinions),
    ...repeats(p, own),
    ...disagreement(p, opinions),
    ...inItself(row),
  ]);
}

function newestOfEach(seen: readonly Seen[]): Seen[] {
  return [...new Map(seen.filter(isTrusted).map((s) => [s.source, s])).values()];
}
const isTrusted = (s: Seen): boolean => s.score === null || s.score >= TRUSTED;

/** The second source never says when: its list is of the moment. */
function age({ last_updated, collected_at }: JudgedPrice, source: string): Finding[] {
  if (last_updated) return overFirst('stale', collected_at.getTime() - last_updated.getTime(), limits.staleness);
  return source === 'coinbase' ? [] : [{ code: 'no_timestamp', penalty: limits.noTimestamp.penalty }];
}

function jump(p: number, own: readonly Seen[], opinions: readonly Seen[]): Finding[] {
  const before = own.filter(isTrusted);
  const last = before.at(-1);
  if (!last) return [];
  const [found] = overFirst('jump', apart(p, last.price), limits.jump);
  if (!found) return [];
  if (opinions.some((o) => apart(p, o.price) <= 0.02)) return [{ code: 'jump:confirmed', penalty: limits.confirmedPenalty }];
  const sigma = robustSigma(before);
  return sigma !== null && Math.abs(Math.log(p / last.price)) < limits.ordinarySigmas * sigma ? [{ code: 'jump:ordinary', penalty: limits.confirmedPenalty }] : [found];
}

/** 1.4826 × the median of the absolute log changes between snapshots (the standard deviation of a normal); null below four of them. */
function robustSigma(own: readonly Seen[]): number | null {
  const changes = own.slice(1).map((s, i) => Math.abs(Math.log(s.price / (own[i] as Seen).price))).sort((a, b) => a - b);
  return changes.length < 4 ? null : 1.4826 * (changes[changes.length >> 1] as number);
}

function repeats(p: number, own: readonly Seen[]): Finding[] {
  if (Math.abs(p - 1) <= limits.pegged || own.length < limits.repeats.over) return [];
  return own.slice(-limits.repeats.over).every((s) => s.price === p) ? [{ code: 'repeat', penalty: limits.repeats.penalty }] : [];
}

/** The nearest opinion decides, so that one wrong source does not condemn the right ones. */
function disagreement(p: number, opinions: readonly Seen[]): Finding[] {
  const [nearest, ...others] = opinions.map((o) => ({ source: o.source, apart: apart(p, o.price) })).sort((a, b) => a.apart - b.apart);
  if (!nearest) return [];
  const found = overFirst(`disagrees:${nearest.source}`, nearest.apart, limits.disagreement);
  const far = others.find((o) => o.apart > limits.disagreement[0].over);
  return found.length === 0 && far ? [{ code: `disagrees:${far.source}`, penalty: limits.disagreement[1].penalty }] : found;
}

/** What the row says about itself. */
function inItself({ current_price: p, market_cap, volume_24h, high_24h, low_24h, circulating_supply }: JudgedPrice): Finding[] {
  const found: Finding[] = [];
  if (market_cap !== null && market_cap > 0 && circulating_supply !== null && circulating_supply > 0) found.push(...overFirst('market_cap', apart(market_cap, p * circulating_supply), [limits.capitalisation]));
  if ((market_cap ?? 0) < 0 || (volume_24h ?? 0) < 0) found.push({ code: 'negative', penalty: limits.negative.penalty });
  if (high_24h !== null && low_24h !== null && high_24h > 0 && low_24h > 0) found.push(...overFirst('out_of_range', Math.max(p / high_24h, low_24h / p) - 1, limits.outsideItsDay));
  return found;
}
