import { instant, integer, longText, maybe, ofWriting, table, text, type Row } from '../table.js';
import { YEAR_AND_MORE } from '../retention/days.js';

export const quarantine = table({
  database: 'prices',
  name: 'quarantine',
  doc: 'What an upstream sent and the farm refused to store, with the reason and a raw sample',
  columns: {
    source: text(40, 'source'),
    slot: instant('slot it was collected for'),
    chunk: integer('chunk of the slot'),
    item: text(100, 'what the row was about: a symbol, a bar, or * for the whole answer'),
    reason: text(200, 'why it was refused'),
    sample: longText('at most 2 KiB of what was received, secrets removed'),
    data_source: text(64, 'where it came from'),
    ingested_at: ofWriting(instant('when it was put aside')),
    status: maybe(integer('HTTP status, where there was an answer')),
  },
  key: ['source', 'slot', 'chunk', 'item'],
  indexes: { by_time: ['ingested_at'] },
  keep: { by: 'ingested_at', days: YEAR_AND_MORE },
});
export type QuarantineRow = Row<typeof quarantine>;
