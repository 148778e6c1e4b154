/** Who works, and what waits for them. */
import type { Answer } from './ask.js';
import { empty } from './blocks.js';
import { el, meter } from './dom.js';
import { age, words } from './format.js';

type Pool = NonNullable<Answer<'Farm'>['pools']>[number];
type Queue = Pool['queues'][number];

/** In the order of the work. */
const ORDER = ['collect', 'process', 'backfill'];
const place = (pool: Pool): number => (ORDER.includes(pool.pool) ? ORDER.indexOf(pool.pool) : ORDER.length);

const HEADS = ['Queue', 'Waiting', 'Active', 'Delayed', 'Failed', 'Oldest'];

function queueRow(q: Queue, mayOpen: boolean): HTMLElement {
  const name = mayOpen ? el('a', { href: `/admin/queues/queue/${q.queue}` }, q.queue) : q.queue;
  const count = (n: number, tone: string): HTMLElement => el('td', { 'data-tone': n > 0 ? tone : 'none' }, String(n));
  return el('tr', {}, el('th', { scope: 'row' }, name, q.paused ? el('span', { class: 'tag' }, 'paused') : null), count(q.waiting, 'busy'), count(q.active, 'good'), count(q.delayed + q.waiting_children, 'muted'), count(q.failed, 'bad'), el('td', {}, q.waiting > 0 ? age(q.oldest_seconds) : '–'));
}

function card(p: Pool, mayOpen: boolean): HTMLElement {
  const idle = p.processes === 0;
  const head = el('p', { class: 'pool-head' }, el('b', {}, words(p.pool)), el('span', { 'data-tone': idle ? 'bad' : 'muted' }, idle ? 'no process' : `${p.processes} process${p.processes > 1 ? 'es' : ''}, ${p.slots} places`));
  const load = meter(p.slots === 0 ? Number(p.demand > 0) : p.demand / p.slots, `${p.demand} jobs wanted, ${p.slots} places`, p.demand > p.slots ? 'warn' : 'accent');
  const table = el('table', { class: 'plain' }, el('thead', {}, el('tr', {}, ...HEADS.map((h) => el('th', { scope: 'col' }, h)))), el('tbody', {}, ...p.queues.map((q) => queueRow(q, mayOpen))));
  return el('article', { class: 'pool' }, head, load, table);
}

export function poolCards(pools: Answer<'Farm'>['pools'], mayOpen: boolean): HTMLElement {
  if (pools === null) return empty('The queues cannot be read', 'Redis does not answer. What is stored is still served.');
  const note = mayOpen ? el('p', { class: 'note' }, 'Jobs, their payloads and errors are in the ', el('a', { href: '/admin/queues' }, 'queue board'), '.') : el('p', { class: 'note' }, 'The queue board itself opens for the trading key, and for the master key to act.');
  return el('div', {}, el('div', { class: 'pools' }, ...[...pools].sort((a, b) => place(a) - place(b)).map((p) => card(p, mayOpen))), note);
}
