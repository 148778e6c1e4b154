import { instant, integer, json, maybe, table, text, type Row } from '../table.js';
import { YEAR_AND_MORE } from '../retention/days.js';
import type { Missing } from '#queues/outcome.js';

/** The truth of what is done. Redis only transports; expected slots are kept here, apart from the data. */
export const slotLedger = table({
  database: 'prices',
  name: 'slot_ledger',
  doc: 'Every dataset × slot × chunk the timetable asked for, and what became of it; chunk 0 is the slot as a whole',
  columns: {
    dataset: text(40, 'dataset'),
    slot: instant('slot start'),
    chunk: integer('1-based chunk; 0 is the slot as a whole'),
    state: text(10, 'pending, done, partial, missed or off'),
    symbols: json<string[]>('the symbols of the chunk'),
    rows_written: integer('rows accepted by the store'),
    missing: json<Missing[]>('symbols that should have a row and do not, with the reason'),
    reason: maybe(text(500, 'why the state is what it is, where it is not done')),
    attempts: integer('times the job was started'),
    repairs: integer('rounds of repair enqueued'),
    job_id: maybe(text(120, 'job that wrote the state')),
    opened_at: instant('when the slot was opened'),
    started_at: maybe(instant('when the job that wrote the state began')),
    finished_at: maybe(instant('when the state was written')),
  },
  key: ['dataset', 'slot', 'chunk'],
  indexes: { by_slot: ['slot'], by_state: ['state', 'slot'] },
  keep: { by: 'slot', days: YEAR_AND_MORE },
});
export type LedgerRow = Row<typeof slotLedger>;
export type LedgerState = 'pending' | 'done' | 'partial' | 'missed' | 'off';
