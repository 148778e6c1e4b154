/** Which final values came again as other ones, and what were they before? */
import { z } from 'zod';
import { restatedDatasets, type RestatementFilter, type Store } from '#workers/store/index.js';
import { restatements as log, type RestatementRow } from '#workers/store/tables/restatements.js';
import { count, field, instantField, maybe, named } from './fields.js';
import { cursorAfter, markIn, nextCursor } from './page.js';

const { columns } = log;
const restatementShape = named(
  'Restatement',
  'A value that was final and came again as another one',
  z.strictObject({
    dataset: z.enum(restatedDatasets),
    symbol: z.string().describe('what it is about: a ticker, or the name of a series'),
    timeframe: maybe(z.string().describe('length of the bar, where it is one')),
    timestamp: instantField('the instant it is of: open of the bar, start of the period'),
    column: field(columns.column_name),
    old_value: field(columns.old_value),
    new_value: field(columns.new_value),
    relative_change: field(columns.relative_change),
    known_at: field(columns.known_at),
    restated_at: field(columns.seen_at),
    data_source: field(columns.data_source),
    job_id: field(columns.job_id),
  }),
);
export const restatementsAnswer = named('Restatements', 'Restatements, newest first', z.strictObject({ data: z.array(restatementShape), total: count('restatements in data'), next_cursor: nextCursor }));
export type RestatementsView = z.infer<typeof restatementsAnswer>;

/** What names a row, taken apart: what it is about, the timeframe where there is one, its instant. */
function namesOf({ row_key }: RestatementRow): Pick<z.infer<typeof restatementShape>, 'symbol' | 'timeframe' | 'timestamp'> {
  const parts = row_key.split('|');
  return { symbol: parts[0] as string, timeframe: parts.length > 2 ? (parts[1] as string) : null, timestamp: parts.at(-1) as string };
}

const restatementView = (r: RestatementRow): z.infer<typeof restatementShape> => ({
  dataset: r.dataset as z.infer<typeof restatementShape>['dataset'],
  ...namesOf(r),
  column: r.column_name,
  old_value: r.old_value,
  new_value: r.new_value,
  relative_change: r.relative_change,
  known_at: r.known_at?.toISOString() ?? null,
  restated_at: r.seen_at.toISOString(),
  data_source: r.data_source,
  job_id: r.job_id,
});

export interface RestatementQuestion extends RestatementFilter {
  /** Restated in [fromMs, toMs). */
  fromMs: number;
  toMs: number;
  limit: number;
  cursor?: string | undefined;
}

/** @throws ApiError VALIDATION_ERROR for a cursor this api has not given. */
export async function restatements(store: Pick<Store, 'restatements'>, { dataset, subject, cursor, ...page }: RestatementQuestion): Promise<RestatementsView> {
  const { rows, next } = await store.restatements.page({ dataset, subject }, { ...page, after: cursor === undefined ? undefined : markIn(cursor) });
  return { data: rows.map(restatementView), total: rows.length, next_cursor: cursorAfter(next) };
}
