/** Stretches of the past that are being filled, and those that lately were: how far, how fast, and what is missing. */
import { ask, type Answer } from './ask.js';
import { fill } from './blocks.js';
import { el, meter } from './dom.js';
import { age, compact, dayTime, took, words } from './format.js';

type Backfill = Answer<'Backfills'>['data'][number];

const TONES: Readonly<Record<Backfill['state'], string>> = { open: 'busy', paused: 'warn', done: 'good', partial: 'warn', failed: 'bad', cancelled: 'muted' };
/** They take minutes or hours, and a key has only so many requests. */
const EVERY_MS = 30_000;
/** Shown of those that are over. */
const MOST_OVER = 5;

const isOver = (b: Backfill): boolean => b.state !== 'open' && b.state !== 'paused';
const percent = (b: Backfill): number => Math.floor(b.progress * 100);
const sum = (b: Backfill, key: 'rows_written' | 'rows_expected' | 'chunks' | 'done' | 'partial' | 'failed' | 'cancelled' | 'missing'): number => b.stages.reduce((n, s) => n + s[key], 0);

/** The stage that is at work: the first with chunks still to be done. */
const stageOf = (b: Backfill): string => b.stages.find((s) => s.open + s.running > 0)?.stage ?? '';

/** Instants are farm time; so are pace and the time that is left. */
function lineOf(b: Backfill): string {
  const settled = sum(b, 'done') + sum(b, 'partial') + sum(b, 'failed') + sum(b, 'cancelled');
  const chunks = `${settled.toLocaleString('en-US')} of ${sum(b, 'chunks').toLocaleString('en-US')} chunks`;
  if (isOver(b)) return [chunks, `${compact(sum(b, 'rows_written'))} rows`, b.reason].filter(Boolean).join(' · ');
  const pace = b.rows_per_second === null ? null : `${compact(b.rows_per_second)} rows/s`;
  const left = b.eta_seconds === null ? null : `${b.eta_seconds < 60 ? took(b.eta_seconds) : age(b.eta_seconds)} left`;
  return [`${percent(b)} %`, words(stageOf(b)), chunks, pace, left].filter(Boolean).join(' · ');
}

function missingOf(b: Backfill): HTMLElement | null {
  const missing = sum(b, 'missing');
  return missing === 0 ? null : el('span', { class: 'holes', 'data-tone': 'warn' }, `${missing.toLocaleString('en-US')} with something missing`);
}

function item(b: Backfill): HTMLElement {
  const what = `${words(b.dataset)}, ${b.symbols} ${b.symbols === 1 ? 'symbol' : 'symbols'}, ${dayTime(b.from)} – ${dayTime(b.to)}`;
  const bar = isOver(b) ? null : meter(b.progress, `${percent(b)} % of the backfill done`, b.state === 'paused' ? 'warn' : 'accent');
  return el(
    'li',
    { 'data-backfill': b.backfill_id, 'data-state': b.state },
    el('span', { class: 'job', title: b.backfill_id }, what, b.origin === 'gap' ? el('span', { class: 'tag' }, 'gap') : null),
    el('span', { class: 'tag', 'data-tone': TONES[b.state] }, b.state),
    el('span', { class: 'muted line' }, lineOf(b)),
    missingOf(b),
    bar,
  );
}

/** Those with something still to come, and the few that ended last. @param all unfinished ones first. */
function list({ data }: Answer<'Backfills'>): HTMLElement {
  const shown = [...data.filter((b) => !isOver(b)), ...data.filter(isOver).slice(0, MOST_OVER)];
  if (shown.length === 0) return el('p', { class: 'muted' }, 'No stretch of the past has been asked for.');
  return el('ul', { class: 'work backfills' }, ...shown.map(item));
}

/** @returns what looks at them again, if the last look is long enough ago. */
export function keepBackfills(box: HTMLElement, signal: AbortSignal): () => void {
  let askedAt = -Infinity;
  return () => {
    if (performance.now() - askedAt < EVERY_MS) return;
    askedAt = performance.now();
    void fill(box, 'backfills', async () => list(await ask<Answer<'Backfills'>>('/api/v1/backfills', signal)), signal);
  };
}
