/**
 * What the validator needs to know before it judges, and what became of its
 * judgements. Reads are bounded: half an hour of snapshots and bars, a day of scores.
 */
import type { Database } from '../database.js';
import type { QualityRepository, ScoreBand, SeenPrice } from '../index.js';
import { inList } from '../symbols.js';
import { cryptoAssets } from '../tables/assets.js';
import { ohlcData } from '../tables/ohlc.js';
import { priceDataReal } from '../tables/prices.js';
import { quarantine, type QuarantineRow } from '../tables/quarantine.js';
import { derivativesData } from '../tables/signals.js';
import type { Table } from '../table.js';

const MINUTE = 60_000;
const MIN5 = 5 * MINUTE;
/** Six snapshots before the present one. */
const SNAPSHOTS_MS = 31 * MINUTE;
const BARS_MS = 31 * MINUTE;
const PREFIX = /^(sim|replay):/;

/** symbol, source, instant, price, score */
type Tuple = [string, string, Date, number, number | null];

const BAND = 'CASE WHEN quality_score IS NULL THEN 4 WHEN quality_score >= 0.9 THEN 0 WHEN quality_score >= 0.7 THEN 1 WHEN quality_score >= 0.5 THEN 2 ELSE 3 END';
const BANDS: readonly ScoreBand[] = ['good', 'fair', 'doubtful', 'untrusted', 'unscored'];

export function qualityRepository(db: Database): QualityRepository {
  const scoredRows = async ({ table, timed }: { table: Table; timed: string }, fromMs: number, toMs: number) => {
    const sql = `SELECT data_source, ${BAND} AS band, quality_reasons AS reasons, COUNT(*) AS n FROM ${db.name(table)} WHERE ${timed} GROUP BY data_source, band, reasons`;
    const rows = await db.mysql.rows<{ data_source: string; band: number; reasons: string | null; n: number }>({ table: table.name, sql, values: [new Date(fromMs), new Date(toMs)], prepared: true });
    return rows.map((r) => ({ table: table.name, source: r.data_source, band: BANDS[r.band] as ScoreBand, reasons: r.reasons === null ? [] : (JSON.parse(r.reasons) as string[]), rows: r.n }));
  };
  return {
    async pricesBefore(symbols, slotMs, sinceMs = slotMs) {
      if (symbols.length === 0) return new Map();
      const list = inList(symbols);
      const snapshots = `SELECT symbol, data_source, slot, current_price, quality_score FROM ${db.name(priceDataReal)} WHERE symbol IN ${list.sql} AND slot >= ? AND slot <= ?`;
      const bars = `SELECT symbol, venue, open_time, close, NULL FROM ${db.name(ohlcData)} WHERE symbol IN ${list.sql} AND timeframe = '5m' AND open_time >= ? AND open_time < ? AND is_final = 1`;
      const [a, b] = await Promise.all([
        db.mysql.rows<Tuple>({ table: priceDataReal.name, sql: snapshots, values: [...list.values, new Date(sinceMs - SNAPSHOTS_MS), new Date(slotMs)], asArrays: true, prepared: true }),
        db.mysql.rows<Tuple>({ table: ohlcData.name, sql: bars, values: [...list.values, new Date(sinceMs - BARS_MS), new Date(slotMs)], asArrays: true, prepared: true }),
      ]);
      return bySymbol([...a.map((r) => seenFrom(r, 0)), ...b.map((r) => seenFrom(r, MIN5))]);
    },

    async scores(fromMs, toMs) {
      const known = `symbol IN (SELECT symbol FROM ${db.name(cryptoAssets)})`;
      const answers = await Promise.all([
        scoredRows({ table: priceDataReal, timed: 'slot >= ? AND slot < ?' }, fromMs, toMs),
        scoredRows({ table: derivativesData, timed: `${known} AND available_at >= ? AND available_at < ?` }, fromMs, toMs),
      ]);
      return answers.flat();
    },

    quarantined: (fromMs, toMs) =>
      db.mysql.rows({ table: quarantine.name, sql: `SELECT source, reason, COUNT(*) AS items FROM ${db.name(quarantine)} WHERE ingested_at >= ? AND ingested_at < ? GROUP BY source, reason ORDER BY items DESC, source, reason`, values: [new Date(fromMs), new Date(toMs)], prepared: true }),

    newestQuarantined: (limit) => db.select<QuarantineRow>(quarantine, { sql: `SELECT * FROM ${db.name(quarantine)} ORDER BY ingested_at DESC, source, item LIMIT ${Math.trunc(limit)}` }),
  };
}

const seenFrom = ([symbol, source, at, price, score]: Tuple, laterMs: number): SeenPrice & { symbol: string } => ({ symbol, source: source.replace(PREFIX, ''), at: at.getTime() + laterMs, price, score });

/** Oldest first within a symbol. */
function bySymbol(seen: (SeenPrice & { symbol: string })[]): Map<string, SeenPrice[]> {
  const symbols = new Map<string, SeenPrice[]>();
  for (const s of seen.sort((x, y) => x.at - y.at)) {
    const list = symbols.get(s.symbol);
    if (list) list.push(s);
    else symbols.set(s.symbol, [s]);
  }
  return symbols;
}
