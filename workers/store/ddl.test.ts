import { describe, expect, it } from 'vitest';
import { changesBetween, migrationText, parseMigration, snapshotOf } from './ddl.js';
import { readMigrations, readSnapshot } from './migration-files.js';
import { double, integer, maybe, table, text } from './table.js';
import { tables, views } from './tables/index.js';

const coins = (extra: Record<string, ReturnType<typeof double>> = {}) => table({ database: 'prices', name: 'coins', doc: "it's a table; of coins", columns: { symbol: text(20, 'ticker'), rank: integer('rank'), ...extra }, key: ['symbol'] });
const shot = (t: ReturnType<typeof coins>) => snapshotOf([t], []);

describe('generated migrations', () => {
  it('are as new as the declarations', () => {
    expect(changesBetween(readSnapshot(), snapshotOf(tables, views))).toEqual([]);
    expect(readSnapshot()).toEqual(JSON.parse(JSON.stringify(snapshotOf(tables, views))));
  });

  it('are numbered without a hole', () => {
    expect(readMigrations().map((f) => Number(f.name.slice(0, 4)))).toEqual(readMigrations().map((_, i) => i + 1));
  });

  it('survive being written and read, quotes and semicolons in comments included', () => {
    const changes = changesBetween({ tables: {}, views: {} }, snapshotOf([coins()], views));
    expect(parseMigration(migrationText(changes))).toEqual(changes);
    expect(changes).toHaveLength(2);
  });

  it('add a nullable column, and make the view again', () => {
    const after = snapshotOf([coins({ price: maybe(double('price')) as never })], views);
    expect(changesBetween({ ...shot(coins()), views: snapshotOf([], views).views }, after).map((c) => c.sql)).toEqual(["ALTER TABLE `coins` ADD COLUMN `price` DOUBLE NULL COMMENT 'price'", 'CREATE OR REPLACE VIEW `price_data` AS SELECT * FROM `price_data_real`']);
  });

  it('refuse a new column that stored rows could not have', () => {
    expect(() => changesBetween(shot(coins()), shot(coins({ price: double('price') })))).toThrow(/coins\.price.*maybe/);
  });

  it('keep a column that is no longer declared, so that nothing stored is lost', () => {
    expect(changesBetween(shot(coins({ price: double('price') })), shot(coins())).map((c) => c.sql)).toEqual(["ALTER TABLE `coins` MODIFY COLUMN `price` DOUBLE NULL COMMENT 'price'"]);
  });

  it('name a database that exists, or are refused', () => {
    expect(() => parseMigration('-- database: elsewhere\nSELECT 1;\n')).toThrow(/elsewhere/);
  });
});
