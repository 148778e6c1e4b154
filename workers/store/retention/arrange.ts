/**
 * What `npm run migrate` does about partitions, with all the time it takes: cuts
 * tables that are in one piece, rows and all, and makes partitions ahead. Rows are
 * never dropped here; that is the farm's own, by its policy.
 */
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { StoreConfig } from '../config.js';
import type { Mysql, Session } from '../mysql.js';
import { stepsFor, type Step, type Wish } from './steps.js';
import { survey } from './survey.js';

export interface Arranging {
  /** Of its own, holding the schema's lock. */
  session: Session;
  /** For looking at the session from outside. */
  mysql: Mysql;
  config: StoreConfig;
  /** Called with a line for a person when a step begins, goes on and ends. */
  progress(line: string): void;
}

const LOOK_EVERY_MS = 2_000;

/** What share of an ALTER TABLE is done: MariaDB tells; MySQL does not, and the time must do. */
async function shareDone(mysql: Mysql, connection: number): Promise<string> {
  const rows = await mysql.rows<{ share?: number; PROGRESS?: number }>({ table: 'information_schema', sql: 'SELECT * FROM information_schema.PROCESSLIST WHERE ID = ?', values: [connection] }).catch(() => []);
  const share = rows[0]?.PROGRESS;
  return share ? `${Math.round(Number(share))} %, ` : '';
}

async function watched<T>({ mysql, progress }: Arranging, what: string, connection: number, work: () => Promise<T>): Promise<T> {
  const from = stopwatchMs();
  const seconds = (): string => `${((stopwatchMs() - from) / 1_000).toFixed(0)} s`;
  const timer = setInterval(() => void shareDone(mysql, connection).then((share) => progress(`${what}: ${share}${seconds()} so far`)), LOOK_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** @returns what was done, a line each, and the problems. @throws StoreError */
export async function arrange(a: Arranging, wish: Wish): Promise<{ done: string[]; problems: string[] }> {
  const [me] = await a.session.rows<{ id: number }>({ table: 'information_schema', sql: 'SELECT CONNECTION_ID() AS id' });
  const run = (step: Step) => a.session.run({ table: step.table, sql: step.sql, withinMs: 0 });
  const done: string[] = [];
  const problems: string[] = [];
  for (const s of await survey(a.session, a.config)) {
    const plan = await stepsFor(a.session, s, wish);
    problems.push(...plan.problems);
    for (const step of plan.steps) {
      await watched(a, step.what, me?.id ?? 0, () => run(step));
      done.push(step.what);
    }
  }
  return { done, problems };
}
