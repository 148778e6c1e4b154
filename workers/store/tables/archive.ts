/** What upstreams said, as they said it: kept so that the past can be computed again. */
import { bytes, instant, integer, json, maybe, table, text, type Row } from '../table.js';

/** The beginning of the ids of an instant (ms): below it is every id of an earlier one. */
export const idAt = (ms: number): string => Math.trunc(ms).toString(16).padStart(12, '0');

export const answers = table({
  database: 'prices',
  name: 'answers',
  doc: 'Bodies of upstream answers by the hash of their content, compressed; the same body is kept once',
  columns: {
    sha256: text(64, 'SHA-256 of the body as text, UTF-8, hex'),
    size: integer('bytes of the body'),
    packed_size: integer('bytes kept of it; 0 where it was too large to be kept'),
    body: bytes('the body, gzip; secrets removed before it was hashed'),
    last_at: instant('when it was last received: it is rolled off by this'),
  },
  key: ['sha256'],
  indexes: { by_last: ['last_at', 'packed_size'] },
});
export type AnswerRow = Row<typeof answers>;

export const asked = table({
  database: 'prices',
  name: 'asked',
  doc: 'Every request of a collector that was answered: what was asked, by which run, and which body came',
  columns: {
    id: text(40, 'instant of receipt, ms in 12 hex digits, and a random end: ids rise with time'),
    run: text(40, 'run of the collect job, in collect_runs'),
    source: text(40, 'source'),
    slot: instant('slot it was collected for'),
    chunk: integer('chunk of the slot'),
    job_id: text(120, 'job that asked, as in slot_ledger'),
    item: text(100, 'the symbol, series or list it was about'),
    symbols: json<string[]>('symbols the answer is for; empty where it is for everybody'),
    host: text(40, 'host that was asked'),
    path: text(500, 'path, secrets removed'),
    query: json<Record<string, string | number>>('query, secrets removed'),
    status: integer('HTTP status'),
    headers: json<Record<string, string>>('headers that matter, secrets removed'),
    received_at: instant('when the answer was there'),
    sha256: text(64, 'its body, in answers'),
    size: integer('bytes of the body'),
    data_source: text(64, 'where it came from; begins with sim: or replay: unless it is real'),
  },
  key: ['id'],
  indexes: { by_slot: ['slot', 'source'], by_job: ['job_id'] },
});
export type AskedRow = Row<typeof asked>;

/** What a plan was made from, so that the same plan can be made again. Instants are ms. */
export interface Known {
  symbols: string[];
  historyBars: number;
  /** symbol → timeframe → open_time of the newest final bar. */
  newest: Record<string, Partial<Record<string, number>>>;
  cursors: Record<string, string>;
  /** Hosts that could be asked. */
  hosts: string[];
}

export const collectRuns = table({
  database: 'prices',
  name: 'collect_runs',
  doc: 'Each run of a collect job that was answered, with what its plan was made from',
  columns: {
    run: text(40, 'instant of its beginning, ms in 12 hex digits, and a random end'),
    source: text(40, 'source'),
    slot: instant('slot it collected for'),
    chunk: integer('chunk of the slot'),
    round: integer('0 for the first time, else the round of repair'),
    job_id: text(120, 'job, as in slot_ledger'),
    attempt: integer('try of the job, from 1'),
    began_at: instant('when it planned its calls'),
    known: bytes('JSON of what was known to the plan, gzip'),
    answered: maybe(integer('answers kept of it; NULL for runs from before they were counted')),
    stored: maybe(json<Record<string, number[]>>('when each batch of its rows was in the store, by the host it came from: ms after began_at; NULL where it did not come to its end')),
  },
  key: ['run'],
  indexes: { by_slot: ['slot', 'source'] },
});
export type CollectRunRow = Row<typeof collectRuns>;

/** What a run was told that no table keeps: the clock, and how far its series had been read. Instants are ms. */
export interface Told {
  payload: unknown;
  /** Before the name in every `data_source`. */
  sourcePrefix: string;
  /** What the clock said, each time it was asked. */
  clock: number[];
  /** source → item → position, where cursors were asked for. */
  cursors: Record<string, Record<string, string>>;
}

export const processRuns = table({
  database: 'prices',
  name: 'process_runs',
  doc: 'Each run of a job that made rows of rows, with what it was told beside them: the counterpart of collect_runs',
  columns: {
    run: text(40, 'instant of its beginning, ms in 12 hex digits, and a random end'),
    job: text(40, 'name of the job'),
    slot: instant('slot it computed for'),
    chunk: integer('chunk of the slot'),
    job_id: text(120, 'job, as in slot_ledger'),
    attempt: integer('try of the job, from 1'),
    began_at: instant('when it began to read'),
    ended_at: instant('when it had stored its rows'),
    outcome: text(10, 'done, skip, snooze, await or failed'),
    told: bytes('JSON of its payload, and of what it was told beside the tables, gzip'),
  },
  key: ['run'],
  indexes: { by_slot: ['slot', 'job'] },
});
export type ProcessRunRow = Row<typeof processRuns>;
