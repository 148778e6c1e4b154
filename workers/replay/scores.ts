/**
 * Scores of models that are not open here, and what a language model read: they are
 * taken over as they are stored, at the run that made them, and the report says so.
 */
import { columnNames, type Table } from '../store/table.js';
import { quoted } from '../store/ddl.js';
import { sentimentAnalysis } from '../store/tables/news.js';
import { sentimentData } from '../store/tables/signals.js';
import { live, scratch, type Ground } from './ground.js';
import type { NotReplayed } from './left.js';
import type { ProcessRun } from './work.js';

const LABEL = 'replay';
const scored = [sentimentData, sentimentAnalysis] as const;

/** Why texts cannot be scored again as they were, with the rows of the window that it is about; empty where they can. @param open models that score here. */
export async function strangeScores(ground: Ground, open: readonly string[]): Promise<NotReplayed[]> {
  const values = [new Date(ground.start), new Date(ground.window.to)];
  const by = await ground.session.rows<{ model: string; n: number }>({ table: LABEL, sql: `SELECT model, COUNT(*) AS n FROM ${live(ground, sentimentData)} WHERE ingested_at >= ? AND ingested_at < ? GROUP BY model ORDER BY model`, values, prepared: true });
  const [read] = await ground.session.rows<{ n: number }>({ table: LABEL, sql: `SELECT COUNT(*) AS n FROM ${live(ground, sentimentAnalysis)} WHERE ingested_at >= ? AND ingested_at < ? AND llm_model IS NOT NULL`, values, prepared: true });
  return [
    ...by.filter((r) => !open.includes(r.model)).map(({ model, n }) => ({ what: sentimentData.name, rows: Number(n), reason: `scored by ${model}, which is not open here (MODEL_DIR): taken over as stored` })),
    ...(Number(read?.n ?? 0) > 0 ? [{ what: sentimentAnalysis.name, rows: Number(read?.n), reason: 'read by a language model, which is not asked again: taken over as stored' }] : []),
  ];
}

/** Copies what the run stored. */
export async function takeOver(ground: Ground, { began_at, ended_at }: ProcessRun): Promise<void> {
  for (const t of scored as readonly Table[]) {
    const columns = columnNames(t).map(quoted).join(', ');
    const sql = `INSERT INTO ${scratch(ground, t)} (${columns}) SELECT ${columns} FROM ${live(ground, t)} WHERE ingested_at >= ? AND ingested_at <= ? ON DUPLICATE KEY UPDATE ${scratch(ground, t)}.${quoted(t.key[0] as string)} = ${scratch(ground, t)}.${quoted(t.key[0] as string)}`;
    await ground.session.run({ table: t.name, sql, values: [began_at, ended_at], withinMs: 0 });
  }
}
