/** Firings as rows. Event time is the close of the bar; known they are once found, which may be later. Pure. */
import type { Timeframe } from '../../store/index.js';
import type { TradingSignalRow } from '../../store/tables/signals.js';
import { evidenceOf, fire, type Rule, type Seen } from './rule.js';

/** Indicators of one symbol at one close. */
export type Row = Seen & { symbol?: string | undefined };

export interface Bar {
  timeframe: Timeframe;
  /** Its close, ms. */
  closedAt: number;
}
export interface Stamp {
  /** When it was found. */
  at: Date;
  dataSource: string;
}

export const signalName = (rule: Rule, timeframe: Timeframe): string => `${rule.name}.${timeframe}@${rule.version}`;

/** What fired from the bar before to this one, over all symbols that have both; by symbol, then rule. */
export function signalsBetween(rules: readonly Rule[], [before, now]: readonly [readonly Row[], readonly Row[]], { timeframe, closedAt }: Bar, stamp: Stamp): TradingSignalRow[] {
  const earlier = new Map(before.map((row) => [row.symbol, row]));
  return now.flatMap((row) => {
    const was = earlier.get(row.symbol);
    if (row.symbol === undefined || !was) return [];
    const symbol = row.symbol;
    return rules.flatMap((rule): TradingSignalRow[] => {
      const firing = fire(rule, was, row);
      if (!firing) return [];
      const told = { direction: rule.direction, strength: firing.strength, price: row.close ?? null, evidence: evidenceOf(rule, was, row) };
      return [{ symbol, timestamp: new Date(closedAt), signal_name: signalName(rule, timeframe), ...told, available_at: stamp.at, ingested_at: stamp.at, data_source: stamp.dataSource }];
    });
  });
}
