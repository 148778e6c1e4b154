import { instant, integer, maybe, table, text, type Row } from '../table.js';
import { YEAR_AND_MORE } from '../retention/days.js';

/** Who was asked for, from when to when: kept apart from the data, and longer than the slot ledger. */
export const expectedSeries = table({
  database: 'prices',
  name: 'expected_series',
  doc: 'Runs of five-minute slots in which the farm owed a symbol its rows; slots between two that named it belong to the run, opened or not',
  columns: {
    symbol: text(20, 'ticker in the registry'),
    since: instant('first slot of the run'),
    until: instant('last slot of the run so far'),
    updated_at: instant('when the run was last extended'),
  },
  key: ['symbol', 'since'],
});
export type ExpectedRow = Row<typeof expectedSeries>;

/** Every hole that was ever found, and what became of it. */
export const dataGaps = table({
  database: 'prices',
  name: 'data_gaps',
  doc: 'Runs of rows that should be there and are not, per dataset and symbol, until they are filled or known to stay empty',
  columns: {
    dataset: text(40, 'dataset'),
    timeframe: text(3, 'length of the bars; 5m for what is due every slot'),
    symbol: text(20, 'ticker in the registry'),
    since: instant('event time of the first missing row'),
    until: instant('end of the run, exclusive'),
    missing: integer('rows that are missing'),
    state: text(10, 'open, healing, healed or permanent'),
    reason: maybe(text(500, 'why it stays empty, or why the last attempt did not fill it')),
    attempts: integer('times it was tried to fill it'),
    backfill_id: maybe(text(80, 'the backfill that is to fill it')),
    found_at: instant('when it was found'),
    retry_at: instant('not tried again before'),
    closed_at: maybe(instant('when it was found filled, or given up')),
  },
  key: ['dataset', 'timeframe', 'symbol', 'since'],
  indexes: { by_state: ['state', 'since'], by_end: ['closed_at'] },
  // Open ones have no end and stay; one that was given up is looked at anew, if it is still missing.
  keep: { by: 'closed_at', days: YEAR_AND_MORE },
});
export type GapRow = Row<typeof dataGaps>;
export type GapState = 'open' | 'healing' | 'healed' | 'permanent';
