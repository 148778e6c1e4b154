/**
 * Asks a list of calls and stores what they answer, batch by batch: the budget
 * of a batch is reserved at once, its calls run side by side, its rows are
 * stored before the next batch is asked, so memory stays bounded and a job that
 * is cut short keeps what it has.
 */
import pLimit from 'p-limit';
import { UpstreamError } from '#queues/errors.js';
import type { Missing } from '#queues/outcome.js';
import type { Clock } from '#queues/runtime/clock.js';
import type { Store } from '../store/index.js';
import type { QuarantineRow } from '../store/tables/quarantine.js';
import type { Upstream } from '../upstream/client.js';
import type { Call, Collector, Into, Parsed, Received, RowsOf } from './collector.js';
import { saveRows } from './save.js';

const AT_ONCE = 16;
const MOST_COST = 500;
const MOST_ITEMS = 16_000;

export interface Gathering {
  store: Store;
  upstream: Upstream;
  clock: Clock;
  signal: AbortSignal;
  slot: number;
  chunk: number;
  dataSource: string;
  /** An answer received at or after this instant (farm ms) is not stored; Infinity where the past may be filled. */
  until: number;
}

export interface Gathered {
  stored: number;
  /** Items received that were good enough to be rows, and those that were not. */
  fetched: number;
  rejected: number;
  symbols: Set<string>;
  missing: Missing[];
  failures: { call: Call; error: UpstreamError }[];
  calls: number;
  /** Calls whose answer came after `until`. */
  late: number;
}

export const nothingYet = (): Gathered => ({ stored: 0, fetched: 0, rejected: 0, symbols: new Set(), missing: [], failures: [], calls: 0, late: 0 });

/** Adds to `sum`. Only errors that are not an upstream's (store, draining, timeout) are thrown. */
export async function gather<T extends Into>(c: Collector<T>, calls: readonly Call[], g: Gathering, sum: Gathered): Promise<void> {
  const broken = new Set<string>();
  for (const batch of batchesOf(calls, Math.min(MOST_COST, g.upstream.burst(c.host)))) {
    const answers = await askAll(c, batch, g);
    const rows: RowsOf[T][] = [];
    const asides: QuarantineRow[] = [];
    for (const answer of answers) note(answer, { c, g, sum, broken, rows, asides });
    if (asides.length > 0) await g.store.quarantine.insert(asides);
    sum.stored += await saveRows(c.into, g.store, rows, g.clock.now());
    for (const row of rows) sum.symbols.add(row.symbol);
  }
}

/** Pure: batches within a cost and a number of items, at least one call each. */
export function batchesOf(calls: readonly Call[], mostCost: number): Call[][] {
  const batches: Call[][] = [];
  let cost = 0;
  let items = 0;
  for (const call of calls) {
    cost += call.cost;
    items += call.most;
    if (batches.length === 0 || cost > mostCost || items > MOST_ITEMS) {
      batches.push([]);
      cost = call.cost;
      items = call.most;
    }
    batches.at(-1)?.push(call);
  }
  return batches;
}

type Answer<T extends Into> = { call: Call } & ({ parsed: Parsed<RowsOf[T]>; received: Received } | { error: UpstreamError });

async function askAll<T extends Into>(c: Collector<T>, batch: Call[], g: Gathering): Promise<Answer<T>[]> {
  const failed = (call: Call) => (error: unknown): Answer<T> => {
    if (error instanceof UpstreamError) return { call, error };
    throw error;
  };
  try {
    await g.upstream.reserve(c.host, batch.reduce((sum, call) => sum + call.cost, 0), g.signal);
  } catch (error) {
    return batch.map((call) => failed(call)(error));
  }
  return pLimit(AT_ONCE).map(batch, (call) => ask(c, call, g).catch(failed(call)));
}

async function ask<T extends Into>(c: Collector<T>, call: Call, g: Gathering): Promise<Answer<T>> {
  const { path, query, cost } = call;
  const { body, receivedAt } = await g.upstream.get({ host: c.host, path, query, cost, reserved: true, response: c.response, signal: g.signal });
  const received = { at: receivedAt, slot: g.slot, dataSource: g.dataSource };
  return { call, parsed: c.rows(body, call, received), received };
}

interface Notes<T extends Into> {
  c: Collector<T>;
  g: Gathering;
  sum: Gathered;
  /** Series with a failed page: later pages of it must not be stored. */
  broken: Set<string>;
  rows: RowsOf[T][];
  asides: QuarantineRow[];
}

function note<T extends Into>(answer: Answer<T>, { c, g, sum, broken, rows, asides }: Notes<T>): void {
  const { call } = answer;
  const aside = (item: string, reason: string, sample: string, status: number | null): QuarantineRow => ({
    source: c.source, slot: new Date(g.slot), chunk: g.chunk, item: item.slice(0, 100), reason: reason.slice(0, 200), sample, data_source: g.dataSource, ingested_at: g.clock.now(), status,
  });
  sum.calls += 1;
  if ('error' in answer) {
    const { error } = answer;
    broken.add(call.item);
    sum.failures.push(answer);
    if (error.fault === 'malformed') asides.push(aside(c.into === 'ohlc_data' ? `* ${call.item}` : '*', error.message, error.fields.sample ?? '', error.fields.status ?? null));
    return;
  }
  const { parsed, received } = answer;
  if (received.at.getTime() >= g.until) return void (sum.late += 1);
  if (broken.has(call.item)) return;
  sum.fetched += parsed.rows.length;
  sum.rejected += parsed.rejected.length;
  sum.missing.push(...parsed.missing);
  asides.push(...parsed.rejected.map((r) => aside(r.item, r.reason, r.sample, null)));
  for (const row of parsed.rows) rows.push(row);
}
