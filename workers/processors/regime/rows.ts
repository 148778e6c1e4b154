/** Readings as rows: event time is the slot, known they are when they were computed. Pure. */
import type { MarketCorrelationRow, MarketRegimeRow } from '../../store/tables/insight.js';
import { correlationAt, type DailyClose, type Move } from './correlation.js';
import { REGIME_VERSION, type RegimeReading } from './regime.js';

/** The market as a whole. */
export const MARKET = 'MARKET';
/** Rises when the formula of the correlations changes. */
export const CORRELATION_VERSION = 1;

/** The other markets: yields move by differences, all else by ratio. */
export const markets = { SPX: 'log_return', DXY: 'log_return', GOLD: 'log_return', TNX: 'difference' } as const satisfies Record<string, Move>;
export type OtherMarket = keyof typeof markets;
export const otherMarkets = Object.keys(markets) as OtherMarket[];
/** Shared trading days behind a correlation. */
export const WINDOWS = [30, 90] as const;

export interface Stamp {
  /** When it was computed. */
  at: Date;
  dataSource: string;
}

const stamped = ({ at, dataSource }: Stamp) => ({ available_at: at, ingested_at: at, data_source: dataSource });

export const regimeRow = (symbol: string, { regime, probabilities: p, inputs }: RegimeReading, slot: number, stamp: Stamp): MarketRegimeRow => ({
  symbol,
  timestamp: new Date(slot),
  regime,
  p_bull: p.bull,
  p_bear: p.bear,
  p_sideways: p.sideways,
  p_high_volatility: p.high_volatility,
  p_low_volatility: p.low_volatility,
  inputs,
  version: REGIME_VERSION,
  ...stamped(stamp),
});

/** One row per other market and window; none for a market that shares no day with the asset. */
export function correlationRows(symbol: string, asset: readonly DailyClose[], others: ReadonlyMap<string, readonly DailyClose[]>, { slot, ...stamp }: Stamp & { slot: number }): MarketCorrelationRow[] {
  const rows = otherMarkets.flatMap((series) =>
    WINDOWS.map((windowDays) => {
      const { pearson, spearman, pairs } = correlationAt(asset, others.get(series) ?? [], { at: slot, windowDays, move: markets[series] });
      return { symbol, series, window_days: windowDays, timestamp: new Date(slot), pearson, spearman, pairs, version: CORRELATION_VERSION, ...stamped(stamp) };
    }),
  );
  return rows.filter(({ pairs }) => pairs > 0);
}
