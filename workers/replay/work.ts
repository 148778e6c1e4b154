/**
 * What the farm did in a stretch of time: the runs of its collectors and of the jobs
 * that made rows of rows, as the archive has them. And whether the archive has them
 * all, with every answer: a hole is named, never stepped over.
 */
import { StartError } from '#queues/errors.js';
import { answers, asked, collectRuns, idAt, processRuns, type CollectRunRow, type ProcessRunRow } from '../store/tables/archive.js';
import { slotLedger } from '../store/tables/ledger.js';
import { live, type Ground } from './ground.js';

/** A run that began so long before the window may have stored rows within it, real or farm ms. */
const LONGEST_RUN_MS = 300_000;

export type CollectRun = Omit<CollectRunRow, 'known'>;
export type ProcessRun = Omit<ProcessRunRow, 'told'>;

export interface Work {
  collect: CollectRun[];
  process: ProcessRun[];
  answers: number;
}

const LABEL = 'replay';
const instant = (ms: number): string => new Date(ms).toISOString();

/** Runs that stored, or may have stored, rows in the window; in the order in which they began. */
async function workOf(ground: Ground): Promise<Work> {
  const { session, window, start } = ground;
  const [first, to] = [idAt(start - LONGEST_RUN_MS), idAt(window.to)];
  const [runs, asks, processes] = [live(ground, collectRuns), live(ground, asked), live(ground, processRuns)];
  const underWay = `(r.run >= ? OR EXISTS (SELECT 1 FROM ${asks} a WHERE a.job_id = r.job_id AND a.run = r.run AND a.id >= ?))`;
  const collect = await session.rows<CollectRun>({
    table: LABEL,
    sql: `SELECT r.run, r.source, r.slot, r.chunk, r.round, r.job_id, r.attempt, r.began_at, r.answered, r.stored FROM ${runs} r WHERE r.run >= ? AND r.run < ? AND ${underWay} ORDER BY r.run`,
    values: [first, to, idAt(start), idAt(start)],
    prepared: true,
  });
  for (const run of collect) run.stored = typeof run.stored === 'string' ? (JSON.parse(run.stored) as CollectRun['stored']) : null;
  const process = await session.rows<ProcessRun>({
    table: LABEL,
    sql: `SELECT run, job, slot, chunk, job_id, attempt, began_at, ended_at, outcome FROM ${processes} WHERE run >= ? AND run < ? AND (run >= ? OR ended_at >= ?) ORDER BY run`,
    values: [first, to, idAt(start), new Date(start)],
    prepared: true,
  });
  return { collect, process, answers: collect.reduce((sum, r) => sum + (r.answered ?? 0), 0) };
}

/** What the archive holds: the instants of its first and last run; null while it is empty. */
export async function coverageOf(ground: Ground): Promise<Ground['window'] | null> {
  const [row] = await ground.session.rows<{ first: Date | null; last: Date | null }>({
    table: LABEL,
    sql: `SELECT MIN(first) AS first, MAX(last) AS last FROM (SELECT MIN(began_at) AS first, MAX(began_at) AS last FROM ${live(ground, collectRuns)} UNION ALL SELECT MIN(began_at), MAX(ended_at) FROM ${live(ground, processRuns)}) r`,
    prepared: true,
  });
  return row?.first && row.last ? { from: row.first.getTime(), to: row.last.getTime() } : null;
}

interface Hole {
  n: number;
  what: string | null;
}

/** Jobs that wrote rows in the window and of which the archive has no run. */
async function unrecorded(ground: Ground): Promise<Hole> {
  const { session, window, start } = ground;
  const known = `NOT EXISTS (SELECT 1 FROM ${live(ground, collectRuns)} c WHERE c.slot = l.slot AND c.job_id = l.job_id) AND NOT EXISTS (SELECT 1 FROM ${live(ground, processRuns)} p WHERE p.slot = l.slot AND p.job_id = l.job_id)`;
  const [hole] = await session.rows<Hole>({
    table: LABEL,
    sql: `SELECT COUNT(*) AS n, MIN(l.job_id) AS what FROM ${live(ground, slotLedger)} l WHERE l.slot >= ? AND l.slot < ? AND l.started_at >= ? AND l.started_at < ? AND l.rows_written > 0 AND l.state IN ('done', 'partial') AND NOT (l.dataset = 'ml_features' AND l.chunk = 0) AND ${known}`,
    values: [new Date(start - 2 * 86_400_000), new Date(window.to), new Date(start), new Date(window.to)],
    prepared: true,
  });
  return { n: Number(hole?.n ?? 0), what: hole?.what ?? null };
}

