/** From what each slot asked for to runs of slots in which a symbol is owed its rows. Pure. */

/** Slots [since, until] in which a symbol is owed, ms, both ends included. */
export interface Duty {
  symbol: string;
  since: number;
  until: number;
}

export interface OpenedSlot {
  slot: number;
  symbols: readonly string[];
}

/**
 * Extends the runs by what later slots asked for. A symbol that the slot opened
 * before named too goes on with its run: slots between the two that nobody opened,
 * since the farm was down, are owed as well. One that was left out begins anew.
 *
 * @param known the newest run of each symbol. @param opened later slots, oldest first; one slot may come in parts.
 * @returns the runs that are new or have grown.
 */
export function extendDuties(known: readonly Duty[], opened: readonly OpenedSlot[]): Duty[] {
  const newest = new Map(known.map((d) => [d.symbol, { ...d }]));
  const changed = new Set<Duty>();
  let before = Math.max(-Infinity, ...known.map((d) => d.until));
  let now = before;
  for (const { slot, symbols } of opened) {
    if (slot > now) [before, now] = [now, slot];
    for (const symbol of symbols) {
      const run = newest.get(symbol);
      const goesOn = run && (run.until === before || run.until === now);
      const duty = goesOn ? run : { symbol, since: slot, until: slot };
      duty.until = slot;
      newest.set(symbol, duty);
      changed.add(duty);
    }
  }
  return [...changed];
}
