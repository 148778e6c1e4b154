/**
 * A stretch of the past, done again from the archive: databases beside the farm's,
 * what was known then, the runs of then in the order and at the instants of then,
 * and the rows they make beside the rows that are stored. Nothing of the farm's is
 * ever written.
 */
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { Handler } from '../context.js';
import type { StoreConfig } from '../store/config.js';
import { createStore } from '../store/create.js';
import { openMysql, type Session } from '../store/mysql.js';
import { slotLedger } from '../store/tables/ledger.js';
import type { Host } from '../upstream/host.js';
import type { HostName } from '../upstream/hosts.js';
import { compareTable, leftOut, type TableReport } from './compare.js';
import { live, type Ground, type Window } from './ground.js';
import { left, type NotReplayed } from './left.js';
import { collectAgain, processAgain, type Stage } from './play.js';
import { dropScratch, keepScratch, makeScratch, sweepScratch } from './scratch.js';
import { strangeScores, takeOver } from './scores.js';
import { plannedFrom, seed, toldTo } from './seed.js';
import { notReplayed, replayed } from './tables.js';
import { processJobs } from '../archive/journal.js';
import { timeless, Timeline } from './timeline.js';
import { coverageOf, wholeWork, type Work } from './work.js';

export interface ReplayOptions {
  live: StoreConfig;
  window: Window;
  /** How long before the window it begins, where the archive reaches that far, ms. */
  leadMs: number;
  hosts: Readonly<Record<HostName, Host>>;
  sentiment: Handler<'sentiment'>;
  /** Models that it scores by. */
  models: readonly string[];
  /** Leaves the replay's databases where they are. */
  keep: boolean;
  signal: AbortSignal;
  tell: Listener;
}

/** How far it is. */
export interface Listener {
  plan(plan: Plan): void;
  step(what: string): void;
  /** Runs done so far, of all. */
  runs(done: number, all: number): void;
}

export interface Plan {
  window: Window;
  /** Where the replay begins: before the window, so that what processes had in memory then is there again. */
  start: number;
  /** What the archive holds. */
  coverage: Window | null;
  slots: number;
  collectRuns: number;
  processRuns: number;
  answers: number;
  /** Databases that a killed replay had left, and that are gone now. */
  swept: string[];
}

export interface Replay extends Plan {
  seeded: number;
  tables: TableReport[];
  /** Columns that are not compared. */
  leftOut: string[];
  notReplayed: NotReplayed[];
  /** Runs that went another way than they did then. */
  strayed: string[];
  /** Databases that stay; null where they were dropped. */
  kept: string | null;
  identical: boolean;
}

/** Statements over whole tables take as long as they take. */
const NO_LIMIT = 'SET SESSION innodb_lock_wait_timeout=50 /*M!100100 , max_statement_time=0 */ /*!80000 , max_execution_time=0 */';
const LABEL = 'replay';
const MOST_STRAYED = 50;
const COLLECT_RANK = 2 + processJobs.length;

const isIdentical = (tables: readonly TableReport[]): boolean => tables.every((t) => t.differing === 0 && t.onlyStored === 0 && t.onlyReplayed === 0);

const slotsIn = ({ collect, process }: Work): number => new Set([...collect, ...process].map((r) => r.slot.getTime())).size;

/** @throws StartError where the archive does not hold the whole window, or the user may not make databases; the signal's reason. */
export async function replay(o: ReplayOptions): Promise<Replay> {
  const metrics = createMetrics(false);
  const mysql = openMysql({ ...o.live, MYSQL_POOL_SIZE: 2 }, metrics, silentLog());
  try {
    return await mysql.alone(async (session) => {
      await session.run({ table: LABEL, sql: NO_LIMIT });
      const swept = await sweepScratch(session, o.live);
      const reading: Ground = { live: o.live, scratch: o.live, session, window: o.window, start: o.window.from };
      const { start, work } = await wholeWork(reading, o.leadMs);
      const plan: Plan = { window: o.window, start, coverage: await coverageOf(reading), slots: slotsIn(work), collectRuns: work.collect.length, processRuns: work.process.length, answers: work.answers, swept };
      o.tell.plan(plan);
      return await inScratch(o, session, { work, plan });
    });
  } finally {
    await mysql.close();
  }
}

