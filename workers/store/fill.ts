/**
 * Rows that end in numbers, and that are most likely not there yet: inserted in key
 * order without making an object of each. Only where the server finds one that is
 * there, they are written as `save` writes them, what they replace kept where the
 * table keeps versions.
 */
import { Picked } from './binary.js';
import { quoted } from './ddl.js';
import { toSql } from './edge.js';
import type { Bound, Session } from './mysql.js';
import { columnNames, type Column, type Computed, type Table } from './table.js';
import { isThere, replace } from './replace.js';
import { inKeyOrder, sendRows, type Sending, type Target } from './write.js';

/** So many rows are worth a statement of their own that leaves out what is unknown in all of them; its text stays with the server. */
const MANY_ROWS = 512;

type Known = Computed<object>;
const isUnknown = (n: number): boolean => Number.isNaN(n);

/** Rows in key order, and the columns to send: numbers that are unknown in every one of many rows are left out, and so are NULL. */
interface Plan {
  table: Table;
  rows: readonly Known[];
  fixed: [string, Column][];
  /** Places in `numbers`, and the columns they are of. */
  places: Int32Array;
  names: string[];
}

/**
 * Which columns hold a number in some row: 1, and else 0.
 * @throws StoreError permanent (ROW_REFUSED), by the column's name, where one must not be stored
 */
function knownIn(rows: readonly Known[], t: Table, names: readonly string[]): Uint8Array {
  const isKnown = new Uint8Array(names.length);
  // Row by row, since each lies in one piece of memory.
  for (const { numbers } of rows) {
    for (let place = 0; place < isKnown.length; place++) {
      const n = numbers[place] as number;
      if (isUnknown(n)) continue;
      isKnown[place] = 1;
      if (!Number.isFinite(n)) toSql(t, names[place] as string, t.columns[names[place] as string] as Column, n);
    }
  }
  return isKnown;
}

function planOf(t: Table, given: readonly Known[]): Plan {
  const rows = inKeyOrder(t, given, (row) => row.fixed);
  const width = rows[0]?.numbers.length ?? 0;
  const all = columnNames(t);
  const names = all.slice(all.length - width);
  const isKnown = knownIn(rows, t, names);
  const places = Int32Array.from([...names.keys()].filter((place) => rows.length < MANY_ROWS || isKnown[place] === 1));
  return { table: t, rows, fixed: all.slice(0, all.length - width).map((name) => [name, t.columns[name] as Column]), places, names };
}

/** @returns what is bound for each row, and the bytes it takes at most. @throws StoreError permanent (ROW_REFUSED) where a value must not be stored */
function encode({ table: t, fixed, places }: Plan, given: readonly Known[]): Pick<Sending, 'rows' | 'sizes'> {
  const sizes: number[] = [];
  const rows: Bound[][] = [];
  for (const row of given) {
    let bytes = 12 * (fixed.length + places.length);
    const values = new Array<Bound>(fixed.length + 1);
    for (let i = 0; i < fixed.length; i++) {
      const [name, column] = fixed[i] as [string, Column];
      const value = toSql(t, name, column, (row.fixed as Record<string, unknown>)[name]);
      if (typeof value === 'string') bytes += 3 * value.length;
      values[i] = value;
    }
    values[fixed.length] = new Picked(row.numbers, places);
    sizes.push(bytes);
    rows.push(values);
  }
  return { rows, sizes };
}

/** The rows as an upsert wants them. */
const wholeRows = ({ rows, names }: Plan): object[] => rows.map(({ fixed, numbers }) => Object.assign(Object.fromEntries(names.map((name, i) => [name, isUnknown(numbers[i] as number) ? null : numbers[i]])), fixed));

/** Rows encoded at a time: some megabytes. */
const ROWS_AT_A_TIME = 512;

async function insert(session: Session, { into }: Target, plan: Plan): Promise<void> {
  const columns = [...plan.fixed.map(([name]) => name), ...Array.from(plan.places, (i) => plan.names[i] as string)];
  const one = `(${columns.map(() => '?').join(',')})`;
  const texts = new Map<number, string>();
  const textOf = (count: number): string => {
    const text = texts.get(count) ?? `INSERT INTO ${into} (${columns.map(quoted).join(', ')}) VALUES ${Array<string>(count).fill(one).join(',')}`;
    texts.set(count, text);
    return text;
  };
  for (let i = 0; i < plan.rows.length; i += ROWS_AT_A_TIME) {
    await sendRows(session, { table: plan.table.name, ...encode(plan, plan.rows.slice(i, i + ROWS_AT_A_TIME)), width: columns.length, textOf });
  }
}

/**
 * Inside a transaction of the caller.
 * @returns rows accepted: inserted, changed, or found already equal.
 * @throws StoreError permanent (ROW_REFUSED) when a value must not be stored.
 */
export async function fill(session: Session, target: Target, rows: readonly Known[]): Promise<number> {
  const plan = planOf(target.table, rows);
  try {
    await insert(session, target, plan);
    return rows.length;
  } catch (error) {
    if (!isThere(error)) throw error;
    return replace(session, target, wholeRows(plan));
  }
}
