/** Lists of symbols as SQL. Padded to a power of two, so that few different texts exist and each stays prepared. */
import type { SqlValue } from './mysql.js';

/** Repeats the last item until the length is a power of two. The list must not be empty. */
export function padded<T>(items: readonly T[]): T[] {
  const length = 2 ** Math.ceil(Math.log2(items.length));
  return Array.from({ length }, (_, i) => items[Math.min(i, items.length - 1)] as T);
}

export interface InList {
  /** `(?, ?, …)` */
  sql: string;
  values: SqlValue[];
}

/** A symbol twice changes nothing inside IN (…). The list must not be empty. */
export function inList(symbols: readonly string[]): InList {
  const values = padded(symbols);
  return { sql: `(${values.map(() => '?').join(', ')})`, values };
}

/**
 * `symbol` and its newest `column` for each symbol: one jump through a key that begins with the two, made before the
 * plan is. Grouping may read all of a symbol's rows instead, by what the server guesses of the table. A symbol without
 * rows has NULL. The list must not be empty.
 */
export function newestOfEach(name: string, column: string, symbols: readonly string[]): InList {
  const list = padded(symbols);
  const one = `SELECT ? AS symbol, (SELECT MAX(${column}) FROM ${name} WHERE symbol = ?) AS ${column}`;
  // Not UNION ALL: whom the list is padded with comes once.
  return { sql: list.map(() => one).join(' UNION '), values: list.flatMap((symbol) => [symbol, symbol]) };
}
