/**
 * Which of several snapshots of a symbol answers for an instant: one rule, for the
 * server and for rows in memory. Pure.
 */
import type { Span } from '../index.js';
import type { PriceRow } from '../tables/prices.js';

/**
 * A snapshot may land this long (ms) after its slot began: the slot's own five
 * minutes, retries included. It bounds the key range that is read.
 */
const LATEST_LANDING_MS = 3_600_000;

/** The second opinion, whatever mode the farm runs in. */
const SECOND = ['coinbase', 'sim:coinbase', 'replay:coinbase'] as const;
export const isSecond = (row: PriceRow): boolean => (SECOND as readonly string[]).includes(row.data_source);

/** A snapshot scored below it is kept and shown where there is no other, and never what features are computed from. */
const LEAST_SCORE = 0.5;
export const isTrusted = (row: PriceRow): boolean => row.quality_score === null || row.quality_score >= LEAST_SCORE;
export const TRUSTED = `(quality_score IS NULL OR quality_score >= ${LEAST_SCORE})`;

/** What decides between two snapshots, the most telling first; the smaller value wins. */
const order: readonly { sql: string; of(row: PriceRow): number | string }[] = [
  { sql: `data_source IN (${SECOND.map((s) => `'${s}'`).join(', ')})`, of: (row) => Number(isSecond(row)) },
  { sql: 'available_at DESC', of: (row) => -row.available_at.getTime() },
  { sql: 'slot DESC', of: (row) => -row.slot.getTime() },
  { sql: 'data_source', of: (row) => row.data_source },
];
export const BEST_FIRST = order.map((o) => o.sql).join(', ');

function isBetter(a: PriceRow, b: PriceRow): boolean {
  for (const { of } of order) {
    const [x, y] = [of(a), of(b)];
    if (x !== y) return x < y;
  }
  return false;
}

/** Its values are those of `boundsOf`. A later slot may hold a price that was known earlier; reading it would make a repeat differ from the first run. */
export const WITHIN = 'slot > ? AND slot <= ? AND available_at > ? AND available_at <= ?';

/** What the rows that may answer for an instant, or for all from `fromMs` on, lie between, ms. */
export function boundsOf({ fromMs, atMs, maxAgeMs }: { fromMs: number; atMs: number; maxAgeMs: number }): [number, number, number, number] {
  const oldest = fromMs - maxAgeMs;
  return [oldest - LATEST_LANDING_MS, atMs, oldest, atMs];
}

/** The one that answers, among trusted rows of one symbol, ascending by slot. */
function chosen(rows: readonly PriceRow[], [afterSlot, untilSlot, after, until]: readonly [number, number, number, number]): PriceRow | null {
  let best: PriceRow | null = null;
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as PriceRow;
    const slot = row.slot.getTime();
    if (slot > untilSlot) continue;
    if (slot <= afterSlot) break;
    const known = row.available_at.getTime();
    if (known > after && known <= until && (best === null || isBetter(row, best))) best = row;
  }
  return best;
}

/** @param rows trusted rows of the span, in any order. @returns what answers at an instant of it, a row per symbol. */
export function chooser(rows: readonly PriceRow[], { fromMs, toMs }: Span, maxAgeMs: number): (atMs: number) => PriceRow[] {
  const bySymbol = new Map<string, PriceRow[]>();
  for (const row of [...rows].sort((a, b) => a.slot.getTime() - b.slot.getTime())) {
    const known = bySymbol.get(row.symbol);
    if (known) known.push(row);
    else bySymbol.set(row.symbol, [row]);
  }
  return (atMs) => {
    if (atMs < fromMs || atMs >= toMs) throw new RangeError(`${new Date(atMs).toISOString()} lies outside of the snapshots that were read`);
    const bounds = boundsOf({ fromMs: atMs, atMs, maxAgeMs });
    return [...bySymbol.values()].flatMap((own) => chosen(own, bounds) ?? []);
  };
}
