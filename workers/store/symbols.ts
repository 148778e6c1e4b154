/** Lists of symbols as SQL. Padded to a power of two, so that few different texts exist and each stays prepared. */
import type { SqlValue } from './mysql.js';

export interface InList {
  /** `(?, ?, …)` */
  sql: string;
  values: SqlValue[];
}

/** Repeating the last symbol changes nothing inside IN (…). The list must not be empty. */
export function inList(symbols: readonly string[]): InList {
  const length = 2 ** Math.ceil(Math.log2(symbols.length));
  const values = Array.from({ length }, (_, i) => symbols[Math.min(i, symbols.length - 1)] as string);
  return { sql: `(${values.map(() => '?').join(', ')})`, values };
}
