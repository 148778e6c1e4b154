/** The store's slice of the environment: one MySQL server, three databases, one pool. */
import { z } from 'zod';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';
import type { DatabaseName } from './table.js';

const identifier = z.string().regex(/^[A-Za-z0-9_$]{1,64}$/);
const database = (name: string) => variable(identifier.default(name), 'a database name of letters, digits, _ or $', name);

export const storeSlice = {
  MYSQL_HOST: variable(z.string().min(1).default('127.0.0.1'), 'a host name or address', 'mysql.internal'),
  MYSQL_PORT: variable(z.coerce.number().int().min(1).max(65_535).default(3306), 'a port, 1 to 65535', '3306'),
  MYSQL_USER: variable(z.string().min(1).max(80), 'a MySQL user name', 'farm'),
  MYSQL_PASSWORD: variable(z.string().default(''), 'the password of that user', 's3cret-of-mysql', { secret: true }),
  MYSQL_DATABASE_PRICES: database('crypto_prices'),
  MYSQL_DATABASE_TRADING: database('crypto_transactions'),
  MYSQL_DATABASE_STOCK: database('stock_market_news'),
  MYSQL_POOL_SIZE: variable(z.coerce.number().int().min(1).max(500).default(15), 'connections, 1 to 500', '15'),
} as const;
export type StoreConfig = Values<typeof storeSlice>;

/** @throws ConfigError with every problem. */
export const readStoreConfig = (env: Environment): StoreConfig =>
  readEnv(storeSlice, env, (v) => {
    const names = [v.MYSQL_DATABASE_PRICES, v.MYSQL_DATABASE_TRADING, v.MYSQL_DATABASE_STOCK];
    return new Set(names).size === names.length ? [] : [`MYSQL_DATABASE_PRICES, _TRADING and _STOCK must name three different databases, got ${names.join(', ')}`];
  });

/** The real name of each database a declaration may speak of. */
export type DatabaseNames = Readonly<Record<DatabaseName, string>>;
export const databaseNames = (c: StoreConfig): DatabaseNames => ({
  prices: c.MYSQL_DATABASE_PRICES,
  trading: c.MYSQL_DATABASE_TRADING,
  stock: c.MYSQL_DATABASE_STOCK,
});
