/**
 * Items of an answer, one by one: a good one becomes a row, any other is put
 * aside with the reason, so that rows and rejections together are what came in.
 * An item that repeats one above it in the same answer is put aside as such.
 */
import { sampleOf, type Rejected } from './collector.js';

export interface Sifting<R> {
  /** The row, or why there is none. Must not throw. */
  row(item: unknown): R | string;
  /** Two rows of one key are one fact. */
  key(row: R): string;
  /** The item's name for the quarantine; its place where it has none. */
  name(item: unknown): string | undefined;
}

const MOST_NAME = 90;

export function sift<R>(items: readonly unknown[], about: string, how: Sifting<R>): { rows: R[]; rejected: Rejected[] } {
  const rows: R[] = [];
  const rejected: Rejected[] = [];
  const seen = new Set<string>();
  for (const [i, item] of items.entries()) {
    const row = how.row(item);
    const key = typeof row === 'string' ? '' : how.key(row);
    const reason = typeof row === 'string' ? row : 'repeats an item above it';
    if (typeof row !== 'string' && !seen.has(key)) rows.push(row);
    else rejected.push({ item: itemName(about, how.name(item) ?? `item ${i + 1}`), reason, sample: sampleOf(item) });
    seen.add(key);
  }
  return { rows, rejected };
}

/** Names of items differ at their end, where a whole one does not fit. */
function itemName(about: string, name: string): string {
  const room = MOST_NAME - about.length - 1;
  return `${about} ${name.length > room ? `…${name.slice(1 - room)}` : name}`;
}

/** What a schema finds wrong, in a line. */
export const complaints = (issues: readonly { path: PropertyKey[]; message: string }[]): string => issues.map((i) => `${i.path.join('.')} ${i.message}`.trim()).join('; ').slice(0, 200);
