/** The feature matrix, by symbol and slot: written whole per chunk, read by the newest, by the slot, or page by page. */
import type { Database } from '../database.js';
import type { FeaturesRepository } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList, newestOfEach } from '../symbols.js';
import { quoted } from '../ddl.js';
import { columnNames } from '../table.js';
import { featureGroups, mlFeatures, type FeatureName, type FeatureRow } from '../tables/features.js';
import { asTheyStood } from '../versions.js';

const computed = new Set<string>(Object.values(featureGroups).flat());
/** What every row carries beside its features. */
const FIXED = columnNames(mlFeatures).filter((c) => !computed.has(c));
/** Names come from code; one that is no feature would be no column either. */
const columnsOf = (names: readonly FeatureName[]): string => [...FIXED, ...names.filter((n) => computed.has(n))].map(quoted).join(', ');

/** Stretches of time, as short as the caller can hold. */
function stretches(db: Database): Pick<FeaturesRepository, 'stretch' | 'firstFrom'> {
  const name = db.name(mlFeatures);
  return {
    async stretch(symbols, fromMs, toMs, names) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const sql = `SELECT ${columnsOf(names)} FROM ${name} WHERE symbol IN ${list.sql} AND timestamp >= ? AND timestamp < ? ORDER BY timestamp, symbol`;
      return db.select<FeatureRow>(mlFeatures, { sql, values: [...list.values, new Date(fromMs), new Date(toMs)] });
    },

    async firstFrom(symbols, fromMs, toMs) {
      if (symbols.length === 0) return null;
      const list = inList(symbols);
      // By symbol first: that is one jump through the key for each of them.
      const firsts = `SELECT MIN(timestamp) AS first FROM ${name} WHERE symbol IN ${list.sql} AND timestamp >= ? AND timestamp < ? GROUP BY symbol`;
      const [row] = await db.mysql.rows<{ first: Date | null }>({ table: mlFeatures.name, sql: `SELECT MIN(first) AS first FROM (${firsts}) f`, values: [...list.values, new Date(fromMs), new Date(toMs)], prepared: true });
      return row?.first?.getTime() ?? null;
    },
  };
}

/** The feature matrix, by symbol and slot. */
export function featuresRepository(db: Database): FeaturesRepository {
  const name = db.name(mlFeatures);
  return {
    ...stretches(db),
    upsert: (rows) => db.save(mlFeatures, rows),
    fill: (rows) => db.fill(mlFeatures, rows),

    async latest(symbols) {
      if (symbols.length === 0) return [];
      const newest = newestOfEach(name, 'timestamp', symbols);
      return db.select<FeatureRow>(mlFeatures, { sql: `SELECT f.* FROM (${newest.sql}) k JOIN ${name} f ON f.symbol = k.symbol AND f.timestamp = k.timestamp`, values: newest.values });
    },

    async at(symbols, slotMs, knownAtMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const rows = await db.select<FeatureRow>(mlFeatures, { sql: `SELECT * FROM ${name} WHERE symbol IN ${list.sql} AND timestamp = ?`, values: [...list.values, new Date(slotMs)] });
      return knownAtMs === undefined ? rows : asTheyStood(db, mlFeatures, rows, knownAtMs);
    },

    async asOf(symbols, atMs, maxAgeMs) {
      if (symbols.length === 0) return [];
      const list = inList(symbols);
      const newest = `SELECT symbol, MAX(timestamp) AS timestamp FROM ${name} WHERE symbol IN ${list.sql} AND timestamp > ? AND timestamp <= ? AND available_at <= ? GROUP BY symbol`;
      const values = [...list.values, new Date(atMs - maxAgeMs), new Date(atMs), new Date(atMs)];
      const rows = await db.select<FeatureRow>(mlFeatures, { sql: `SELECT f.* FROM (${newest}) k JOIN ${name} f ON f.symbol = k.symbol AND f.timestamp = k.timestamp`, values });
      return asTheyStood(db, mlFeatures, rows, atMs);
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
