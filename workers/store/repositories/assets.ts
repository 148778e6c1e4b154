/**
 * The symbol registry: a few hundred rows, always read whole. Refuses nothing
 * beyond what the table refuses; who is collected is decided by `active`.
 */
import type { Database } from '../database.js';
import type { AssetsRepository } from '../index.js';
import { cryptoAssets, type AssetRow } from '../tables/assets.js';

/** The symbol registry: a few hundred rows, always read whole. */
export function assetsRepository(db: Database): AssetsRepository {
  const name = db.name(cryptoAssets);
  const read = (where: string): Promise<AssetRow[]> => db.select(cryptoAssets, { sql: `SELECT * FROM ${name} ${where} ORDER BY market_rank IS NULL, market_rank, symbol` });
  return {
    active: () => read('WHERE active = 1'),
    all: () => read(''),
    upsert: (rows) => db.save(cryptoAssets, rows),
  };
}
