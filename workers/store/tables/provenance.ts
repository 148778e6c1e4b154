/** The columns that every collected row carries. */
import { instant, ofWriting, text } from '../table.js';

export const provenance = {
  available_at: instant('when the world could know this row'),
  ingested_at: ofWriting(instant('when the farm first stored this row; survives re-ingest')),
  data_source: text(64, 'where the row came from; begins with sim: or replay: unless it is real'),
};
