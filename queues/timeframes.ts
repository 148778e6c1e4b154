/** The lengths of the bars that the farm keeps. Plain data; every process speaks it. */
export const TIMEFRAME_MS = { '5m': 300_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 } as const;
export type Timeframe = keyof typeof TIMEFRAME_MS;
/** Finest first. */
export const timeframes = Object.keys(TIMEFRAME_MS) as [Timeframe, ...Timeframe[]];
