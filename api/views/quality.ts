/** How much of what is stored is believed, why the rest is not, and what was refused. */
import { z } from 'zod';
import { quarantine, type QuarantineRow } from '#workers/store/tables/quarantine.js';
import type { ScoreBand, ScoredRows, Store } from '#workers/store/index.js';
import { count, field, instantField, named } from './fields.js';

const TOP = 10;
const SAMPLES = 20;
const SAMPLE_CHARACTERS = 300;

/** By band, the lowest score it holds; null: rows from before there was a validator. */
export const bands: Readonly<Record<ScoreBand, number | null>> = { good: 0.9, fair: 0.7, doubtful: 0.5, untrusted: 0, unscored: null };
const bandNames = Object.keys(bands) as [ScoreBand, ...ScoreBand[]];

const sourceShape = named(
  'SourceQuality',
  'How much of what one source gave is believed',
  z.strictObject({
    table: z.string(),
    source: z.string().describe('data_source of the rows'),
    rows: count('rows looked at'),
    share: z.record(z.enum(bandNames), z.number()).describe('share of the rows by band, 0 to 1'),
    reasons: z.array(z.strictObject({ reason: z.string(), rows: count('rows doubted for it') })).describe('why rows score below 1, most frequent first'),
  }),
);
const { columns } = quarantine;
const refusedShape = named(
  'Refused',
  quarantine.doc,
  z.strictObject({
    source: field(columns.source),
    slot: field(columns.slot),
    item: field(columns.item),
    reason: field(columns.reason),
    data_source: field(columns.data_source),
    status: field(columns.status),
    at: field(columns.ingested_at),
    sample: z.string().max(SAMPLE_CHARACTERS).describe('the first characters of what was received, secrets removed'),
  }),
);
const qualityShape = named(
  'Quality',
  'Rows by how far they are believed, and what was refused',
  z.strictObject({
    from: instantField('first instant looked at'),
    to: instantField('last instant looked at, exclusive'),
    bands: z.record(z.enum(bandNames), z.number().nullable()).describe('by band, the lowest score it holds; null: rows from before there was a validator'),
    sources: z.array(sourceShape),
    quarantined: z.array(z.strictObject({ source: z.string(), reason: z.string(), items: count('items refused for it') })),
    newest: z.array(refusedShape).describe('the newest refused items'),
  }),
);
export type QualityView = z.infer<typeof qualityShape>;
export const qualityAnswer = named('QualityAnswer', 'Rows by how far they are believed, and what was refused', z.strictObject({ data: qualityShape }));

function sourceView(table: string, source: string, rows: readonly ScoredRows[]): z.infer<typeof sourceShape> {
  const all = rows.reduce((sum, r) => sum + r.rows, 0);
  const share = (band: ScoreBand): number => rows.reduce((sum, r) => sum + (r.band === band ? r.rows : 0), 0) / all;
  const reasons = new Map<string, number>();
  for (const r of rows) for (const reason of r.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + r.rows);
  return {
    table,
    source,
    rows: all,
    share: Object.fromEntries(bandNames.map((band) => [band, share(band)])) as Record<ScoreBand, number>,
    reasons: [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP).map(([reason, count]) => ({ reason, rows: count })),
  };
}

const sampleView = (r: QuarantineRow): z.infer<typeof refusedShape> => ({
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
export async function quality(store: Pick<Store, 'quality'>, fromMs: number, toMs: number): Promise<QualityView> {
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
