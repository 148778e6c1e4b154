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
import type { ArchiveRun } from '../archive/archive.js';
import type { Store } from '../store/index.js';
import type { QuarantineRow } from '../store/tables/quarantine.js';
import type { Heard, Upstream } from '../upstream/client.js';
import type { HostName } from '../upstream/hosts.js';
import type { Call, Collector, Into, Parsed, Received, RowsOf } from './collector.js';
import { saveRows } from './save.js';
import { validated, type Before } from './validate.js';

const AT_ONCE = 16;
const MOST_COST = 500;
const MOST_ITEMS = 16_000;
/** Pages that follow one another at most, whatever a collector wants. */
const MOST_PAGES = 10;

export interface Gathering {
  store: Store;
  upstream: Upstream;
  clock: Clock;
  signal: AbortSignal;
  slot: number;
  /** The job's beginning, farm ms: no answer is older. */
  beganAt: number;
  chunk: number;
  jobId: string;
  /** Before the host's name in every `data_source`: empty, `sim:` or `replay:`. */
  sourcePrefix: string;
  /** An answer received at or after this instant (farm ms) is not stored; Infinity where the past may be filled. */
  until: number;
  symbolsIn(text: string, at?: Date): string[];
  /** What is stored of the job's symbols, for the validator: being read while the hosts are asked. */
  before: Promise<Before>;
  /** Where answers are kept; absent where none are. */
  archive?: ArchiveRun | undefined;
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
  /** When the newest answer was received, ms; 0 before the first. */
  heardAt: number;
}

export const nothingYet = (): Gathered => ({ stored: 0, fetched: 0, rejected: 0, symbols: new Set(), missing: [], failures: [], calls: 0, late: 0, heardAt: 0 });

/**
 * Adds to `sum`. Hosts are asked side by side, so that a slow one delays none but itself.
 * Only errors that are not an upstream's (store, draining, timeout) are thrown.
 */
export async function gather<T extends Into>(c: Collector<T>, calls: readonly Call[], g: Gathering, sum: Gathered): Promise<void> {
  await gatherPages(c, calls, { g, sum, broken: new Set() }, 1);
}

type Shared = Pick<Notes<Into>, 'g' | 'sum' | 'broken'>;

async function gatherPages<T extends Into>(c: Collector<T>, calls: readonly Call[], shared: Shared, page: number): Promise<void> {
  const hosts = new Map<HostName, Call[]>();
  for (const call of calls) hosts.set(hostOf(c, call), [...(hosts.get(hostOf(c, call)) ?? []), call]);
  await Promise.all(
    [...hosts].map(async ([host, ofHost]) => {
      const next = await gatherFrom(c, host, ofHost, shared);
      if (next.length > 0 && page < MOST_PAGES) await gatherPages(c, next, shared, page + 1);
    }),
  );
}

const hostOf = (c: Collector, call: Call): HostName => call.host ?? c.host;

/** @returns the calls for the pages behind these. */
async function gatherFrom<T extends Into>(c: Collector<T>, host: HostName, calls: readonly Call[], { g, sum, broken }: Shared): Promise<Call[]> {
  const next: Call[] = [];
  for (const batch of batchesOf(calls, Math.min(MOST_COST, g.upstream.burst(host)))) {
    const answers = await askAll(c, host, batch, g);
    const rows: RowsOf[T][] = [];
    const asides: QuarantineRow[] = [];
    const cursors = new Map<string, string>();
    for (const answer of answers) note(answer, { c, g, sum, broken, rows, asides, cursors, next });
    // Kept before anything made of them is stored: a row never lacks its answer.
    const [good, isStored] = await Promise.all([judged(c, host, rows, { g, sum, asides }), g.archive?.flush(host)]);
    if (asides.length > 0) await g.store.quarantine.insert(asides);
    // Read after the wait: other hosts' batches add to the sum meanwhile.
    const stored = await saveRows(c, g.store, good, { at: seenAt(answers), jobId: g.jobId });
    isStored?.();
    sum.stored += stored;
    for (const row of good) if ('symbol' in row) sum.symbols.add(row.symbol);
    // Only now that the rows are committed: a mark that comes too early would lose them.
    if (cursors.size > 0) await g.store.cursors.set(c.source, cursors, g.clock.now());
    for (const answer of answers) if ('parsed' in answer) await answer.keep?.();
  }
  return next;
}

/** A change is seen when the newest of its answers is received: an instant that the archive has, too. */
const seenAt = (answers: readonly Answer<Into>[]): Date => new Date(Math.max(...answers.map((a) => ('parsed' in a ? a.received.at.getTime() : 0))));

/** The rows the validator lets through; the others are put aside and named missing. */
async function judged<T extends Into>(c: Collector<T>, host: HostName, rows: RowsOf[T][], { g, sum, asides }: Pick<Notes<T>, 'g' | 'sum' | 'asides'>): Promise<RowsOf[T][]> {
  if (rows.length === 0) return rows;
  const { rows: good, rejected } = validated(c, rows, await g.before);
  sum.fetched -= rejected.length;
  sum.rejected += rejected.length;
  for (const { item, reason, sample } of rejected) {
    asides.push(asideOf(c, g, host, { item, reason, sample, status: null }));
    sum.missing.push({ symbol: item.split(' ')[0] as string, reason });
  }
  return good;
}

