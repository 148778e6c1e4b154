/** What is kept for how long: the tables' own words, and KEEP_DAYS over them. */
import type { Keep, Table } from '../table.js';
import { tables } from '../tables/index.js';

/** A table whose rows go by age. */
export type Kept = Table & { keep: Keep };

export const keptTables: readonly Kept[] = tables.filter((t): t is Kept => t.keep !== null);
/** Most days that may be asked for: a century. */
const MOST_DAYS = 36_525;

const entries = (text: string): [string, string][] => text.split(',').map((p) => p.trim()).filter(Boolean).map((p) => p.split('=').map((w) => w.trim()) as [string, string]);
const isDays = (text: string | undefined): boolean => text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= MOST_DAYS;

/** Whether it reads `table=days,table=days` with tables whose rows go by age. */
export const isPolicy = (text: string): boolean => entries(text).every((e) => e.length === 2 && keptTables.some((t) => t.name === e[0]) && isDays(e[1]));

/** Table → days, 0 for ever. @param text a policy that was checked. */
export function daysOf(text: string): ReadonlyMap<string, number> {
  const given = new Map(entries(text).map(([name, days]) => [name, Number(days)]));
  return new Map(keptTables.map((t) => [t.name, given.get(t.name) ?? t.keep.days]));
}
