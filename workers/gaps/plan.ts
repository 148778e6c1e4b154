/** Which holes to fill now, and which of them together. Pure. */
import type { GapDataset, Timeframe } from '../store/index.js';
import type { GapRow } from '../store/tables/gaps.js';

/** One repair: rows of these symbols with event time in [from, to), ms. */
export interface Repair {
  dataset: Exclude<GapDataset, 'crypto_prices'>;
  timeframe: Timeframe;
  symbols: string[];
  from: number;
  to: number;
  gaps: GapRow[];
}

/** The chain mends its own newest slots: what is younger is left to it. */
export const PATIENCE_MS = 30 * 60_000;
/** Gaps that begin within this of each other are filled together: a venue's outage hits every symbol. */
const TOGETHER_MS = 6 * 3_600_000;
/** The contract of the chunks: more symbols are another repair. */
const MOST_SYMBOLS = 160;
/** Repairs begun in one round; the rest follow in the next. */
export const MOST_REPAIRS = 24;
/** What is computed comes after what it is computed from. */
const ORDER: Repair['dataset'][] = ['ohlc', 'technical_indicators', 'ml_features'];

const spans = (a: GapRow, b: GapRow): boolean => a.symbol === b.symbol && a.since < b.until && b.since <= a.until;

/** True while an input of the gap's rows may still arrive. */
const waits = (gap: GapRow, unfilled: readonly GapRow[]): boolean =>
  unfilled.some((other) => ORDER.indexOf(other.dataset as Repair['dataset']) < ORDER.indexOf(gap.dataset as Repair['dataset']) && (gap.dataset === 'ml_features' || other.timeframe === gap.timeframe) && spans(other, gap));

function join(repairs: Repair[], gap: GapRow): void {
  const [from, to] = [gap.since.getTime(), gap.until.getTime()];
  const last = repairs.findLast((r) => r.dataset === gap.dataset && r.timeframe === gap.timeframe);
  const fits = last && from - last.from <= TOGETHER_MS && to - last.to <= TOGETHER_MS && (last.symbols.includes(gap.symbol) || last.symbols.length < MOST_SYMBOLS);
  if (!fits) return void repairs.push({ dataset: gap.dataset as Repair['dataset'], timeframe: gap.timeframe as Timeframe, symbols: [gap.symbol], from, to, gaps: [gap] });
  if (!last.symbols.includes(gap.symbol)) last.symbols.push(gap.symbol);
  last.to = Math.max(last.to, to);
  last.gaps.push(gap);
}

/**
 * @param unfilled every gap that is open or healing.
 * @returns newest first: the current market matters most; bars before what is computed from them.
 */
export function planRepairs(unfilled: readonly GapRow[], nowMs: number): Repair[] {
  const due = unfilled.filter((g) => g.state === 'open' && g.dataset !== 'crypto_prices' && g.retry_at.getTime() <= nowMs && g.until.getTime() <= nowMs - PATIENCE_MS && !waits(g, unfilled));
  const repairs: Repair[] = [];
  for (const gap of [...due].sort((a, b) => a.since.getTime() - b.since.getTime() || Number(a.symbol > b.symbol) - Number(a.symbol < b.symbol))) join(repairs, gap);
  return repairs.sort((a, b) => ORDER.indexOf(a.dataset) - ORDER.indexOf(b.dataset) || b.to - a.to).slice(0, MOST_REPAIRS);
}
