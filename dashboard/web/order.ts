/** Which rows are shown, and in which order. Pure. */
export type Sortable = string | number | null;

/** A sorted copy; what is unknown comes last whichever way the order runs. */
export function sorted<R>(rows: readonly R[], by: (row: R) => Sortable, descending: boolean): R[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((x, y) => {
    const [a, b] = [by(x), by(y)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (a === b) return 0;
    return a < b ? -sign : sign;
  });
}

/** Does the row answer what was typed? */
export function matches({ symbol, name }: { symbol: string; name: string }, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  return symbol.toLowerCase().includes(text) || name.toLowerCase().includes(text);
}
