/**
 * Turning points of a price: a zigzag that keeps a high or low only when the
 * price has since come back from it by `REVERSAL` mean true ranges. A swing is
 * thus known some bars after it happened, never on its own bar.
 *
 * The zigzag starts afresh at the first bar of the look-back, so that it is a
 * function of the newest bars alone: a live run and a rebuild agree.
 */
import type { Prices } from './chart.js';

/** How far the price must come back, in mean true ranges. */
export const REVERSAL = 3;

export interface Swing {
  kind: 'high' | 'low';
  /** Bar of the turning point. */
  index: number;
  price: number;
  /** Bar on which the turn was known. */
  confirmedAt: number;
}

/**
 * @param from first bar to look at
 * @param end last bar to look at
 * @param scale mean true range, in price
 * @returns swings confirmed at or before `end`, high and low by turns, oldest first; none on a flat price
 */
export function swingsAt({ high, low }: Pick<Prices, 'high' | 'low'>, from: number, end: number, scale: number): Swing[] {
  const found: Swing[] = [];
  const reversal = REVERSAL * scale;
  if (!(reversal > 0)) return found;
  let rising: boolean | null = null;
  let top = from;
  let bottom = from;
  for (let i = from + 1; i <= end; i++) {
    const up = high[i] as number;
    const down = low[i] as number;
    if (rising !== false && up >= (high[top] as number)) top = i;
    if (rising !== true && down <= (low[bottom] as number)) bottom = i;
    if (rising !== false && i > top && (high[top] as number) - down >= reversal) {
      found.push({ kind: 'high', index: top, price: high[top] as number, confirmedAt: i });
      rising = false;
      bottom = i;
    } else if (rising !== true && i > bottom && up - (low[bottom] as number) >= reversal) {
      found.push({ kind: 'low', index: bottom, price: low[bottom] as number, confirmedAt: i });
      rising = true;
      top = i;
    }
  }
  return found;
}
