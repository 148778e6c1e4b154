/**
 * Perpetual futures as they were known at an instant. A venue's figures come in
 * several rows (prices from one endpoint, open interest from another), so a
 * snapshot is put together column by column. Refuses to look past the instant
 * asked for: neither at what was observed later nor at what was known later.
 * Rows the validator does not trust are left out: what is read here is computed with.
 */
import type { Database } from '../database.js';
import type { DerivativesRepository } from '../index.js';
import { inList } from '../symbols.js';
import { derivativesData, type DerivativesRow } from '../tables/signals.js';

/** What may be filled from an older row: figures, not names or instants of their own. */
const FIGURES = ['mark_price', 'index_price', 'basis', 'funding_rate', 'funding_interval_hours', 'next_funding_at', 'open_interest', 'open_interest_value', 'volume_24h'] as const;

/** Rows come newest first within a symbol and venue; the first one is completed from the others. */
function together(rows: readonly DerivativesRow[]): DerivativesRow[] {
  const whole = new Map<string, DerivativesRow>();
  for (const row of rows) {
    const key = `${row.symbol} ${row.venue}`;
    const known = whole.get(key);
    if (!known) whole.set(key, { ...row });
    else complete(known, row);
  }
  return [...whole.values()];
}

function complete(known: DerivativesRow, older: DerivativesRow): void {
  for (const figure of FIGURES) if (known[figure] === null) Object.assign(known, { [figure]: older[figure] });
}

/** As for prices: below it a row is kept and never read where a figure is wanted for features. */
const TRUSTED = '(quality_score IS NULL OR quality_score >= 0.5)';

export function derivativesRepository(db: Database): DerivativesRepository {
  const name = db.name(derivativesData);
  return {
    async asOf(symbols, atMs, maxAgeMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const [from, at] = [new Date(atMs - maxAgeMs), new Date(atMs)];
      const rows = await db.select<DerivativesRow>(derivativesData, {
        sql: `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND available_at > ? AND available_at <= ? AND observed_at <= ? AND funding_final = 0 AND ${TRUSTED} ORDER BY symbol, venue, observed_at DESC`,
        values: [...list.values, from, at, at],
      });
      return together(rows);
    },

    async history(symbols, fromMs, atMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const at = new Date(atMs);
      return db.select<DerivativesRow>(derivativesData, {
        sql: `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND observed_at >= ? AND observed_at <= ? AND available_at <= ? ORDER BY symbol, venue, observed_at`,
        values: [...list.values, new Date(fromMs), at, at],
      });
    },
  };
}