async function inScratch(o: ReplayOptions, session: Session, { work, plan }: { work: Work; plan: Plan }): Promise<Replay> {
  o.tell.step('making databases');
  const made = await makeScratch(session, o.live);
  const ground: Ground = { live: o.live, scratch: made, session, window: o.window, start: plan.start };
  try {
    o.tell.step('copying what was known');
    const seeded = await seed(ground, work);
    const strange = await strangeScores(ground, o.models);
    const strayed = await playAll(o, ground, { work, takesOver: strange.length > 0 });
    o.tell.step('comparing');
    const tables: TableReport[] = [];
    for (const r of replayed) {
      o.signal.throwIfAborted();
      tables.push(await compareTable(ground, r));
    }
    if (o.keep) await keepScratch(session, made);
    return { ...plan, seeded, tables, leftOut: leftOut(), notReplayed: [...strange, ...(await left(ground)), ...notReplayed.map(({ table, reason }) => ({ what: table, rows: null, reason }))], strayed, kept: o.keep ? made.MYSQL_DATABASE_PRICES : null, identical: isIdentical(tables) };
  } finally {
    if (!o.keep || o.signal.aborted) await dropScratch(session, made);
  }
}

/** @returns what strayed. */
async function playAll(o: ReplayOptions, ground: Ground, { work, takesOver }: { work: Work; takesOver: boolean }): Promise<string[]> {
  const metrics = createMetrics(false);
  const [store, reading] = [createStore({ ...ground.scratch, MYSQL_POOL_SIZE: 6 }, metrics, silentLog()), createStore({ ...ground.live, MYSQL_POOL_SIZE: 2 }, metrics, silentLog())];
  const timeline = new Timeline(ground.start - 1);
  const strayed: string[] = [];
  const stage: Stage = { store: timeless(store, timeline), repairing: timeless(store, timeline), archive: reading.archive, hosts: o.hosts, timeline, metrics, log: silentLog(), signal: o.signal, sentiment: o.sentiment, strayed: (what) => void (strayed.length < MOST_STRAYED && strayed.push(what)) };
  try {
    o.tell.step('building indicators up to then');
    await remember(ground, work, { ...stage, store });
    await putDown(o, ground, { work, stage, takesOver });
    await timeline.run(o.signal);
    return strayed;
  } finally {
    await Promise.all([store.close(), reading.close()]);
  }
}

/** Every run, at the instant at which it began. */
async function putDown({ tell }: ReplayOptions, ground: Ground, { work, stage, takesOver }: { work: Work; stage: Stage; takesOver: boolean }): Promise<void> {
  const { timeline } = stage;
  const all = work.collect.length + work.process.length;
  let done = 0;
  const over = (): void => tell.runs((done += 1), all);
  const first = work.process[0];
  const prefix = first ? (await toldTo(ground, first.run)).sourcePrefix : '';
  for (const run of work.process) {
    const again = async (): Promise<void> => {
      if (takesOver && run.job === 'sentiment') await takeOver(ground, run);
      else await processAgain(stage, run, await toldTo(ground, run.run));
      over();
    };
    timeline.at(run.began_at.getTime(), 1 + (processJobs as readonly string[]).indexOf(run.job), () => timeline.during(again()));
  }
  for (const run of work.collect) {
    timeline.at(run.began_at.getTime(), COLLECT_RANK, async () => {
      const known = await timeline.during(plannedFrom(ground, run.run));
      await collectAgain(stage, run, { known, prefix }).then(over);
    });
  }
}

/** The memory of indicators as the last slot before the window left it: of every final bar up to then. */
async function remember(ground: Ground, work: Work, stage: Stage): Promise<void> {
  const before = new Date(ground.start);
  const [row] = await ground.session.rows<{ slot: Date | null }>({ table: LABEL, sql: `SELECT MAX(slot) AS slot FROM ${live(ground, slotLedger)} WHERE dataset = 'technical_indicators' AND rows_written > 0 AND started_at < ? AND slot < ?`, values: [before, before], prepared: true });
  if (!row?.slot) return;
  const chunks = new Map<string, { symbols: readonly string[]; sourcePrefix: string }>();
  for (const run of work.process.filter((r) => r.job === 'indicators')) {
    const { payload, sourcePrefix } = await toldTo(ground, run.run);
    const { symbols } = payload as { symbols: string[] };
    chunks.set(symbols.join(), { symbols, sourcePrefix });
  }
  for (const { symbols, sourcePrefix } of chunks.values()) {
    const run = { run: '', job: 'indicators', slot: row.slot, chunk: 1, job_id: 'replay', attempt: 1, began_at: before, ended_at: before, outcome: 'done' };
    await processAgain(stage, run, { payload: { v: 1, slot: row.slot.getTime(), chunk: 1, symbols, round: 0 }, sourcePrefix, clock: [before.getTime() - 1], cursors: {} });
  }
}
