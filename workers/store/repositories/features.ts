/** The feature matrix, by symbol and slot: written whole per chunk, read by the newest, by the slot, or page by page. */
import type { Database } from '../database.js';
import type { FeaturesRepository } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList } from '../symbols.js';
import { mlFeatures, type FeatureRow } from '../tables/features.js';

/** The feature matrix, by symbol and slot. */
export function featuresRepository(db: Database): FeaturesRepository {
  const name = db.name(mlFeatures);
  return {
    upsert: (rows) => db.save(mlFeatures, rows),

    async latest(symbols) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const newest = `SELECT symbol, MAX(timestamp) AS timestamp FROM ${name} WHERE symbol IN ${list.sql} GROUP BY symbol`;
      return db.select<FeatureRow>(mlFeatures, { sql: `SELECT f.* FROM (${newest}) k JOIN ${name} f ON f.symbol = k.symbol AND f.timestamp = k.timestamp`, values: list.values });
    },

    async at(symbols, slotMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      return db.select<FeatureRow>(mlFeatures, { sql: `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND timestamp = ?`, values: [...list.values, new Date(slotMs)] });
    },

    // eslint-disable-next-line max-params -- a key, a window and a limit, as the Store's contract has them
    async range(symbols, fromMs, toMs, limit, after) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const values: SqlValue[] = [...list.values, new Date(fromMs), new Date(toMs)];
      if (after) values.push(new Date(after.timestampMs), new Date(after.timestampMs), after.symbol);
      const beyond = after ? ' AND timestamp >= ? AND (timestamp > ? OR symbol > ?)' : '';
      const sql = `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND timestamp >= ? AND timestamp < ?${beyond} ORDER BY timestamp, symbol LIMIT ${Math.trunc(limit)}`;
      return db.select<FeatureRow>(mlFeatures, { sql, values });
    },
  };
}
