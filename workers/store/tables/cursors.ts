import { instant, table, text, type Row } from '../table.js';

/** Written in the same breath as the rows it stands for, after them: a cursor that is behind costs a repetition, one that is ahead would cost rows. */
export const sourceCursors = table({
  database: 'prices',
  name: 'source_cursors',
  doc: 'How far each source has been read: the newest id or instant that is in the store',
  columns: {
    source: text(40, 'source'),
    item: text(100, 'series, feed, market or list within the source'),
    position: text(200, "where the next call goes on, in the upstream's own notation"),
    updated_at: instant('when it was moved'),
  },
  key: ['source', 'item'],
});
export type SourceCursorRow = Row<typeof sourceCursors>;
