/** A past of bars for the bench of backfills: walks of several coins, long enough before the stretch for every indicator to be known in it. */
import { TIMEFRAME_MS, timeframes } from '#queues/timeframes.js';
import type { Store, Timeframe } from '#workers/store/index.js';
import type { OhlcRow } from '#workers/store/tables/ohlc.js';

/** Bars before the first slot: more than any indicator looks back. */
const BEFORE: Readonly<Record<Timeframe, number>> = { '5m': 330, '1h': 240, '4h': 210, '1d': 210 };
const BARS_AT_ONCE = 5_000;

/** 0 to 1, the same for the same seed and place. */
function noise(seed: number, i: number): number {
  const x = Math.sin(seed * 12.9898 + i * 78.233) * 43_758.5453;
  return x - Math.floor(x);
}

function* barsOf(symbol: string, timeframe: Timeframe, { seed, fromMs, toMs }: { seed: number; fromMs: number; toMs: number }): Generator<OhlcRow> {
  const step = TIMEFRAME_MS[timeframe];
  const first = Math.floor(fromMs / step) * step - BEFORE[timeframe] * step;
  let close = 10 ** ((seed % 7) - 2);
  for (let openTime = first, i = 0; openTime + step <= toMs; openTime += step, i++) {
    const open = close;
    close = open * Math.exp(0.01 * (noise(seed, i) - 0.5));
    const [high, low] = [Math.max(open, close) * (1 + 0.002 * noise(seed + 1, i)), Math.min(open, close) * (1 - 0.002 * noise(seed + 2, i))];
    const closed = new Date(openTime + step);
    yield { symbol, timeframe, open_time: new Date(openTime), open, high, low, close, volume: 1 + 1_000 * noise(seed + 3, i), trades: null, is_final: true, venue: 'binance', market: `${symbol}USDT`, available_at: closed, ingested_at: closed, data_source: 'sim:bench' };
  }
}

/** Stores final bars of every timeframe up to `toMs`. @returns how many. */
export async function storeBars(store: Store, symbols: readonly string[], span: { fromMs: number; toMs: number }, tell: (line: string) => void): Promise<number> {
  let stored = 0;
  let rows: OhlcRow[] = [];
  const save = async (): Promise<void> => {
    if (rows.length > 0) stored += (await store.ohlc.upsert(rows, new Date(span.toMs))).rows;
    rows = [];
  };
  const series = symbols.flatMap((symbol) => timeframes.map((timeframe) => ({ symbol, timeframe })));
  for (const [seed, { symbol, timeframe }] of series.entries()) {
    if (seed % 80 === 0) tell(`bars of ${seed} of ${series.length} series`);
    for (const bar of barsOf(symbol, timeframe, { seed, ...span })) if (rows.push(bar) >= BARS_AT_ONCE) await save();
  }
  await save();
  return stored;
}
