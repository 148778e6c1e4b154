/** How much of what is stored is believed, why the rest is not, and what was refused. */
import type { QuarantineRow } from '#workers/store/tables/quarantine.js';
import type { ScoreBand, ScoredRows, Store } from '#workers/store/index.js';

const TOP = 10;
const SAMPLES = 20;
const SAMPLE_CHARACTERS = 300;

/** By band, the lowest score it holds; null: rows from before there was a validator. */
export const bands: Readonly<Record<ScoreBand, number | null>> = { good: 0.9, fair: 0.7, doubtful: 0.5, untrusted: 0, unscored: null };

function sourceView(table: string, source: string, rows: readonly ScoredRows[]) {
  const all = rows.reduce((sum, r) => sum + r.rows, 0);
  const share = (band: ScoreBand): number => rows.reduce((sum, r) => sum + (r.band === band ? r.rows : 0), 0) / all;
  const reasons = new Map<string, number>();
  for (const r of rows) for (const reason of r.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + r.rows);
  return {
    table,
    source,
    rows: all,
    share: Object.fromEntries((Object.keys(bands) as ScoreBand[]).map((band) => [band, share(band)])),
    reasons: [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP).map(([reason, count]) => ({ reason, rows: count })),
  };
}

const sampleView = (r: QuarantineRow) => ({
  source: r.source,
  slot: r.slot.toISOString(),
  item: r.item,
  reason: r.reason,
  data_source: r.data_source,
  status: r.status,
  at: r.ingested_at.toISOString(),
  sample: r.sample.slice(0, SAMPLE_CHARACTERS),
});

/** Rows and refusals of [fromMs, toMs), farm time; samples are the newest there are. */
export async function quality(store: Pick<Store, 'quality'>, fromMs: number, toMs: number) {
  const [scores, refusedItems, newest] = await Promise.all([store.quality.scores(fromMs, toMs), store.quality.quarantined(fromMs, toMs), store.quality.newestQuarantined(SAMPLES)]);
  const groups = new Map<string, ScoredRows[]>();
  for (const row of scores) groups.set(`${row.table} ${row.source}`, [...(groups.get(`${row.table} ${row.source}`) ?? []), row]);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bands,
    sources: [...groups.values()].map((rows) => sourceView((rows[0] as ScoredRows).table, (rows[0] as ScoredRows).source, rows)).sort((a, b) => (`${a.table} ${a.source}` < `${b.table} ${b.source}` ? -1 : 1)),
    quarantined: refusedItems,
    newest: newest.map(sampleView),
  };
}
export type QualityView = Awaited<ReturnType<typeof quality>>;
