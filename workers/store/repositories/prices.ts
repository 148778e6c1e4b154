/**
 * Price snapshots by symbol, slot and source. What a slot stored first stays:
 * features were computed from it. Reads never see past the instant asked for.
 */
import type { Database } from '../database.js';
import type { PricesRepository } from '../index.js';
import { inList, newestOfEach } from '../symbols.js';
import { priceDataReal, type PriceRow } from '../tables/prices.js';
import { BEST_FIRST, boundsOf, chooser, isSecond, isTrusted, TRUSTED, WITHIN } from './price-choice.js';

/** What counts least first. */
const weight = (row: PriceRow): number => (isTrusted(row) ? 2 : 0) + (isSecond(row) ? 0 : 1);

/** A symbol whose first source has nothing in the newest three slots is answered from the second. */
const FRESH_MS = 15 * 60_000;

/**
 * One row per symbol, the one that counts most: trusted ones before doubtful ones, the first source before the
 * second, then the newest. Rows come oldest first.
 */
const preferred = (rows: readonly PriceRow[]): PriceRow[] => [...new Map([...rows].sort((a, b) => weight(a) - weight(b)).map((row) => [row.symbol, row])).values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));

/**
 * Snapshots by symbol, slot and source. Where sources are to be chosen from, the second opinion (Coinbase) answers
 * only for symbols of which the others have nothing fresh: prices of two venues differ by a few hundredths of a
 * percent, and a series that flips between them would show changes that never were. A snapshot that the validator does not trust
 * answers nothing. Among the others the one that
 * was updated last answers, then the first by name.
 */
export function pricesRepository(db: Database): PricesRepository {
  const name = db.name(priceDataReal);
  /** The first row of each symbol in the order given, among the rows of the condition. One round trip. */
  const firstOf = (where: string, order: string): string =>
    `SELECT p.* FROM (SELECT symbol, slot, data_source, ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY ${order}) AS place FROM ${name} WHERE ${where}) k ` +
    `JOIN ${name} p ON p.symbol = k.symbol AND p.slot = k.slot AND p.data_source = k.data_source WHERE k.place = 1`;
  return {
    insert: (rows) => db.save(priceDataReal, rows),

    async asOf(symbols, atMs, maxAgeMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const sql = firstOf(`symbol IN ${list.sql} AND ${WITHIN} AND ${TRUSTED}`, BEST_FIRST);
      return db.select<PriceRow>(priceDataReal, { sql, values: [...list.values, ...boundsOf({ fromMs: atMs, atMs, maxAgeMs }).map((ms) => new Date(ms))] });
    },

    async ahead(symbols, { fromMs, toMs }, maxAgeMs) {
      if (symbols.length === 0) return () => [];
      const list = inList(symbols);
      const values = [...list.values, ...boundsOf({ fromMs, atMs: toMs - 1, maxAgeMs }).map((ms) => new Date(ms))];
      return chooser(await db.select<PriceRow>(priceDataReal, { sql: `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND ${WITHIN} AND ${TRUSTED}`, values }), { fromMs, toMs }, maxAgeMs);
    },

    async latest(symbols) {
      if (symbols.length === 0) return [];
      const newest = newestOfEach(name, 'slot', symbols);
      const rows = await db.select<PriceRow>(priceDataReal, {
        sql: `SELECT p.* FROM (${newest.sql}) k JOIN ${name} p ON p.symbol = k.symbol AND p.slot > k.slot - INTERVAL ${FRESH_MS / 1_000} SECOND AND p.slot <= k.slot ORDER BY p.symbol, p.slot, p.available_at, p.data_source DESC`,
        values: newest.values,
      });
      return preferred(rows);
    },

    async ofSlot(slotMs, symbols) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const rows = await db.select<PriceRow>(priceDataReal, { sql: `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND slot = ? ORDER BY symbol, available_at, data_source DESC`, values: [...list.values, new Date(slotMs)] });
      return preferred(rows);
    },
  };
}
