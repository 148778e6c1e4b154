import { bytes, instant, maybe, ofWriting, table, text, type Row } from '../table.js';
import { FIVE_YEARS } from '../retention/days.js';

/** What makes `as_of` of computed rows exact: it reaches back as far as this log does. */
export const supersededRows = table({
  database: 'prices',
  name: 'superseded_rows',
  doc: 'What rows that are computed from others said before they were computed again and said something else',
  columns: {
    table_name: text(40, 'table of the row'),
    row_key: text(120, 'primary key of the row, joined by |: what it is about first, the instant it is of last'),
    known_until: instant('when the farm wrote what stands, or stood, instead'),
    known_from: instant('since when it had stood: its available_at, or the known_until before'),
    old_values: bytes('JSON, deflated: the columns that changed with the values they had'),
    job_id: ofWriting(maybe(text(120, 'job that wrote what stands instead, where rows of the table name theirs'))),
  },
  key: ['table_name', 'row_key', 'known_until'],
  indexes: { by_time: ['known_until'] },
  keep: { by: 'known_until', days: FIVE_YEARS },
  onRepeat: 'keep',
});
export type SupersededRow = Row<typeof supersededRows>;
