/**
 * Scores every text that its market's model has not scored yet: articles and
 * posts first seen in the last two days, or since everything was last scored,
 * whichever reaches further back. Newest first, a bounded number a job.
 *
 * The rows about symbols are written before the one that marks an article as
 * scored; a killed run leaves texts without a score, and the next one finds them.
 * A text the model fails on gets a NULL score, never a zero.
 */
import { done, snooze, type Missing, type Outcome } from '#queues/outcome.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { Context, Handler } from '../../context.js';
import type { Market, UnscoredText } from '../../store/index.js';
import { enrichmentOf, type Enrichment } from './enrichment/run.js';
import { analysisRow, MARKET, sentimentRows, type Scored } from './rows.js';
import type { Scorers } from './scoring/open.js';
import type { Score, Scorer } from './scoring/scorer.js';

export const markets = ['crypto', 'stock'] as const satisfies readonly Market[];

/** How far back texts are looked for, farm ms; further where a longer outage has left some. */
export const REACH_MS = 48 * 3_600_000;
/** Texts one job scores, per market. */
const MOST_TEXTS = 2_000;
/** Real ms after which a job leaves the rest to its next run. */
const MOST_MS = 120_000;
/** Texts read at a time, and texts scored and stored at a time. */
const PAGE = 500;
const BATCH = 32;
/** Farm ms until a job with texts left runs again. */
const GO_ON_MS = 1_000;
const CURSOR = 'sentiment';

interface Tally {
  texts: number;
  rows: number;
  failed: number;
  symbols: Set<string>;
}
interface Round {
  market: Market;
  scorer: Scorer;
  ctx: Context;
  tally: Tally;
  /** Stopwatch ms at which no further batch begins. */
  until: number;
}

/** @param enrichment what a language model may add afterwards; left out where none is configured. */
export const createSentiment =
  (scorers: Pick<Scorers, Market> & Partial<Pick<Scorers, 'refusals'>>, enrichment?: Enrichment): Handler<'sentiment'> =>
  async (payload, ctx) => {
    const tally: Tally = { texts: 0, rows: 0, failed: 0, symbols: new Set() };
    const until = stopwatchMs() + MOST_MS;
    const drained: boolean[] = [];
    for (const market of markets) drained.push(await scoreMarket({ market, scorer: scorers[market], ctx, tally, until }));
    if (tally.rows > 0) await ctx.landed({ kind: 'rows', dataset: 'sentiment_analysis', slot: payload.slot, chunk: payload.chunk, rows: tally.rows, symbols: [...tally.symbols].sort() });
    if (drained.includes(false)) return snooze(GO_ON_MS, `scored ${tally.texts} texts; more are waiting`);
    if (enrichment) await enrichmentOf(enrichment, markets.map((market) => ({ market, model: scorers[market].model })), ctx);
    return outcomeOf(tally, scorers.refusals ?? []);
  };

/** What is on record beside the rows, and what no repair can change: texts the model failed on, models that could not be used. */
function outcomeOf({ rows, failed }: Tally, refusals: readonly string[]): Outcome {
  const reasons = [...(failed > 0 ? [`the model failed on ${failed} text${failed === 1 ? '' : 's'}`] : []), ...refusals];
  return done(rows, reasons.map((reason): Missing => ({ symbol: MARKET, reason, permanent: true })));
}

/** Where the search begins: two days ago, or where everything was scored last if that is longer ago. */
async function reachOf(item: string, { store, clock }: Pick<Context, 'store' | 'clock'>): Promise<number> {
  const doneUpTo = Date.parse((await store.cursors.of(CURSOR)).get(item) ?? '');
  return Math.min(clock.nowMs() - REACH_MS, Number.isNaN(doneUpTo) ? Infinity : doneUpTo - REACH_MS);
}

/** True when no text is left. */
async function scoreMarket(round: Round): Promise<boolean> {
  const { market, scorer, ctx, tally } = round;
  const item = `${market} ${scorer.model}`;
  const [fromMs, now] = [await reachOf(item, ctx), ctx.clock.now()];
  for (const first = tally.texts; tally.texts - first < MOST_TEXTS; ) {
    const texts = await ctx.store.texts.unscored({ market, model: scorer.model, fromMs, toMs: now.getTime(), limit: PAGE });
    if (!(await scoreTexts(texts, round))) return false;
    if (texts.length === PAGE) continue;
    await ctx.store.cursors.set(CURSOR, new Map([[item, now.toISOString()]]), now);
    return true;
  }
  return false;
}

/** False when time ran out before the last of them. */
async function scoreTexts(texts: readonly UnscoredText[], round: Round): Promise<boolean> {
  for (let i = 0; i < texts.length; i += BATCH) {
    if (stopwatchMs() > round.until) return false;
    await scoreBatch(texts.slice(i, i + BATCH), round);
  }
  return true;
}

/** Where a whole batch comes back without a score the model has failed, not the texts: it gets a second chance. */
async function scoresOf(texts: readonly string[], scorer: Scorer, signal: AbortSignal): Promise<(Score | null)[]> {
  const scores = await scorer.score(texts, signal);
  return scores.some((s) => s !== null) ? scores : scorer.score(texts, signal);
}

async function scoreBatch(texts: readonly UnscoredText[], { market, scorer, ctx, tally }: Round): Promise<void> {
  // A scorer may be plain computation: other jobs get their turn between batches.
  await new Promise(setImmediate);
  ctx.signal.throwIfAborted();
  const scores = await scoresOf(texts.map((t) => t.text), scorer, ctx.signal);
  const stamp = { market, model: scorer.model, at: ctx.clock.now(), dataSource: `${ctx.sourcePrefix}sentiment` };
  const scored: Scored[] = texts.map((text, i) => ({ text, score: scores[i] ?? null }));
  const rows = scored.flatMap((s) => sentimentRows(s, stamp));
  tally.rows += await ctx.store.add('sentiment_data', rows);
  await ctx.store.add('sentiment_analysis', scored.filter((s) => s.text.kind === 'article').map((s) => analysisRow(s, stamp)));
  tally.texts += texts.length;
  tally.failed += scored.filter((s) => s.score === null).length;
  for (const row of rows) tally.symbols.add(row.symbol);
}
