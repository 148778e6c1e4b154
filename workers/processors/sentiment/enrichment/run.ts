/**
 * Has a language model read what has been scored: a bounded number of articles a
 * job, newest first, within a bounded time, each text once (cache), each call out
 * of a daily budget. An answer that breaks the schema gets one chance of repair,
 * then the article keeps NULLs and the reason. Nothing here can fail the job or
 * touch a score: what was not done in time is left for the next job.
 */
import pLimit from 'p-limit';
import { UpstreamError } from '#queues/errors.js';
import type { Context } from '../../../context.js';
import type { Enhancement, Market, UnreadArticle } from '../../../store/index.js';
import type { LlmCacheRow } from '../../../store/tables/news.js';
import type { LanguageModel } from '../../../upstream/llm/model.js';
import { keptAnswer, readAnswer, type Reading } from './answer.js';
import { fuse } from './fusion.js';
import { contentHash, questionOf, type Subject } from './prompt.js';

export interface Enrichment {
  llm: LanguageModel;
  /** Takes one call out of the day's budget; false when none is left. */
  takeCall(): Promise<boolean>;
  /** Articles one job has read, per market. */
  perJob: number;
  /** Real ms one job gives to it. */
  jobMs: number;
  /** Answers less confident than this are kept but not fused. */
  leastConfidence: number;
}
/** A market, and the model that scored it. */
export interface ScoredBy {
  market: Market;
  model: string;
}
export interface EnrichmentReport {
  calls: number;
  fromCache: number;
  /** Articles whose columns were filled, with an answer or with the reason why there is none. */
  read: number;
  /** Of these, the ones without an answer. */
  refused: number;
  /** Articles on which the service itself failed: left for the next job. */
  failed: number;
  /** Why the rest was left for the next job; null when nothing was left. */
  stopped: string | null;
}

/** Older articles are not worth a call. */
const REACH_MS = 24 * 3_600_000;

/** With this many failures of the service a job tries no more. */
const MOST_FAILED = 3;

/** Ends the reading, never the job. */
class Stop extends Error {}

interface Work extends Enrichment, ScoredBy {
  ctx: Context;
  report: EnrichmentReport;
  /** The job's signal, or the end of the time given to this. */
  signal: AbortSignal;
}

/** @throws only the job's own abort reason, or a StoreError. */
export async function enrichmentOf(e: Enrichment, scored: readonly ScoredBy[], ctx: Context): Promise<EnrichmentReport> {
  const report: EnrichmentReport = { calls: 0, fromCache: 0, read: 0, refused: 0, failed: 0, stopped: null };
  const timeUp = AbortSignal.timeout(e.jobMs);
  const ended = new AbortController();
  const signal = AbortSignal.any([ctx.signal, timeUp, ended.signal]);
  try {
    for (const by of scored) await enrichMarket({ ...e, ...by, ctx, report, signal });
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!timeUp.aborted && !(error instanceof Stop)) throw error;
    report.stopped = timeUp.aborted ? `the ${e.jobMs} ms of this job are over` : (error as Error).message;
  } finally {
    ended.abort(); // calls still in flight are given up with the first that stopped
  }
  if (report.read > 0 || report.stopped !== null) ctx.log.info({ ...report, llm: e.llm.name }, 'texts read by the language model');
  return report;
}

async function enrichMarket(work: Work): Promise<void> {
  const { market, model, llm, perJob, ctx } = work;
  const articles = await ctx.store.enrichment.unread({ market, model, llm: llm.name, fromMs: ctx.clock.nowMs() - REACH_MS, limit: perJob });
  const subjects = articles.map((article) => ({ article, subject: { market, title: article.title, summary: article.summary } }));
  const kept = await ctx.store.enrichment.cached(subjects.map(({ subject }) => contentHash(subject)), llm.name);
  const gate = pLimit(llm.atOnce);
  await Promise.all(subjects.map(({ article, subject }) => gate(() => enrichArticle(article, subject, { work, kept: kept.get(contentHash(subject)) }))));
}

async function enrichArticle(article: UnreadArticle, subject: Subject, { work, kept }: { work: Work; kept: LlmCacheRow | undefined }): Promise<void> {
  work.signal.throwIfAborted();
  const known = kept && readingOf(kept);
  if (known) work.report.fromCache += 1;
  const reading = known ?? (await asked(subject, work));
  if (!reading) return;
  await work.ctx.store.enrichment.enhance([enhancementOf(article, reading, work)]);
  work.report.read += 1;
  if (reading.answer === null) work.report.refused += 1;
}

/** What was kept; null when it fits the schema no more, or says nothing. */
function readingOf({ answer, problem }: LlmCacheRow): Reading | null {
  const kept = answer === null ? null : keptAnswer(answer);
  if (kept) return { answer: kept };
  return problem === null ? null : { answer: null, problem };
}

/** One call, one repair; what came of it is kept by content. Null where the service failed: nothing was learned about the text. */
async function asked(subject: Subject, work: Work): Promise<Reading | null> {
  const { ctx, llm } = work;
  const first = await once(subject, work);
  const reading = !first || first.answer ? first : await once(subject, work, first.problem);
  if (!first || !reading) return null;
  const at = ctx.clock.now();
  await ctx.store.enrichment.remember({
    content_hash: contentHash(subject),
    model: llm.name,
    answer: reading.answer,
    problem: reading.problem ?? null,
    calls: first.answer ? 1 : 2,
    available_at: at,
    ingested_at: at,
    data_source: `${ctx.sourcePrefix}${llm.name.split('/')[0] ?? ''}`,
  });
  return reading;
}

async function once(subject: Subject, { ctx, llm, report, signal, takeCall }: Work, problem?: string): Promise<Reading | null> {
  try {
    if (!(await takeCall())) throw new Stop("the day's budget of calls is used up");
    report.calls += 1;
    return readAnswer(await llm.ask(questionOf(subject, problem), signal));
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    ctx.log.warn({ llm: llm.name, fault: error.fault, err: error.message }, 'the language model did not answer');
    report.failed += 1;
    if (!isAboutThisText(error) || report.failed >= MOST_FAILED) throw new Stop(`${error.fault}: ${error.message}`.slice(0, 300));
    return null;
  }
}

/** Refused for what was asked, or answered in no shape at all: the next text may fare better. */
const isAboutThisText = ({ fault, fields }: UpstreamError): boolean => fault === 'malformed' || (fault === 'refused' && [400, 413, 422].includes(fields.status ?? 0));

function enhancementOf(article: UnreadArticle, { answer, problem }: Reading, { model, llm, leastConfidence, ctx }: Work): Enhancement {
  const fused = answer ? fuse(article, answer, leastConfidence) : { enhanced_score: null, enhanced_confidence: null };
  return {
    article_id: article.article_id,
    model,
    llm_model: llm.name,
    enhanced_at: ctx.clock.now(),
    ...fused,
    emotion: answer?.emotion ?? null,
    reasoning: answer?.reasoning ?? null,
    llm_confidence: answer?.confidence ?? null,
    psychology: answer?.psychology ?? null,
    fear_greed: answer?.fear_greed ?? null,
    recommendation_strength: answer?.recommendation_strength ?? null,
    theme: answer?.theme ?? null,
    narrative_summary: answer?.summary ?? null,
    pattern_context: answer?.pattern_context ?? null,
    llm_problem: problem ?? null,
  };
}