type Aside = Pick<QuarantineRow, 'item' | 'reason' | 'sample' | 'status'>;
const asideOf = (c: Collector, g: Gathering, host: HostName, { item, reason, sample, status }: Aside): QuarantineRow => ({
  source: c.source, slot: new Date(g.slot), chunk: g.chunk, item: item.slice(0, 100), reason: reason.slice(0, 200), sample, data_source: `${g.sourcePrefix}${host}`, ingested_at: g.clock.now(), status,
});

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

type Answer<T extends Into> = { call: Call } & ({ parsed: Parsed<RowsOf[T]>; received: Received; keep?: () => Promise<void> } | { error: UpstreamError });

/** An upstream's error as a value; anything else is thrown on. */
const failed = (call: Call) => (error: unknown): { call: Call; error: UpstreamError } => {
  if (error instanceof UpstreamError) return { call, error };
  throw error;
};

async function askAll<T extends Into>(c: Collector<T>, host: HostName, batch: Call[], g: Gathering): Promise<Answer<T>[]> {
  try {
    await g.upstream.reserve(host, batch.reduce((sum, call) => sum + call.cost, 0), g.signal);
  } catch (error) {
    return Promise.all(batch.map((call) => orInstead(c, call, g, failed(call)(error))));
  }
  return pLimit(AT_ONCE).map(batch, async (call) => orInstead(c, call, g, await ask(c, call, g, true).catch(failed(call))));
}

/** The answer, or that of the call to be made instead when this one failed or brought nothing. */
async function orInstead<T extends Into>(c: Collector<T>, call: Call, g: Gathering, answer: Answer<T>): Promise<Answer<T>> {
  if (!call.instead || ('parsed' in answer && answer.parsed.rows.length > 0)) return answer;
  const other = await ask(c, call.instead, g, false).catch(failed(call.instead));
  return 'parsed' in other ? other : answer;
}

const isKept = (answer: object): answer is { keep(): Promise<void> } => 'keep' in answer;
const NOTHING_NEW = { rows: [], rejected: [], missing: [] };

async function ask<T extends Into>(c: Collector<T>, call: Call, g: Gathering, reserved: boolean): Promise<Answer<T>> {
  const host = hostOf(c, call);
  const { path, query, cost } = call;
  const request = { host, path, query, cost, reserved, response: call.response ?? c.response, ...(call.as ? { as: call.as } : {}), heard: (answer: Heard) => g.archive?.heard({ item: call.item, symbols: call.assets.map((a) => a.symbol) }, answer), signal: g.signal };
  const answer = call.conditional ? await g.upstream.getIfChanged(request) : await g.upstream.get(request);
  const received = { at: answer?.receivedAt ?? g.clock.now(), askedAt: g.beganAt, slot: g.slot, dataSource: `${g.sourcePrefix}${host}`, symbolsIn: g.symbolsIn };
  if (!answer) return { call, parsed: NOTHING_NEW, received };
  return { call, parsed: c.rows(answer.body, call, received), received, ...(isKept(answer) ? { keep: answer.keep } : {}) };
}

interface Notes<T extends Into> {
  c: Collector<T>;
  g: Gathering;
  sum: Gathered;
  /** Series with a failed page: later pages of it must not be stored. */
  broken: Set<string>;
  rows: RowsOf[T][];
  asides: QuarantineRow[];
  cursors: Map<string, string>;
  next: Call[];
}

function note<T extends Into>(answer: Answer<T>, { c, g, sum, broken, rows, asides, cursors, next }: Notes<T>): void {
  const { call } = answer;
  const host = hostOf(c, call);
  sum.calls += 1;
  if ('error' in answer) {
    const { error } = answer;
    // Only of pages: another host's call about the same item, or another kind of call, does not lack what this one would have brought.
    if (call.page !== undefined) broken.add(call.item);
    sum.failures.push(answer);
    if (error.fault === 'malformed') asides.push(asideOf(c, g, host, { item: c.into === 'price_data_real' ? '*' : `* ${call.item}`, reason: error.message, sample: error.fields.sample ?? '', status: error.fields.status ?? null }));
    return;
  }
  const { parsed, received } = answer;
  sum.heardAt = Math.max(sum.heardAt, received.at.getTime());
  if (received.at.getTime() >= g.until) return void (sum.late += 1);
  if (call.page !== undefined && broken.has(call.item)) return;
  sum.fetched += parsed.rows.length;
  sum.rejected += parsed.rejected.length;
  sum.missing.push(...parsed.missing);
  asides.push(...parsed.rejected.map((r) => asideOf(c, g, host, { ...r, status: null })));
  for (const row of parsed.rows) rows.push(row);
  for (const [item, position] of parsed.cursors ?? []) cursors.set(item, position);
  if (parsed.next) next.push(parsed.next);
}
