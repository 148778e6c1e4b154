/**
 * Price snapshots by symbol, slot and source. What a slot stored first stays:
 * features were computed from it. Reads never see past the instant asked for.
 */
import type { Database } from '../database.js';
import type { PricesRepository } from '../index.js';
import { inList } from '../symbols.js';
import { priceDataReal, type PriceRow } from '../tables/prices.js';

/**
 * A snapshot may land this long (ms) after its slot began: the slot's own five
 * minutes, retries included. It bounds the key range that `asOf` reads.
 */
const LATEST_LANDING_MS = 3_600_000;

/** Snapshots by symbol, slot and source. Of two sources the one that was updated last answers, then the first by name. */
export function pricesRepository(db: Database): PricesRepository {
  const name = db.name(priceDataReal);
  /** The first row of each symbol in the order given, among the rows of the condition. One round trip. */
  const firstOf = (where: string, order: string): string =>
    `SELECT p.* FROM (SELECT symbol, slot, data_source, ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY ${order}, data_source) AS place FROM ${name} WHERE ${where}) k ` +
    `JOIN ${name} p ON p.symbol = k.symbol AND p.slot = k.slot AND p.data_source = k.data_source WHERE k.place = 1`;
  return {
    insert: (rows) => db.save(priceDataReal, rows),

    async asOf(symbols, atMs, maxAgeMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      // A later slot may hold a price that was known earlier; reading it would make a repeat differ from the first run.
      const sql = firstOf(`symbol IN ${list.sql} AND slot > ? AND slot <= ? AND available_at > ? AND available_at <= ?`, 'available_at DESC, slot DESC');
      const values = [...list.values, new Date(atMs - maxAgeMs - LATEST_LANDING_MS), new Date(atMs), new Date(atMs - maxAgeMs), new Date(atMs)];
      return db.select<PriceRow>(priceDataReal, { sql, values });
    },

    async latest(symbols) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const newestSlots = `SELECT symbol, MAX(slot) AS slot FROM ${name} WHERE symbol IN ${list.sql} GROUP BY symbol`;
      const rows = await db.select<PriceRow>(priceDataReal, {
        sql: `SELECT p.* FROM (${newestSlots}) k JOIN ${name} p ON p.symbol = k.symbol AND p.slot = k.slot ORDER BY p.symbol, p.available_at, p.data_source DESC`,
        values: list.values,
      });
      return [...new Map(rows.map((row) => [row.symbol, row])).values()];
    },

    async ofSlot(slotMs, symbols) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      return db.select<PriceRow>(priceDataReal, { sql: `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND slot = ? ORDER BY symbol, data_source`, values: [...list.values, new Date(slotMs)] });
    },
  };
}
