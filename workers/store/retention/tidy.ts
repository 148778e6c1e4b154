/**
 * The farm's own upkeep of its tables: partitions ahead are made, partitions past
 * their age go whole, old rows of small tables go in batches. Nothing here keeps a
 * writer waiting: a table that is in use is tried again the next time, and what
 * would copy many rows is left to a person.
 */
import type { StoreConfig } from '../config.js';
import { isContention } from '../fault.js';
import type { TidyReport } from '../index.js';
import type { Mysql, Session } from '../mysql.js';
import { boundOf, expireRows, smallTables } from './expire.js';
import { lockSchema } from './lock.js';
import { aheadOf, endsWithin } from './plan.js';
import { splitsAt, stepsFor, type Step, type Wish } from './steps.js';
import { survey, type Surveyed } from './survey.js';

/** Rows that a split may copy while writers wait: about a second's worth. */
const MOST_MOVED = 5_000;
/** Seconds a change waits for statements that use the table; everybody else waits behind it. */
const PATIENCE = 'SET SESSION lock_wait_timeout=2';

/** @returns a problem, or undefined when it was done. @throws StoreError when it failed for another reason than a table in use. */
async function applied(session: Session, step: Step): Promise<string | undefined> {
  try {
    await session.run({ table: step.table, sql: step.sql, withinMs: 0 });
    return undefined;
  } catch (error) {
    if (!isContention(error)) throw error;
    return `${step.table}: in use, so its partitions were left as they are until the next time`;
  }
}

async function tidyPartitions(session: Session, s: Surveyed, wish: Wish, report: TidyReport): Promise<void> {
  if (s.parts === null) return void report.problems.push(`${s.table.name}: in one piece; run \`npm run migrate\``);
  const { steps, problems } = await stepsFor(session, s, wish);
  report.problems.push(...problems);
  for (const step of steps) {
    const problem = await applied(session, step);
    if (problem) return void report.problems.push(problem);
    report.done.push(step.what);
  }
}

async function tidyAll(session: Session, config: StoreConfig, wish: Wish, report: TidyReport): Promise<void> {
  await session.run({ table: 'schema_lock', sql: PATIENCE });
  for (const s of await survey(session, config)) await tidyPartitions(session, s, wish, report);
  for (const s of await survey(session, config)) report.ahead.set(s.table.name, s.parts === null ? 0 : aheadOf(s.parts, s.table.partition, wish.nowMs));
}

async function tidyRows(mysql: Mysql, config: StoreConfig, wish: Wish, report: TidyReport): Promise<void> {
  for (const t of smallTables) {
    const before = boundOf(t, wish.days, wish.nowMs);
    const deleted = before === null ? 0 : await expireRows(mysql, config, t, before);
    if (deleted > 0) report.done.push(`deleted ${deleted} rows of ${t.name} from before ${before?.toISOString() ?? ''}`);
    report.deleted += deleted;
  }
}

/** @param nowMs farm time. @throws StoreError */
export async function tidy(mysql: Mysql, config: StoreConfig, nowMs: number, days: ReadonlyMap<string, number>): Promise<TidyReport> {
  const report: TidyReport = { done: [], deleted: 0, problems: [], ahead: new Map() };
  const wish = { nowMs, days, mostRows: MOST_MOVED };
  await mysql.alone(async (session) => {
    if (await lockSchema(session, config.MYSQL_DATABASE_PRICES, 0)) await tidyAll(session, config, wish, report);
    else report.problems.push('a migration is running: partitions are left to it');
  });
  await tidyRows(mysql, config, wish, report);
  return report;
}

/**
 * Cuts a stretch of the past that is about to be filled, so that its rows lie by
 * period. A partition that is full already, or in use, is left as it is: rows are
 * never refused for want of one.
 * @returns what was done. @throws StoreError
 */
export async function cutPast(mysql: Mysql, config: StoreConfig, table: string, span: { fromMs: number; toMs: number }): Promise<string[]> {
  const done: string[] = [];
  await mysql.alone(async (session) => {
    await session.run({ table: 'schema_lock', sql: PATIENCE });
    if (!(await lockSchema(session, config.MYSQL_DATABASE_PRICES, 5))) return;
    const s = (await survey(session, config)).find((one) => one.table.name === table);
    if (!s?.parts) return;
    const { steps } = await splitsAt(session, s, s.parts, { ends: endsWithin(s.table.partition, span.fromMs, span.toMs), mostRows: MOST_MOVED });
    for (const step of steps) if ((await applied(session, step)) === undefined) done.push(step.what);
  });
  return done;
}
