import { double, instant, maybe, ofWriting, table, text, type Row } from '../table.js';
import { FIVE_YEARS } from '../retention/days.js';

/** What makes `as_of` exact: it reaches back as far as this log does. */
export const restatements = table({
  database: 'prices',
  name: 'restatements',
  doc: 'Final values that were known otherwise later: what they were, what they became, when',
  columns: {
    dataset: text(40, 'dataset of the changed row'),
    row_key: text(120, 'what names the changed row, joined by |: what it is about first, the instant it is of last'),
    column_name: text(60, 'column that changed'),
    seen_at: instant('when the change became known: when the farm saw it, or when it was published where the publisher says so'),
    old_value: maybe(double('value before')),
    new_value: maybe(double('value after; NULL where it was withdrawn')),
    relative_change: maybe(double('(after − before) / |before|; NULL where either is unknown or the former is 0')),
    known_at: maybe(instant('when the value before became known; of bars, when the bar closed')),
    data_source: maybe(text(64, 'where the value after came from; begins with sim: or replay: unless it is real')),
    job_id: ofWriting(maybe(text(120, 'job that brought it'))),
    ingested_at: ofWriting(maybe(instant('when the farm wrote this line'))),
  },
  key: ['dataset', 'row_key', 'column_name', 'seen_at'],
  indexes: { by_time: ['seen_at'] },
  keep: { by: 'seen_at', days: FIVE_YEARS },
  onRepeat: 'keep',
});
export type RestatementRow = Row<typeof restatements>;