/** Answers of these runs whose request or body is gone. */
async function lostAnswers(ground: Ground, collect: readonly CollectRun[]): Promise<Hole> {
  const { session } = ground;
  const [first, last] = [collect[0]?.run ?? '', collect.at(-1)?.run ?? ''];
  const [asks, bodies] = [live(ground, asked), live(ground, answers)];
  const requests = `SELECT r.run, r.source, r.answered, (SELECT COUNT(*) FROM ${asks} a WHERE a.job_id = r.job_id AND a.run = r.run) AS kept FROM ${live(ground, collectRuns)} r WHERE r.run >= ? AND r.run <= ?`;
  const [gone] = await session.rows<Hole>({ table: LABEL, sql: `SELECT SUM(answered - kept) AS n, MIN(CONCAT(source, ', run ', run)) AS what FROM (${requests}) k WHERE answered > kept`, values: [first, last], prepared: true });
  if (Number(gone?.n ?? 0) > 0) return { n: Number(gone?.n), what: gone?.what ?? null };
  const [bare] = await session.rows<Hole>({
    table: LABEL,
    sql: `SELECT COUNT(*) AS n, MIN(CONCAT(a.source, ' ', a.item, ', received ', DATE_FORMAT(a.received_at, '%Y-%m-%dT%H:%i:%s'), 'Z, SHA-256 ', a.sha256)) AS what FROM ${live(ground, collectRuns)} r JOIN ${asks} a ON a.job_id = r.job_id AND a.run = r.run LEFT JOIN ${bodies} b ON b.sha256 = a.sha256 WHERE r.run >= ? AND r.run <= ? AND (b.sha256 IS NULL OR b.packed_size = 0)`,
    values: [first, last],
    prepared: true,
  });
  return { n: Number(bare?.n ?? 0), what: bare?.what ?? null };
}

const CURE = 'Answers are kept for ARCHIVE_DAYS, in at most ARCHIVE_MAX_MB, and only while ARCHIVE is on; raise them for what comes.';

/** @returns what is missing and what can be done, where the stretch cannot be replayed from the archive; null where it can. */
async function holeIn(ground: Ground, { collect, process }: Work): Promise<string | null> {
  const coverage = await coverageOf(ground);
  const span = `${instant(ground.start)} to ${instant(ground.window.to)}`;
  if (!coverage) return `the archive of this farm is empty, so nothing can be replayed. ${CURE}`;
  const holds = `The archive holds runs from ${instant(coverage.from)} to ${instant(coverage.to)}.`;
  if (collect.length + process.length === 0) return `no job that the archive knows of ran from ${span}. ${holds} Choose --from and --to within it.`;
  const jobs = await unrecorded(ground);
  if (jobs.n > 0) return `${jobs.n} jobs that wrote rows from ${span} have no run in the archive, such as ${jobs.what}. ${holds} Choose a window without them. ${CURE}`;
  const lost = await lostAnswers(ground, collect);
  if (lost.n > 0) return `${lost.n} answers that were given from ${span} are no longer in the archive, such as ${lost.what}. ${holds} Choose a window without them. ${CURE}`;
  return null;
}

/** Processes remember what was settled for an hour, and it is settled a quarter of an hour after it was known. */
export const REMEMBERED_MS = 75 * 60_000;

/**
 * Where the replay may begin, and the work from there on: so long before the window, as far as the archive reaches and
 * where it is whole there; else at the window.
 * @throws StartError naming the hole and the cure, where the window itself has one.
 */
export async function wholeWork(reading: Ground, leadMs: number): Promise<{ start: number; work: Work }> {
  const { window } = reading;
  const coverage = await coverageOf(reading);
  const early = Math.max(window.from - leadMs, coverage?.from ?? window.from);
  for (const start of new Set([Math.min(early, window.from), window.from])) {
    const ground = { ...reading, start };
    const work = await workOf(ground);
    const hole = await holeIn(ground, work);
    if (hole === null) return { start, work };
    if (start === window.from) throw new StartError(hole);
  }
  throw new StartError('there is no instant at which the replay could begin');
}
