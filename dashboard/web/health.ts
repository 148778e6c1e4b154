/** The health score and every point it lacks. */
import type { Answer } from './ask.js';
import { el } from './dom.js';
import { words } from './format.js';

type Health = Answer<'Farm'>['health'];
const MOST_REASONS = 8;

function reason(r: Answer<'Reason'>): HTMLElement {
  return el('li', {}, el('b', { class: 'points' }, `−${r.points.toFixed(1)}`), el('span', {}, el('b', {}, words(r.part)), ': ', r.text));
}

export function healthBox({ score, status, reasons }: Health): HTMLElement {
  const rest = reasons.length - MOST_REASONS;
  const list = reasons.length === 0 ? el('p', { class: 'muted' }, 'Nothing lowers it: every dataset is fresh, every pool has its workers.') : el('ul', { class: 'reasons' }, ...reasons.slice(0, MOST_REASONS).map(reason), rest > 0 ? el('li', { class: 'muted' }, `and ${rest} more`) : null);
  return el('div', { class: 'health', 'data-status': status }, el('p', { class: 'score' }, el('b', {}, String(score)), el('span', {}, status)), list);
}
